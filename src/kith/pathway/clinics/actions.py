"""The write door of clinics: planned, changed, filled, freed, called off."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.organisations.models import Membership
from kith.pathway.clinics import queries, rules
from kith.pathway.clinics.models import Clinic, Slot
from kith.pathway.contacts import actions as contacts
from kith.pathway.contacts.models import Contact
from kith.people.models import Person
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import clock

FACE_TO_FACE = "01"


@action("clinics.plan_clinic")
def plan_clinic(
    *,
    by: Actor,
    worker: Membership,
    place: str,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    slot_minutes: int,
    room: str = "",
    note: str = "",
) -> Clinic:
    """Plan a clinic with as many slots as fit.

    Raises Refused for a time gone by or turned round, no slot, a worker or a room that has another clinic then.
    """
    _check_to_come(starts_at, place)
    hours = rules.slot_hours(starts_at, ends_at, slot_minutes)
    clinic = Clinic(
        scheme_id=worker.scheme_id,
        worker=worker,
        place=place.strip(),
        room=room.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        slot_minutes=slot_minutes,
        note=note.strip(),
        planned_by_name=by.name[:200],
    )
    with _alone(clinic):
        clinic.save(force_insert=True)
    _lay(clinic, hours)
    return clinic


@action("clinics.change_clinic")
def change_clinic(
    *,
    by: Actor,
    clinic: Clinic,
    place: str,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    slot_minutes: int,
    room: str = "",
    note: str = "",
    expected: int | None = None,
) -> Clinic:
    """Put a clinic's place and hours right: who was put into a time keeps it, and the free times are laid anew
    around them. Where the place changes, it changes on their appointments; somebody still has to tell them. The
    worker, where another did it, has it on Today until they have read it.

    Raises Refused as `plan_clinic` does, for a clinic that has begun or was called off, and where somebody
    stands outside of the new hours; and Stale.
    """
    if clinic.called_off_at is not None or clinic.starts_at <= timezone.now():
        raise Refused("This clinic has begun or was called off. Nothing was changed.")
    _check_to_come(starts_at, place)
    slots = queries.locked_slots(clinic)
    standing = [slot for slot in slots if not rules.is_free(slot)]
    hours = rules.slot_hours(starts_at, ends_at, slot_minutes, standing)
    where, was = clinic.where, clinic.when_and_where
    clinic.place, clinic.room = place.strip(), room.strip()
    with _alone(clinic):
        change(
            clinic,
            expected=expected,
            place=clinic.place,
            room=clinic.room,
            starts_at=starts_at,
            ends_at=ends_at,
            slot_minutes=slot_minutes,
            note=note.strip(),
        )
    _tell_worker(by, clinic, was)
    Slot.objects.filter(clinic=clinic).exclude(pk__in=[slot.pk for slot in standing]).delete()
    _lay(clinic, hours)
    if clinic.where != where:
        for contact in _appointments(standing):
            contacts.meet_elsewhere(by=by, contact=contact, place=clinic.where)
    return clinic


@action("clinics.note_read")
def note_read(*, by: Actor, clinic: Clinic) -> Clinic:
    """The worker has read what a colleague changed. Raises Refused for anybody else, and where nothing waits."""
    if clinic.worker_id != by.membership_id(clinic.scheme_id):
        raise Refused(f"Only {clinic.worker.name} can say that they have read it.")
    if not clinic.was:
        raise Refused("You have read this already.")
    change(clinic, was="", changed_by_name="")
    return clinic


def _tell_worker(by: Actor, clinic: Clinic, was: str) -> None:
    """From how they knew it, where they have not read an earlier change; nothing where it is so again, or by them."""
    known = clinic.was or was
    own = clinic.worker_id == by.membership_id(clinic.scheme_id)
    if own or (known == clinic.when_and_where and clinic.called_off_at is None):
        if clinic.was:
            change(clinic, was="", changed_by_name="")
    else:
        change(clinic, was=known[:300], changed_by_name=by.name[:200])


def _appointments(slots: Iterable[Slot]) -> list[Contact]:
    """What stands in slots and has not been held, each once."""
    taken = [slot.contact for slot in slots if slot.contact and not rules.is_free(slot)]
    return [one for one in dict.fromkeys(taken) if one.happened_at is None]


def _check_to_come(starts_at: datetime.datetime, place: str) -> None:
    if starts_at <= timezone.now():
        raise Refused("This time has gone. Choose one to come.", field="on")
    if not place.strip():
        raise Refused("Say where.", field="place")


def _lay(clinic: Clinic, hours: list[rules.Hours]) -> None:
    Slot.objects.bulk_create(
        Slot(scheme_id=clinic.scheme_id, clinic=clinic, starts_at=start, ends_at=end)
        for start, end in hours
    )


@contextmanager
def _alone(clinic: Clinic) -> Iterator[None]:
    """Writing a clinic's hours: raises Refused where its worker or its room has another one then."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        taken = (
            f"{clinic.where} is taken at this time by another clinic. Choose another room or time."
        )
        busy = f"{clinic.worker.name} has another clinic at this time."
        raise Refused(taken if "clinic_room" in str(error) else busy, field="starts") from error


