"""Working days pass over weekends and the public holidays of England."""

from __future__ import annotations

import datetime as dt

import pytest

from kith.vocabulary import working_days

FRIDAY = dt.date(2026, 11, 20)
CHRISTMAS_EVE = dt.date(2026, 12, 24)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (FRIDAY, True),
        (dt.date(2026, 11, 21), False),
        (dt.date(2026, 11, 22), False),
        (dt.date(2026, 12, 25), False),
        (dt.date(2026, 12, 28), False),  # Boxing Day was a Saturday
        (dt.date(2026, 12, 29), True),
        (dt.date(2022, 9, 19), False),  # the Queen's funeral, once
        (dt.date(2020, 5, 8), False),  # moved from the Monday, once
        (dt.date(2020, 5, 4), True),
        (dt.date(2024, 2, 29), True),
    ],
)
def test_which_days_are_worked(day: dt.date, worked: bool) -> None:
    assert working_days.is_working_day(day) is worked


@pytest.mark.parametrize(
    ("end", "count"),
    [
        (FRIDAY, 0),
        (dt.date(2026, 11, 22), 0),
        (dt.date(2026, 11, 23), 1),
        (dt.date(2026, 11, 27), 5),
        (dt.date(2026, 11, 1), 0),
    ],
)
def test_days_between_leave_out_the_first_and_what_is_not_worked(end: dt.date, count: int) -> None:
    assert working_days.between(FRIDAY, end) == count


def test_four_days_of_christmas_are_one_long_weekend() -> None:
    assert working_days.add(CHRISTMAS_EVE, 1) == dt.date(2026, 12, 29)
    assert working_days.between(CHRISTMAS_EVE, dt.date(2026, 12, 29)) == 1


def test_adding_none_gives_the_day_itself_or_the_next_that_is_worked() -> None:
    assert working_days.add(FRIDAY, 0) == FRIDAY
    assert working_days.add(dt.date(2026, 11, 21), 0) == dt.date(2026, 11, 23)


def test_adding_and_counting_agree_over_two_years() -> None:
    day = dt.date(2026, 1, 1)
    while day < dt.date(2028, 1, 1):
        for count in (1, 2, 5, 10):
            assert working_days.between(day, working_days.add(day, count)) == count
        day += dt.timedelta(days=1)
