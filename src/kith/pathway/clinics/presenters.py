"""Clinics as they are read and printed: the times, who stands in each, which are free."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from kith.organisations.duty import Duty
from kith.pathway.clinics.models import Clinic
from kith.pathway.clinics.rules import is_free
from kith.pathway.contacts.models import Outcome
from kith.ui.dates import clock, long_date
from kith.ui.items import Block, Item, Press, blocks

SOMEBODY = "Somebody whose record you may not open"


def title(clinic: Clinic) -> str:
    """Whose clinic it is and on which day."""
    return f"{clinic.worker.name}, {long_date(clinic.starts_at)}"


def hours(one: Any) -> str:
    """`10am to 10:45am`."""
    return f"{clock(one.starts_at)} to {clock(one.ends_at)}"


def as_typed(clinic: Clinic) -> dict[str, Any]:
    """A clinic as its form holds it."""
    starts, ends = timezone.localtime(clinic.starts_at), timezone.localtime(clinic.ends_at)
    same = {name: getattr(clinic, name) for name in ("place", "room", "slot_minutes", "note")}
    return {**same, "on": starts.date(), "starts": starts.time(), "ends": ends.time()}


def free_words(slots: Sequence[Any], now: dt.datetime) -> str:
    """How many of a clinic's times can still be filled."""
    free = sum(is_free(slot) and slot.starts_at > now for slot in slots)
    return "full" if not free else f"{free} of {len(slots)} free"


def clinic_items(clinics: Iterable[Clinic], *, now: dt.datetime) -> list[Item]:
    """One row a clinic: whose, when, where, and what is free."""
    return [
        Item(
            title(one),
            f"{hours(one)}, {one.where}",
            href=reverse("clinics:clinic", args=[one.pk]),
            tags=[_tag(one, now)],
        )
        for one in clinics
    ]


def on_today(found: Sequence[Clinic], duty: Duty) -> list[Block]:
    """One's own clinics that somebody else changed, until one has read it."""
    rows = [_changed(one) for one in found]
    return blocks(
        Block("clinics-changed", "Your clinics, changed by a colleague", rows, line=_counted(rows))
    )


def _changed(clinic: Clinic) -> Item:
    at = reverse("clinics:clinic", args=[clinic.pk])
    off = f"Called off by {clinic.changed_by_name}: {clinic.called_off_why}"
    return Item(
        clinic.when_and_where,
        off
        if clinic.called_off_at
        else f"Changed by {clinic.changed_by_name}. It was {clinic.was}.",
        href=at,
        tags=[("Called off" if clinic.called_off_at else "Changed", "orange")],
        acts=[
            Press(
                "I have read it",
                reverse("clinics:read", args=[clinic.pk]),
                about=f": {clinic.when_and_where}",
                sends={},
                first=True,
            )
        ],
    )


def _counted(rows: Sequence[Item]) -> str:
    return "1 clinic changed" if len(rows) == 1 else f"{len(rows)} clinics changed"


def _tag(clinic: Clinic, now: dt.datetime) -> tuple[str, str]:
    if clinic.called_off_at:
        return "Called off", "orange"
    if clinic.ends_at < now:
        return "Over", "grey"
    words = free_words(list(clinic.slots.all()), now)
    return words.capitalize(), "grey" if words == "full" else "green"


def slot_items(clinic: Clinic, slots: Sequence[Any], *, now: dt.datetime) -> list[Item]:
    """One row a time, in order; an appointment that holds two says so in the second."""
    shown, before = [], None
    for slot in slots:
        standing = None if is_free(slot) else slot.contact
        shown.append(
            _slot(clinic, slot, standing, standing is not None and standing == before, now)
        )
        before = standing
    return shown


def _slot(clinic: Clinic, slot: Any, contact: Any, goes_on: bool, now: dt.datetime) -> Item:
    open_to_change = clinic.called_off_at is None and slot.starts_at > now
    when = hours(slot)
    if contact is None:
        fill = Press("Put somebody in", reverse("clinics:fill", args=[slot.pk]), about=f"at {when}")
        tags = [("Free", "green")] if open_to_change else []
        return Item(when, "", tags=tags, acts=[fill] if open_to_change else [])
    if not slot.visible:
        return Item(when, SOMEBODY)
    person = contact.person.kept
    why = "The same appointment goes on: an interpreter doubles the time" if goes_on else ""
    came = str(Outcome(contact.outcome).label) if contact.outcome else ""
    free = Press(
        "Call off", reverse("clinics:free", args=[slot.pk]), about=f"for {person.full_name}"
    )
    return Item(
        f"{when}: {person.full_name}",
        why or came,
        href=reverse("desk:record", args=[person.pk]),
        acts=[free] if open_to_change and not goes_on else [],
    )
