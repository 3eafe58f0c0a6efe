"""Word that people leave when they ring back."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.pathway.contacts.actions.happened import record
from kith.pathway.contacts.models import Contact, Outcome, PhoneMessage
from kith.people.actions.contact_points import normal_phone
from kith.people.models import Person
from kith.resilience.errors import Refused
from kith.resilience.versions import change

TELEPHONE = "02"


@action("contacts.take_message")
def take_message(
    *,
    by: Actor,
    person: Person,
    words: str,
    phone: str = "",
    urgent: bool = False,
    medium: str = TELEPHONE,
    at: datetime.datetime | None = None,
) -> PhoneMessage:
    """Write down what somebody said who rang, or who wrote by another `medium`.

    It waits on the day of whoever holds their case, or of the cover. It is a contact from them, so that tries to
    reach them begin anew. Raises Refused without words, or for a number that is none.
    """
    if not words.strip():
        raise Refused("Write down what they said.", field="words")
    number = normal_phone(phone, field="phone")
    moment = at or timezone.now()
    contact = record(
        by=by,
        person=person,
        outcome=Outcome.LEFT_MESSAGE,
        medium=medium,
        direction=Contact.Direction.IN,
        note=words,
        at=moment,
    )
    return PhoneMessage.objects.create(
        scheme_id=person.scheme_id,
        person=person,
        contact=contact,
        words=words.strip(),
        phone=number,
        urgent=urgent,
        taken_at=moment,
        taken_by_name=by.name,
    )


@action("contacts.settle_message")
def settle_message(*, by: Actor, message: PhoneMessage) -> PhoneMessage:
    """Note that a message was seen to. Raises Refused when it was already."""
    if message.done_at is not None:
        raise Refused("Somebody has seen to this already. Reload the page.")
    change(message, done_at=timezone.now(), done_by_id=by.membership_id(message.scheme_id))
    return message
