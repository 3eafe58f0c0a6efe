"""Somebody came to a group that the scheme runs: a contact like another, and never a try to reach them."""

from __future__ import annotations

import datetime

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.pathway.caseload.queries import open_case_of
from kith.pathway.contacts import rules
from kith.pathway.contacts.models import Contact, Outcome
from kith.people.models import Person
from kith.resilience.versions import change

IN_A_GROUP = "group"


@action("contacts.came_to_group")
def came_to_group(
    *,
    by: Actor,
    person: Person,
    place: str,
    note: str,
    at: datetime.datetime,
) -> Contact:
    """Record that somebody came to a group at a moment, on the case that is open if there is one.

    Its minutes are left out: the session has them, and eight people's would count the hour eight times over in the
    time of whoever held it. Raises Refused for a time to come.
    """
    rules.check_happened(at)
    return Contact.objects.create(
        scheme_id=person.scheme_id,
        person=person,
        case=open_case_of(person),
        medium=IN_A_GROUP,
        outcome=Outcome.REACHED,
        happened_at=at,
        counts=False,
        place=place[:200],
        note=note,
        by_id=by.membership_id(person.scheme_id),
        by_name=by.name,
    )


@action("contacts.correct_group")
def correct_group(*, by: Actor, contact: Contact, came: bool, note: str) -> Contact:
    """Put right whether somebody came to a group, and what was written; the log of changes keeps what it said."""
    outcome = Outcome.REACHED if came else Outcome.DID_NOT_ATTEND
    change(contact, outcome=outcome.value, note=note)
    return contact