@action("clinics.fill_slot")
def fill_slot(
    *, by: Actor, slot: Slot, person: Person, note: str = "", at: datetime.datetime | None = None
) -> Contact:
    """Put somebody into a slot: an appointment with the clinic's worker, which holds the next slot too when an
    interpreter is needed.

    Raises Refused where the time is taken or gone, the clinic called off, or the worker has another appointment
    then or may not open the record.
    """
    clinic = slot.clinic
    if clinic.called_off_at is not None:
        raise Refused("This clinic was called off.")
    taken = rules.slots_for(person, queries.locked_slots(clinic), slot)
    starts, ends = taken[0].starts_at, taken[-1].ends_at
    worker = clinic.worker
    if not queries.may_open(worker, person):
        raise Refused(f"{worker.name} may not open the record of {person.called}.")
    if queries.another_appointment(worker, starts, ends) is not None:
        raise Refused(f"{worker.name} has another appointment at {clock(starts)}.")
    contact = contacts.plan_contact(
        by=by,
        person=person,
        planned_for=starts,
        medium=FACE_TO_FACE,
        minutes=(ends - starts) // datetime.timedelta(minutes=1),
        place=clinic.where,
        note=note,
        worker=worker,
        at=at,
    )
    for one in taken:
        change(one, contact=contact)
    return contact


@action("clinics.free_slot")
def free_slot(*, by: Actor, slot: Slot, by_person: bool, why: str = "") -> Contact:
    """Call the appointment of a slot off, on the person's word or ours; its time is free again.

    Raises Refused where nobody stands in it.
    """
    contact = slot.contact
    if contact is None or rules.is_free(slot):
        raise Refused("Nobody stands in this time any more.")
    return contacts.cancel(by=by, contact=contact, by_person=by_person, note=why)


@action("clinics.call_off_clinic")
def call_off_clinic(*, by: Actor, clinic: Clinic, why: str, expected: int | None = None) -> Clinic:
    """Call a whole clinic off, and each appointment in it, by us. Somebody still has to tell the people; the worker,
    where another did it, has it on Today.

    Raises Refused without why, or when it was already, and Stale.
    """
    if clinic.called_off_at is not None:
        raise Refused("This clinic was called off already.")
    if not why.strip():
        raise Refused("Say why it does not take place.", field="why")
    change(clinic, expected=expected, called_off_at=timezone.now(), called_off_why=why.strip())
    _tell_worker(by, clinic, clinic.when_and_where)
    for contact in _appointments(queries.locked_slots(clinic)):
        contacts.cancel(
            by=by, contact=contact, by_person=False, note=f"Clinic called off: {why.strip()}"
        )
    return clinic
