"""The log in words: what was done, not the name of a function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from kith.audit.models import Entry
from kith.people.models import Person
from kith.ui.dates import date_and_time

_PAGES = {
    "desk:record": "Opened the record",
    "desk:looked": "Opened the list of who looked",
    "desk:next_step": "Opened the next step",
}


def entry_words(entry: Entry) -> str:
    """What an entry says was done: `Opened the record`, `Contacts: record contact`."""
    if entry.action == "record.opened":
        room, _, page = entry.subject_type.partition(":")
        plain = f"Opened {room}: {page}".replace("_", " ") if page else "Opened a page"
        return _PAGES.get(entry.subject_type, plain)
    room, _, verb = entry.action.partition(".")
    done = f"{room.capitalize()}: {verb.replace('_', ' ')}"
    return f"{done} (not allowed)" if entry.refused else done


def rows(entries: Iterable[Entry], people: Mapping[UUID, Person] | None = None) -> list[list[Any]]:
    """Table rows: when, who, what and why; with `people`, also about whom."""
    return [_row(entry, people) for entry in entries]


def _row(entry: Entry, people: Mapping[UUID, Person] | None) -> list[Any]:
    what = {"text": entry_words(entry), "hint": entry.reason}
    cells: list[Any] = [date_and_time(entry.created_at), entry.by_name, what]
    if people is None:
        return cells
    person = people.get(entry.person_id) if entry.person_id else None
    address = reverse("desk:record", args=[person.pk]) if person else ""
    shown = {"text": person.full_name, "href": address} if person else "A person no longer here"
    return [*cells, shown]
