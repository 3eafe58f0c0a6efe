"""What a clinic's times can be, and which of its slots are free."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from kith.pathway.clinics.models import Slot
from kith.pathway.contacts.models import Outcome
from kith.pathway.contacts.rules import is_interpreted
from kith.people.models import Person
from kith.resilience.errors import Refused

# Ours: shorter is no conversation, and a day has no more.
SHORTEST, LONGEST, MOST_SLOTS = 10, 180, 40
CALLED_OFF = (Outcome.CANCELLED_BY_PERSON, Outcome.CANCELLED_BY_US)

Hours = tuple[datetime.datetime, datetime.datetime]


def slot_hours(
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    minutes: int,
    standing: Sequence[Slot] = (),
) -> list[Hours]:
    """The whole slots between two moments that fit around those in which somebody stands, in their order.

    Raises Refused when there is none at all, or too many, or somebody stands outside of these moments.
    """
    if not SHORTEST <= minutes <= LONGEST:
        raise Refused(
            f"Enter from {SHORTEST} to {LONGEST} minutes for one person.", field="slot_minutes"
        )
    if ends_at <= starts_at:
        raise Refused("It ends before it starts. Turn the times round.", field="ends")
    begin = [starts_at, *(slot.ends_at for slot in standing)]
    until = [*(slot.starts_at for slot in standing), ends_at]
    gaps = list(zip(begin, until, strict=True))
    if any(first > last for first, last in gaps):
        raise Refused(
            "Somebody comes at a time outside of these hours. Move them or call it off first."
            " Nothing was changed.",
            field="starts",
        )
    hours = [one for first, last in gaps for one in _whole(first, last, minutes)]
    if not hours and not standing:
        raise Refused("Not one person fits between these times.", field="ends")
    if len(hours) + len(standing) > MOST_SLOTS:
        raise Refused(f"That is more than {MOST_SLOTS} people. Plan two clinics.", field="ends")
    return hours


def _whole(first: datetime.datetime, last: datetime.datetime, minutes: int) -> list[Hours]:
    length = datetime.timedelta(minutes=minutes)
    return [(first + length * n, first + length * (n + 1)) for n in range((last - first) // length)]


def is_free(slot: Slot) -> bool:
    """Whether somebody can be put into a slot: nobody is, or what they had was called off or moved away."""
    contact = slot.contact
    if contact is None:
        return True
    if contact.outcome in CALLED_OFF:
        return True
    starts, minutes = contact.planned_for, contact.planned_minutes or 0
    assert starts is not None
    ends = starts + datetime.timedelta(minutes=minutes)
    return not (starts <= slot.starts_at < ends)


def slots_for(person: Person, slots: Sequence[Slot], first: Slot) -> list[Slot]:
    """The slots that somebody takes who begins with `first`: two where an interpreter says everything again.

    `slots` are all of the clinic. Raises Refused where one of them is taken, or there is none after it.
    """
    wanted = 2 if is_interpreted(person) else 1
    ordered = sorted(slots, key=lambda slot: slot.starts_at)
    at = next(place for place, slot in enumerate(ordered) if slot.pk == first.pk)
    taken = ordered[at : at + wanted]
    if not is_free(taken[0]):
        raise Refused("Somebody was put into this time already. Choose another.")
    if len(taken) < wanted or not all(is_free(slot) for slot in taken):
        raise Refused(
            f"{person.called} needs an interpreter, and so twice the time. Choose a time with a free one"
            " after it."
        )
    return taken
