"""Warnings of addresses that are to be looked at again, in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from kith.organisations.duty import Duty
from kith.people.models import AddressWarning, Person
from kith.ui.dates import medium_date
from kith.ui.items import Block, Item, Press, blocks


def on_today(found: Iterable[tuple[AddressWarning, Person]], duty: Duty) -> list[Block]:
    """Is it still so? Asked before somebody stands at that door again."""
    rows = [_due(row, person) for row, person in found]
    line = f"{len(rows)} address warning{'' if len(rows) == 1 else 's'} to look at again"
    return blocks(Block("doors", "Is it still so at the door?", rows, line=line))


def _due(row: AddressWarning, person: Person) -> Item:
    at = reverse("people:address_warning", args=[person.pk, row.pk])
    return Item(
        person.full_name,
        f"To be looked at again since {medium_date(row.review_on)}",
        href=reverse("desk:record", args=[person.pk]),
        what=": ".join(part for part in (row.get_kind_display(), row.text) if part),
        acts=[Press("Say if it is still so", at, about=f"where {person.full_name} lives")],
    )
