"""Calling appointments off, one or all that are to come: the interpreter, and the time in a clinic, are free again."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.pathway.contacts import queries
from kith.pathway.contacts.actions.interpreting import release_interpreter
from kith.pathway.contacts.models import Contact, Outcome
from kith.people.models import Person
from kith.resilience.errors import Refused
from kith.resilience.versions import change


@action("contacts.cancel")
def cancel(
    *,
    by: Actor,
    contact: Contact,
    by_person: bool,
    note: str = "",
    expected: int | None = None,
    at: datetime.datetime | None = None,
) -> Contact:
    """Call an appointment off, on the person's word (`by_person`) or ours.

    Raises Refused when it happened or was called off already, Stale on another's change.
    """
    check_planned(contact)
    outcome = Outcome.CANCELLED_BY_PERSON if by_person else Outcome.CANCELLED_BY_US
    change(
        contact,
        expected=expected,
        outcome=outcome,
        happened_at=at or timezone.now(),
        note=joined(contact.note, note),
    )
    release_interpreter(contact, at)
    return contact


@action("contacts.call_off_to_come")
def call_off_to_come(
    *, by: Actor, person: Person, why: str, at: datetime.datetime | None = None
) -> list[Contact]:
    """Call off, by us, every appointment with somebody that is to come. One whose time has gone stays, until
    somebody says what came of it. Somebody still has to tell the person.
    """
    rows = queries.to_come(person, at or timezone.now())
    return [cancel(by=by, contact=row, by_person=False, note=why, at=at) for row in rows]


def check_planned(contact: Contact) -> None:
    """Raise Refused for an appointment of which it was said what came."""
    if contact.happened_at is not None:
        raise Refused(
            "What came of this appointment was said already. Nothing was changed: open it to put"
            " its note right."
        )


def joined(before: str, after: str) -> str:
    """Two notes as one."""
    return "\n\n".join(part for part in (before.strip(), after.strip()) if part)
