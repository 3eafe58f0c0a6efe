"""Two entries that look like one service, side by side: what each says, where they differ, and which says more."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kith.directory.models import Service
from kith.directory.presenters import facts
from kith.directory.queries import Twice


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is known of a service, as each of the two says it."""

    what: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        """Whether they say different things, letters large or small."""
        return self.one.split() != self.other.split() and (
            self.one.casefold() != self.other.casefold()
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries with every line that either says something of."""

    one: Service
    other: Service
    shared: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def rows(self) -> list[list[Any]]:
        """The lines as cells of a table; in words where the two differ."""
        return [
            [
                {"text": line.what, "hint": "Differs" if line.differs else ""},
                line.one or "Not given",
                line.other or "Not given",
            ]
            for line in self.lines
        ]

    @property
    def fuller(self) -> Service | None:
        """The one that answers more, if one does: nothing else tells which should stay."""
        lines = [line for line in self.lines if line.what != "Last checked"]
        one, other = (
            sum(map(bool, said))
            for said in zip(*((line.one, line.other) for line in lines), strict=True)
        )
        return None if one == other else (self.one if one > other else self.other)


def side_by_side(pairs: Iterable[Twice], today: datetime.date) -> list[Pair]:
    """Each pair with what the two say."""
    return [
        Pair(pair.one, pair.other, pair.shared, tuple(_lines(pair.one, pair.other, today)))
        for pair in pairs
    ]


def _lines(one: Service, other: Service, today: datetime.date) -> list[Line]:
    left, right = _said(one, today), _said(other, today)
    lines = [Line(what, left[what], right[what]) for what in left]
    return [line for line in lines if line.one or line.other]


def _said(service: Service, today: datetime.date) -> dict[str, str]:
    known = {str(row["key"]): str(row["value"]) for row in facts(service, today)}
    return {
        "Name": service.name,
        "What happens there": service.description,
        "Does it run?": service.get_status_display(),
        **known,
    }
