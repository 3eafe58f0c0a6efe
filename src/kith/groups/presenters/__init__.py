"""The scheme's own groups and befrienders in the words of their pages, of Today and of the record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kith.groups.presenters import volunteers
from kith.groups.presenters.groups import (
    Happened,
    after_all_words,
    first_press,
    group_rows,
    happened_in_groups,
    name_of,
    notice_item,
    people_rows,
    place_items,
    places_of,
    places_words,
    poster,
    poster_warnings,
    register_rows,
    safe_number,
    session_item,
    session_rows,
    usual,
    when,
    who_asks,
)
from kith.groups.queries import Doing, OfPerson
from kith.organisations.duty import Duty
from kith.ui import dates
from kith.ui.items import Block, blocks

__all__ = [
    "after_all_words",
    "first_press",
    "group_rows",
    "happened",
    "name_of",
    "notice_item",
    "of_person",
    "on_today",
    "people_rows",
    "place_items",
    "places_of",
    "places_words",
    "poster",
    "poster_warnings",
    "register_rows",
    "safe_number",
    "session_item",
    "session_rows",
    "usual",
    "when",
    "who_asks",
]


def on_today(found: Doing, duty: Duty) -> list[Block]:
    """What groups ask of a worker, and the checks of volunteers that run out of whoever looks after them."""
    listed = place_items(found.places, duty.now, "today")
    checks = [volunteers.check_item(one) for one in found.checks]
    return blocks(
        Block("groups", "Groups", listed, line=f"{len(listed)} from groups"),
        Block("volunteers", "Volunteers", checks, line=_counted(len(checks))),
    )


def of_person(found: OfPerson) -> dict[str, Any]:
    """A person's places in force and who befriends them, for the side of their record."""
    return {
        "places": places_of(found),
        "befrienders": volunteers.befrienders(found.matches, found.policy, dates.today()),
    }


def happened(found: OfPerson) -> Iterator[Happened]:
    """What groups and befriending add to a timeline beside the contacts."""
    yield from happened_in_groups(found)
    yield from volunteers.befriended(found.matches)


def _counted(number: int) -> str:
    return "1 check of a volunteer" if number == 1 else f"{number} checks of volunteers"
