"""How the queue is narrowed; never reordered: the oldest stands first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.http import urlencode

from kith.organisations.models import Practice, Programme
from kith.vocabulary import doors, urgency

NAMES = ("door", "practice", "urgency", "programme", "late", "answer")
LATE = "Late, or about to be"
WAITING = "Waiting for an answer"


@dataclass(frozen=True)
class Choice:
    """What the queue is narrowed to; "" is everything. Ids are texts, as in the address."""

    door: str = ""
    practice: str = ""
    urgency: str = ""
    programme: str = ""
    late: str = ""
    answer: str = ""

    @property
    def any(self) -> bool:
        """Whether anything is left out."""
        return any(asdict(self).values())

    def query(self, **changed: str) -> str:
        """The address's query with some of it changed."""
        kept = {name: value for name, value in (asdict(self) | changed).items() if value}
        return "?" + urlencode({"narrowed": "1", **kept})


@dataclass(frozen=True)
class Options:
    """What there is to choose from."""

    practices: tuple[tuple[str, str], ...]
    programmes: tuple[tuple[str, str], ...]
    doors: tuple[tuple[str, str], ...] = tuple(doors.choices())
    urgencies: tuple[tuple[str, str], ...] = tuple(urgency.choices())


def options(practices: list[Practice], programmes: list[Programme]) -> Options:
    """The choices of the schemes one decides for."""
    return Options(
        tuple((str(row.pk), row.name) for row in practices),
        tuple((str(row.pk), row.name) for row in programmes),
    )


def chosen(asked: Mapping[str, Any], offered: Options) -> Choice:
    """Read the address, or what was kept of it; an unknown word narrows nothing."""

    def one(name: str, known: tuple[tuple[str, str], ...]) -> str:
        value = str(asked.get(name, ""))
        return value if value in dict(known) else ""

    return Choice(
        door=one("door", offered.doors),
        practice=one("practice", offered.practices),
        urgency=one("urgency", offered.urgencies),
        programme=one("programme", offered.programmes),
        late="1" if asked.get("late") == "1" else "",
        answer="1" if asked.get("answer") == "1" else "",
    )


def chips(choice: Choice, offered: Options) -> list[dict[str, str]]:
    """What the queue is narrowed to, each with the address without it."""
    said = {
        "door": dict(offered.doors).get(choice.door, ""),
        "practice": dict(offered.practices).get(choice.practice, ""),
        "urgency": dict(offered.urgencies).get(choice.urgency, ""),
        "programme": dict(offered.programmes).get(choice.programme, ""),
        "late": LATE if choice.late else "",
        "answer": WAITING if choice.answer else "",
    }
    return [
        {"text": words, "href": choice.query(**{name: ""})} for name, words in said.items() if words
    ]
