"""A death or a move, as somebody told us. What follows for our support is driven from above."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.people.actions.contact_points import add_contact_point, end_contact_point
from kith.people.actions.identity import edit
from kith.people.models import ContactPoint, LifeEvent, Person
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import today

Kind = LifeEvent.Kind


@action("people.record_death")
def record_death(
    *,
    by: Actor,
    person: Person,
    on: datetime.date,
    told_by: str,
    note: str = "",
    expected: int | None = None,
) -> LifeEvent:
    """Note that someone has died, when, and who told us.

    Raises Refused for a day before their birth or to come, without who told us, or twice; Stale when
    someone else changed the person meanwhile.
    """
    if person.died_on is not None:
        raise Refused(f"It is on the record already that {person.called} has died.")
    edit(by=by, person=person, expected=expected, died_on=on)
    return _note(by, person, Kind.DIED, on, told_by, note)


@action("people.take_back_death")
def take_back_death(*, by: Actor, event: LifeEvent, why: str) -> Person:
    """Take back a death that was recorded by mistake. Raises Refused without a reason, or twice."""
    if event.kind != Kind.DIED or event.taken_back_at is not None:
        raise Refused("This was taken back already. Open the record to see where things are.")
    if not why.strip():
        raise Refused("Say how the mistake came about.", field="why")
    change(event, taken_back_at=timezone.now(), taken_back_why=why.strip()[:300])
    return edit(by=by, person=event.person, died_on=None)


@action("people.record_move")
def record_move(
    *,
    by: Actor,
    person: Person,
    on: datetime.date,
    told_by: str,
    address: str = "",
    postcode: str = "",
    note: str = "",
) -> LifeEvent:
    """Note that someone moved out of the area. A new address takes the place of those in use, and is
    safe for nothing until they are asked.

    Raises Refused without who told us, for a day to come, or a postcode that is none.
    """
    if address.strip() or postcode.strip():
        kept = ContactPoint.objects.filter(
            person=person, kind=ContactPoint.Kind.ADDRESS, ended_on=None
        )
        for point in kept:
            end_contact_point(by=by, point=point)
        add_contact_point(
            by=by,
            person=person,
            kind=ContactPoint.Kind.ADDRESS,
            value=address.strip(),
            postcode=postcode,
            note="Moved here. Ask what is safe to send.",
        )
    return _note(by, person, Kind.MOVED, on, told_by, note)


def _note(
    by: Actor, person: Person, kind: Kind, on: datetime.date, told_by: str, note: str
) -> LifeEvent:
    if not told_by.strip():
        raise Refused("Say who told us.", field="told_by")
    if on > today():
        raise Refused("This day has not come yet. Check the date.", field="on")
    return LifeEvent.objects.create(
        scheme_id=person.scheme_id,
        person=person,
        kind=kind,
        on=on,
        told_by=told_by.strip()[:140],
        note=note.strip(),
        by_id=by.membership_id(person.scheme_id),
        by_name=by.name,
    )
