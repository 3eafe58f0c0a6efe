"""The papers of a meeting about people: its agenda, or its decisions and actions.

With initials alone they can lie on a table; with full names only who needs them gets them.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from kith.messages.documents import render
from kith.messages.documents.letterhead import Letterhead
from kith.messages.documents.outcome_letter import letterhead_data, long_date


@dataclass(frozen=True, slots=True)
class MeetingStep:
    """What somebody is to do, who, and by when (in words)."""

    what: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class MeetingItem:
    """One person on the list, as text; empty parts are left out."""

    label: str
    why: str = ""
    basis: str = ""
    note: str = ""
    decision: str = ""
    steps: tuple[MeetingStep, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingDocument:
    """Everything the papers say. `hidden` is how many more are on the list than `items`; `points` are what else
    to talk about, and `steps` what was agreed about nobody.
    """

    scheme: Letterhead
    date: datetime.date
    title: str
    meeting: str
    when: str
    place: str
    attenders: tuple[str, ...]
    items: tuple[MeetingItem, ...]
    hidden: int = 0
    names: bool = False
    held: bool = False
    points: tuple[str, ...] = ()
    steps: tuple[MeetingStep, ...] = ()

    def pdf(self) -> bytes:
        """Return the papers as a tagged PDF; raises render.UnprintableText."""
        return render.pdf("meeting", self.data())

    def data(self) -> dict[str, Any]:
        """Return what the template shows."""
        return {
            "scheme": letterhead_data(self.scheme),
            "date": long_date(self.date),
            "date_parts": [self.date.year, self.date.month, self.date.day],
            "title": self.title,
            "meeting": self.meeting,
            "when": self.when,
            "place": self.place,
            "attenders": list(self.attenders),
            "people": [_item(item) for item in self.items],
            "hidden": self.hidden,
            "names": self.names,
            "held": self.held,
            "points": list(self.points),
            "steps": _steps(self.steps),
        }


def _item(item: MeetingItem) -> dict[str, Any]:
    return {
        "label": item.label,
        "why": item.why,
        "basis": item.basis,
        "note": item.note,
        "decision": item.decision,
        "steps": _steps(item.steps),
    }


def _steps(steps: tuple[MeetingStep, ...]) -> list[list[str]]:
    return [[step.what, step.who, step.when] for step in steps]
