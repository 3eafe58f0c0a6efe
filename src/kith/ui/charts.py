"""Small lines of a value over time, as what a template draws: the numbers stand beside them in words."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

MARGIN = 5.0


@dataclass(frozen=True)
class Dot:
    """One reading, where it is drawn."""

    x: float
    y: float


@dataclass(frozen=True)
class Stripe:
    """One band behind the line, from its top down; `words` stand in it where there is room."""

    y: float
    height: float
    words: str


@dataclass(frozen=True)
class Line:
    """A line in a box of `width` by `height`; one reading is a dot in the middle."""

    width: int
    height: int
    dots: tuple[Dot, ...]
    stripes: tuple[Stripe, ...]

    @property
    def points(self) -> str:
        """The line as SVG has it."""
        return " ".join(f"{dot.x:g},{dot.y:g}" for dot in self.dots)


def line(
    readings: Sequence[tuple[datetime.date, float]],
    span: tuple[float, float],
    bands: Sequence[tuple[float, float, str]] = (),
    *,
    size: tuple[int, int] = (120, 40),
) -> Line:
    """Draw readings (oldest first) within `span`, the least and the greatest value there is.

    `bands` are (least, most, words); between two of them is the middle of the gap. A value beyond the span
    is drawn at its edge.
    """
    width, height = size
    days = [day.toordinal() for day, _ in readings]
    dots = tuple(
        Dot(round(_across(day, days, width), 1), round(_up(value, span, height), 1))
        for day, (_, value) in zip(days, readings, strict=True)
    )
    return Line(width, height, dots, tuple(_stripes(bands, span, height)))


def _across(day: int, days: Sequence[int], width: int) -> float:
    first, last = days[0], days[-1]
    if first == last:
        return width / 2
    return MARGIN + (width - 2 * MARGIN) * (day - first) / (last - first)


def _up(value: float, span: tuple[float, float], height: int) -> float:
    least, most = span
    share = (min(max(value, least), most) - least) / (most - least)
    return MARGIN + (height - 2 * MARGIN) * (1 - share)


def _stripes(
    bands: Sequence[tuple[float, float, str]], span: tuple[float, float], height: int
) -> list[Stripe]:
    ordered = sorted(bands)
    edges = [(one[1] + two[0]) / 2 for one, two in itertools.pairwise(ordered)]
    if not ordered:
        return []
    tops = [0.0, *(_up(edge, span, height) for edge in reversed(edges)), float(height)]
    return [
        Stripe(round(top, 1), round(bottom - top, 1), words)
        for (top, bottom), (_, _, words) in zip(
            itertools.pairwise(tops), reversed(ordered), strict=True
        )
    ]
