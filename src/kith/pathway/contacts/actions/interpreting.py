"""An interpreter for an appointment: asked for, confirmed, no longer needed; and whether one came."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.pathway.contacts.models import Contact, InterpreterBooking, Outcome
from kith.pathway.contacts.queries import booking_of
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.vocabulary import languages

CAME, DID_NOT_COME = "1", "5"


@action("contacts.book_interpreter")
def book_interpreter(
    *,
    by: Actor,
    contact: Contact,
    language: str,
    supplier: str,
    dialect: str = "",
    gender_wished: str = "",
    reference: str = "",
    confirmed: bool = False,
    at: datetime.datetime | None = None,
) -> InterpreterBooking:
    """Note that an interpreter was asked of a supplier for an appointment, and whether they said yes.

    Raises Refused for an appointment that has happened or has an interpreter, a language that is on no
    list, or no supplier.
    """
    if contact.happened_at is not None:
        raise Refused("What came of this appointment was said already. Plan another one first.")
    if booking_of(contact) is not None:
        raise Refused("An interpreter is booked for this appointment. Change that booking.")
    if language not in languages.TABLE:
        raise Refused("Choose the language.", field="language")
    if not supplier.strip():
        raise Refused("Say whom you asked.", field="supplier")
    moment = at or timezone.now()
    return InterpreterBooking.objects.create(
        scheme_id=contact.scheme_id,
        contact=contact,
        language=language,
        dialect=dialect.strip(),
        gender_wished=InterpreterBooking.Wish(gender_wished),
        supplier=supplier.strip(),
        reference=reference.strip(),
        asked_at=moment,
        confirmed_at=moment if confirmed else None,
        by_id=by.membership_id(contact.scheme_id),
        by_name=by.name[:200],
    )


@action("contacts.confirm_interpreter")
def confirm_interpreter(
    *,
    by: Actor,
    booking: InterpreterBooking,
    reference: str = "",
    expected: int | None = None,
    at: datetime.datetime | None = None,
) -> InterpreterBooking:
    """Note that the supplier said yes. Raises Refused for one that was ended, Stale on another's change."""
    _check_stands(booking)
    change(
        booking,
        expected=expected,
        confirmed_at=at or timezone.now(),
        reference=reference.strip() or booking.reference,
    )
    return booking


@action("contacts.no_interpreter_needed")
def no_interpreter_needed(
    *, by: Actor, booking: InterpreterBooking, at: datetime.datetime | None = None
) -> InterpreterBooking:
    """End a booking. Tell the supplier too: nothing here does. Raises Refused for one ended already."""
    _check_stands(booking)
    change(booking, ended_at=at or timezone.now())
    return booking


def note_interpreter(contact: Contact) -> None:
    """Inside the door that says what came of an appointment: whether the interpreter came."""
    booking = booking_of(contact)
    if booking is None:
        return
    if contact.outcome == Outcome.NO_INTERPRETER or contact.interpreter == DID_NOT_COME:
        change(booking, came=False)
    elif contact.interpreter == CAME:
        change(booking, came=True)


def ask_interpreter_again(contact: Contact) -> None:
    """Inside the door that moves an appointment: the yes was to another time."""
    booking = booking_of(contact)
    if booking is not None and booking.confirmed_at is not None:
        change(booking, confirmed_at=None)


def release_interpreter(contact: Contact, at: datetime.datetime | None) -> None:
    """Inside the door that calls an appointment off."""
    booking = booking_of(contact)
    if booking is not None:
        change(booking, ended_at=at or timezone.now())


def _check_stands(booking: InterpreterBooking) -> None:
    if booking.ended_at is not None:
        raise Refused("This booking was ended. Book an interpreter anew.")
