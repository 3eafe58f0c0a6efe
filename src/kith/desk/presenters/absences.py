"""Working days, days away and cover, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from markupsafe import Markup

from kith.organisations.duty import Duty
from kith.organisations.models import Membership
from kith.ui.dates import medium_date
from kith.ui.items import Block, Item, Press, blocks
from kith.ui.text import bidi
from kith.vocabulary.working_days import WEEK


def days_words(works_on: Sequence[int]) -> str:
    """`Monday to Friday`, or each day by its name."""
    days = sorted(works_on)
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{WEEK[days[0]]} to {WEEK[days[-1]]}"
    return ", ".join(WEEK[day] for day in days) or "No day on record"


def working_rows(team: Iterable[Membership], own: set[UUID]) -> list[dict[str, Any]]:
    """On which days each of a team works, as the rows of a summary list."""
    return [
        {
            "key": f"{member.name} (you)" if member.pk in own else member.name,
            "value": days_words(member.works_on),
            "href": reverse("desk:working_days", args=[member.pk]),
            "about": f"the working days of {member.name}",
        }
        for member in team
    ]


def on_today(found: Iterable[Any], duty: Duty) -> list[Block]:
    """Days away that nobody covers, while there is time to ask somebody."""
    rows = [_uncovered(row, set(duty.own)) for row in found]
    line = "1 absence without cover" if len(rows) == 1 else f"{len(rows)} absences without cover"
    return blocks(Block("no-cover", "Away, and nobody covers", rows, line=line))


def _uncovered(row: Any, own: set[UUID]) -> Item:
    at = reverse("desk:absence_cover", args=[row.pk])
    whose = "You have" if row.member_id in own else Markup("{} has").format(bidi(row.member.name))
    people = "1 person" if row.people == 1 else f"{row.people} people"
    why = Markup("{} {}, of whom nobody would see what is due").format(whose, people)
    name = f"{medium_date(row.from_date)} to {medium_date(row.to_date)}"
    return Item(name, why, href=at, acts=[Press("Find cover", at, about=f"for {name}", first=True)])
