"""Warnings of addresses that are to be looked at again."""

from __future__ import annotations

from kith.organisations.duty import Duty
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CaseState
from kith.people.models import AddressWarning, ContactPoint, Person
from kith.people.rules.places import place_of


def for_today(duty: Duty) -> list[tuple[AddressWarning, Person]]:
    """What is due for review where somebody's people live, the longest due first, each with one of them; in one
    read, and a second if anything is due. Where nobody is supported any more, nobody visits.
    """
    due = AddressWarning.objects.filter(
        scheme_id__in=duty.actor.schemes, ended_on=None, review_on__lte=duty.day
    )
    rows = list(due.order_by("review_on", "created_at"))
    if not rows:
        return []
    held = Case.objects.filter(holder_id__in=duty.looked_after, state=CaseState.OPEN)
    homes = list(
        ContactPoint.objects.filter(
            kind=ContactPoint.Kind.ADDRESS, ended_on=None, person__in=held.values("person")
        ).select_related("person")
    )
    lives = {(home.scheme_id, place_of(home.value, home.postcode)): home.person for home in homes}
    wrote = {home.pk: home.person for home in homes}
    found = [
        (row, wrote.get(row.point_id) or lives.get((row.scheme_id, row.place))) for row in rows
    ]
    return [(row, person) for row, person in found if person is not None]
