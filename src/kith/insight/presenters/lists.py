"""What was counted, as the rows of a table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.urls import reverse

from kith.insight.presenters.words import measure_title
from kith.insight.queries.rows import PracticeRow, Row
from kith.insight.rules.how import Figure
from kith.pathway.clocks import Name
from kith.pathway.contacts.models import Outcome
from kith.ui import dates, text
from kith.vocabulary import doors, referral_sources

ELSEWHERE = "Someone whose record is not yours to open"
KEPT = {"met": "in time", "late": "later than promised", "breached": "not by its day"}
HEADS = {
    "people": ["Person", "First counted on", "Why"],
    "referrals": ["Person", "Received on", "From"],
    "doors": ["Person", "Received on", "Which way, and days to the first conversation"],
    "promises": ["Person", "Received on", "Which way, what was promised, and how it went"],
    "calls": ["Person", "Called", "What came of it"],
    "reached": ["Person", "Reached on", "Age that day"],
    "waits": ["Person", "First conversation on", "Days waited"],
    "changes": ["Person", "Measured again on", "What changed"],
    "practices": ["Practice", "Code", "List size"],
}


def head(figure: Figure) -> list[str]:
    """The names of the columns."""
    return HEADS[figure.lists]


def rows(figure: Figure, found: list[Row]) -> list[list[Any]]:
    """One table row for each thing counted."""
    say = _SAY[figure.lists]
    return [[_person(row), dates.medium_date(row.day), say(row)] for row in found]


def practice_rows(found: list[PracticeRow]) -> list[list[Any]]:
    """One table row for each practice."""
    return [
        [
            text.bidi(row.name),
            row.ods_code,
            f"{row.registered:,} on {dates.medium_date(row.on_date)}"
            if row.registered is not None and row.on_date is not None
            else "No list size on or before the last day",
        ]
        for row in found
    ]


def _person(row: Row) -> Any:
    if row.person is None:
        return ELSEWHERE
    return {
        "text": text.bidi(row.person.full_name),
        "href": reverse("desk:record", args=[row.person.pk]),
    }


def _why(row: Row) -> str:
    if not isinstance(row.said, list):
        return ""
    talks, acts = row.said
    parts = [_times(talks, "conversation"), _times(acts, "act of support")]
    return ", ".join(part for part in parts if part)


def _times(count: int, noun: str) -> str:
    first, _, rest = noun.partition(" ")
    plural = f"{first}s {rest}".strip()
    return f"{count} {noun if count == 1 else plural}" if count else ""


def _call(row: Row) -> str:
    outcome, by_name, happened_at = row.said
    said = f"{dates.clock(datetime.fromisoformat(happened_at))}: {Outcome(outcome).label}"
    return f"{said} (by {by_name})" if row.person else said


def _change(row: Row) -> str:
    measure, part, before, after, direction = row.said
    return f"{measure_title(measure, part)}: {before:g} to {after:g}, {direction}"


def _door(row: Row) -> str:
    door, days = row.said
    waited = "not talked with yet" if days is None else f"{days} {'day' if days == 1 else 'days'}"
    return f"{doors.label(door)}: {waited}"


def _promise(row: Row) -> str:
    door, clock, state = row.said
    return f"{doors.label(door)}. {Name(clock).label}: {KEPT[state]}"


def _plain(row: Row) -> str:
    return str(row.said)


_SAY: dict[str, Callable[[Row], str]] = {
    "people": _why,
    "referrals": lambda row: dict(referral_sources.choices()).get(row.said, ""),
    "doors": _door,
    "promises": _promise,
    "calls": _call,
    "reached": _plain,
    "waits": _plain,
    "changes": _change,
}
