"""A line is where its numbers are, whatever the numbers."""

from __future__ import annotations

import datetime

import pytest

from kith.ui import charts

DAY = datetime.date(2026, 3, 1)
TEN = (0.0, 10.0)
BANDS = ((0, 4, "low"), (5, 6, "middle"), (7, 10, "high"))


def later(days: int) -> datetime.date:
    return DAY + datetime.timedelta(days=days)


def test_the_greatest_is_at_the_top_and_the_least_at_the_bottom() -> None:
    drawn = charts.line([(DAY, 0), (later(10), 10)], TEN)
    first, last = drawn.dots
    assert (first.x, first.y) == (5, 35)
    assert (last.x, last.y) == (115, 5)


def test_days_stand_as_far_apart_as_they_were() -> None:
    drawn = charts.line([(DAY, 5), (later(10), 5), (later(40), 5)], TEN)
    one, two, three = (dot.x for dot in drawn.dots)
    assert three - two == pytest.approx(3 * (two - one), abs=0.5)


@pytest.mark.parametrize("values", [[7], [7, 3]])
def test_what_was_asked_on_one_day_stands_in_the_middle(values: list[float]) -> None:
    drawn = charts.line([(DAY, value) for value in values], TEN)
    assert {dot.x for dot in drawn.dots} == {60}


def test_a_value_beyond_the_span_is_at_its_edge() -> None:
    drawn = charts.line([(DAY, -3), (later(1), 99)], TEN)
    assert [dot.y for dot in drawn.dots] == [35, 5]


def test_bands_fill_the_box_from_the_top_down() -> None:
    stripes = charts.line([(DAY, 5)], TEN, BANDS).stripes
    assert [one.words for one in stripes] == ["high", "middle", "low"]
    assert stripes[0].y == 0
    assert stripes[-1].y + stripes[-1].height == pytest.approx(40, abs=0.2)
    assert charts.line([(DAY, 5)], TEN).stripes == ()
