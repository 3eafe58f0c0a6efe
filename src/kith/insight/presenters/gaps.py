"""The gaps in words, as tables, on a map and as the rows of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kith.geography.areas import Kind, area_named
from kith.geography.drawing import Drawing, Shade, map_of_areas
from kith.insight.presenters.words import number
from kith.insight.queries.gaps import Gaps, Line
from kith.insight.rules.gaps import BY, HOW, Gap

TOO_FEW = "Too few to show"
HEADER = (
    "Scheme",
    "From",
    "To",
    "Figure",
    "By",
    "Which",
    "Number",
    "How it is counted",
    "What the rows are",
)
# From so many on, an area is so dark.
_DARKER = ((20, 3), (10, 2), (1, 1))
FEW = 9
"""How an area is drawn of which the number is not shown."""
KEY = ((1, "5 to 9"), (2, "10 to 19"), (3, "20 and more"), (FEW, TOO_FEW.lower()), (0, "none"))


@dataclass(frozen=True)
class Table:
    """One table of the page: `key` names its definition in `rules.gaps.BY`."""

    key: str
    title: str
    head: list[Any]
    rows: list[list[Any]]


@dataclass(frozen=True)
class OnAMap:
    """The figures of one gap by postcode district. `beyond`: how many districts have no outline here."""

    drawing: Drawing | None
    title: str
    beyond: list[str]
    key: tuple[tuple[int, str], ...] = KEY


def headlines(found: Gaps) -> list[tuple[Gap, str]]:
    """The whole of each gap."""
    return [(gap, number(found.totals[gap])) for gap in Gap]


def shown(count: int | None) -> str:
    """The number, or that it is too few."""
    return TOO_FEW if count is None else number(count)


def tables(found: Gaps) -> list[Table]:
    """Every table that has a row."""
    made = (
        _table("foundation", "By foundation", "Foundation", found.by_foundation),
        _table("place", "By place", "Postcode district", found.by_place),
        _table("language", "By language", "Language", found.by_language),
        _table("why", "What stood in the way of unmet needs", "What stood in the way", found.why),
        _table(
            "in_the_way",
            "What left searches with nothing",
            "What stood in the way",
            found.in_the_way,
        ),
        _table("about", "What was searched for", "Looked for", found.about),
    )
    return [table for table in made if table.rows]


def chosen(found: Gaps, asked: str) -> Gap:
    """The gap the map shows: the one asked for, else the one with the most in it."""
    if asked in set(Gap):
        return Gap(asked)
    return max(Gap, key=lambda gap: found.totals[gap] or 0)


def on_a_map(found: Gaps, gap: Gap) -> OnAMap:
    """The districts, darker where the number is greater; those without an outline are named."""
    counted = {
        line.key: line.counts[gap] for line in found.by_place if line.key and line.counts[gap] != 0
    }
    areas = {name: area_named(Kind.DISTRICT, name) for name in counted}
    framed = [area for name, area in areas.items() if area and counted[name]]
    there = framed or [area for area in areas.values() if area]
    shades = {
        name: Shade(_shade(count), f"{name}: {shown(count)}") for name, count in counted.items()
    }
    return OnAMap(
        map_of_areas(shades, there),
        f"{gap.heading}, by postcode district, {found.period.words}",
        sorted(name for name, area in areas.items() if area is None),
    )


def rows(scheme: str, found: Gaps) -> Iterator[tuple[str | int, ...]]:
    """The rows of a file: a figure each, with how it is counted beside it."""
    first, last = found.period.first.isoformat(), found.period.last.isoformat()
    for gap, by, which, count in _figures(found):
        number_said = TOO_FEW if count is None else count
        yield (
            scheme,
            first,
            last,
            gap.heading,
            by,
            which,
            number_said,
            HOW[gap],
            BY.get(_KEYS.get(by, ""), ""),
        )


_KEYS = {
    "Foundation": "foundation",
    "Postcode district": "place",
    "Language": "language",
    "What the link worker said stood in the way": "why",
    "What left it out": "in_the_way",
    "Looked for": "about",
}


def _figures(found: Gaps) -> Iterator[tuple[Gap, str, str, int | None]]:
    for gap in Gap:
        yield gap, "All", "All", found.totals[gap]
    lines = (
        found.by_foundation, found.by_place, found.by_language, found.why, found.in_the_way,
        found.about,
    )  # fmt: skip
    for by, table in zip(_KEYS, lines, strict=True):
        for line in table:
            for gap, count in line.counts.items():
                yield gap, by, line.words, count


def _shade(count: int | None) -> int:
    if count is None:
        return FEW
    return next(shade for least, shade in _DARKER if count >= least)


def _table(key: str, title: str, first: str, lines: Iterable[Line]) -> Table:
    found = list(lines)
    gaps = list(found[0].counts) if found else []
    head = [first, *({"text": gap.heading, "numeric": True} for gap in gaps)]
    made = [[line.words, *(shown(line.counts[gap]) for gap in gaps)] for line in found]
    return Table(key, title, head, made)
