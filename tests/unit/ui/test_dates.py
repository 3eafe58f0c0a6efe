"""Dates in words, across the changes of the clock and the leap days."""

import datetime as dt

import pytest

from kith.ui import dates

NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)


def test_a_day_is_said_with_its_weekday_and_without_th() -> None:
    day = dt.date(2026, 11, 26)
    assert dates.long_date(day) == "Thursday 26 November 2026"
    assert dates.medium_date(day) == "26 November 2026"
    assert dates.short_date(day) == "26 Nov 2026"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (dt.datetime(2026, 11, 26, 15, 15, tzinfo=dt.UTC), "26 November 2026 at 3:15pm"),
        (dt.datetime(2026, 7, 1, 15, 15, tzinfo=dt.UTC), "1 July 2026 at 4:15pm"),
        # The London day is already the next one in summer.
        (dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC), "1 July 2026 at 12:30am"),
        # Clocks go forward at 1am on 29 March 2026 and back at 2am on 25 October 2026.
        (dt.datetime(2026, 3, 29, 0, 59, tzinfo=dt.UTC), "29 March 2026 at 12:59am"),
        (dt.datetime(2026, 3, 29, 1, 0, tzinfo=dt.UTC), "29 March 2026 at 2am"),
        (dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC), "25 October 2026 at 1:30am"),
        (dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC), "25 October 2026 at 1:30am"),
    ],
)
def test_moments_are_shown_on_a_london_clock(moment: dt.datetime, said: str) -> None:
    assert dates.date_and_time(moment) == said


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        dates.date_and_time(dt.datetime(2026, 11, 26, 15, 15))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (dt.time(0, 0), "midnight"),
        (dt.time(0, 5), "12:05am"),
        (dt.time(9, 0), "9am"),
        (dt.time(12, 0), "midday"),
        (dt.time(12, 30), "12:30pm"),
        (dt.time(23, 59), "11:59pm"),
    ],
)
def test_times_of_day(time: dt.time, said: str) -> None:
    assert dates.clock(time) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (dt.date(2026, 11, 22), "today"),
        (dt.date(2026, 11, 23), "tomorrow"),
        (dt.date(2026, 11, 21), "yesterday"),
        (dt.date(2026, 11, 26), "in 4 days"),
        (dt.date(2026, 11, 19), "3 days ago"),
        (dt.date(2027, 1, 20), "in 59 days"),
        (dt.date(2027, 1, 22), "in 2 months"),
        (dt.date(2026, 9, 22), "2 months ago"),
        (dt.date(2024, 11, 23), "23 months ago"),
        (dt.date(2024, 11, 22), "2 years ago"),
        (dt.date(1936, 11, 23), "89 years ago"),
    ],
)
def test_days_from_now(day: dt.date, said: str) -> None:
    assert dates.relative_day(day, now=NOW) == said


def test_today_is_the_london_day() -> None:
    just_after_midnight = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)
    assert dates.today(just_after_midnight) == dt.date(2026, 7, 1)
    assert dates.relative_day(dt.date(2026, 7, 1), now=just_after_midnight) == "today"


def test_a_day_with_23_hours_is_still_one_day() -> None:
    before = dt.datetime(2026, 3, 28, 23, 30, tzinfo=dt.UTC)
    assert dates.relative_day(dt.date(2026, 3, 29), now=before) == "tomorrow"


def test_leap_days() -> None:
    leap = dt.datetime(2028, 2, 29, 12, tzinfo=dt.UTC)
    assert dates.long_date(leap) == "Tuesday 29 February 2028"
    assert dates.relative_day(dt.date(2028, 3, 1), now=leap) == "tomorrow"
    assert dates.whole_months(dt.date(2028, 1, 31), dt.date(2028, 2, 29)) == 0
    assert dates.whole_months(dt.date(2024, 2, 29), dt.date(2028, 2, 29)) == 48


def test_the_year_is_said_only_when_it_is_another() -> None:
    assert dates.date_in_words(dt.date(2026, 11, 26), now=NOW) == "Thursday 26 November, in 4 days"
    assert dates.date_in_words(dt.date(2027, 1, 4), now=NOW) == "Monday 4 January 2027, in 43 days"
