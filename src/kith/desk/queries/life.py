"""What is on the record of a death, and word that was left by telephone."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.http import Http404

from kith.accounts.permissions import Permission
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.queries import schemes_where
from kith.pathway.caseload.states import CaseState
from kith.pathway.contacts import queries as contacts
from kith.pathway.contacts.models import PhoneMessage
from kith.people import queries as people
from kith.people.models import LifeEvent, Person
from kith.ui.dates import today

SALT = "kith.desk.rang_back"
DAY = dt.timedelta(days=1)
MOST_FOUND = 30


@dataclass(frozen=True)
class RangBack:
    """Somebody who may have rung: `seen` says whether the reader may know who they are, and `token` opens
    the page where the reader writes down what they said."""

    person: Person
    holder: str
    partner: str
    away: str
    seen: bool
    token: str


def death_of(person: Person) -> LifeEvent | None:
    """The death on someone's record, unless it was taken back."""
    rows = LifeEvent.objects.filter(
        person__in=person.records, kind=LifeEvent.Kind.DIED, taken_back_at=None
    )
    return rows.first()


def who_rang(actor: Actor, typed: str) -> list[RangBack]:
    """Those who may have rung, by any part of a number across the whole scheme, or by what `search`
    finds among the people the actor may see.

    Of somebody whose record is not theirs, the actor is told who holds it and no more.
    """
    digits = re.sub(r"\D", "", typed)
    found = {person.pk: person for person in people.search(actor, typed)}
    seen = set(found)
    if len(digits) >= people.FEWEST_DIGITS:
        found |= {person.pk: person for person in _by_number(actor, digits)}
    return _placed(actor, list(found.values()), seen)


def place_of(actor: Actor, person: Person) -> RangBack:
    """Who supports one person, as `who_rang` says it."""
    seen = people.visible_to(actor).filter(pk=person.pk).values_list("pk", flat=True)
    (one,) = _placed(actor, [person], set(seen))
    return one


def lands_on(one: RangBack) -> str:
    """Where a message about somebody will be, as a sentence."""
    if not one.holder:
        return "Nobody holds this person yet: the team lead sees it."
    return f"It is on {one.holder}\u2019s Today" + (f" ({one.away})." if one.away else ".")


def found_by(actor: Actor, token: str) -> Person:
    """The person whom a search of today showed to this actor; raises the one 404 for any other token."""
    try:
        pk, key = signing.loads(token, salt=SALT, max_age=DAY)
    except signing.BadSignature as error:
        raise Http404 from error
    person = Person.objects.filter(pk=pk, merged_into=None).first()
    if person is None or key != actor.key:
        raise Http404
    return person


def token_for(actor: Actor, person_id: UUID) -> str:
    """What stands in the address of the page on which this actor leaves word for somebody."""
    return signing.dumps([str(person_id), actor.key], salt=SALT)


def _placed(actor: Actor, found: list[Person], seen: set[UUID]) -> list[RangBack]:
    cases = Case.objects.filter(person__in=found, state=CaseState.OPEN)
    held = {case.person_id: case for case in cases.select_related("holder", "partner")}
    covers = _covers({person.scheme_id for person in found})
    return [_rang(actor, one, held.get(one.pk), covers, one.pk in seen) for one in found]


def _by_number(actor: Actor, digits: str) -> list[Person]:
    schemes = schemes_where(actor, Permission.WORK_WITH_PEOPLE)
    rows = Person.objects.filter(
        scheme_id__in=schemes, pk__in=people.whose_number(digits), merged_into=None
    )
    return list(rows.order_by("sort_name")[:MOST_FOUND])


def _covers(schemes: set[UUID]) -> dict[UUID, str]:
    return {
        member_id: absence.cover.name if absence.cover else ""
        for scheme_id in schemes
        for member_id, absence in organisations.away_on(scheme_id, today()).items()
    }


def _rang(
    actor: Actor, person: Person, case: Case | None, covers: dict[UUID, str], seen: bool
) -> RangBack:
    holder = case.holder if case else None
    away = ""
    if holder is not None and holder.pk in covers:
        cover = covers[holder.pk]
        away = f"away today; {cover} covers" if cover else "away today, and nobody covers"
    return RangBack(
        person=person,
        holder=holder.name if holder else "",
        partner=case.partner.name if case and case.partner else "",
        away=away,
        seen=seen,
        token=token_for(actor, person.pk),
    )


def messages_for_nobody(actor: Actor) -> list[PhoneMessage]:
    """Word left by people whom nobody holds, for those who see the team."""
    return list(contacts.messages_for((), nobodys_for=actor))
