"""Periods, and numbers too small to show."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.insight.rules import periods
from kith.insight.rules.periods import Period
from kith.insight.rules.small_numbers import BELOW, adding_up, covering, nested, part, shown
from kith.resilience.errors import Refused

TODAY = dt.date(2020, 8, 15)


def test_no_two_periods_that_tell_of_people_overlap() -> None:
    published = periods.read("2019-06", "2020-06")
    for first, last, told in (
        ("2019-06", "2020-06", True),
        ("2020-04", "2021-03", False),
        ("2019-04", "2020-03", False),
        ("2021-04", "2022-03", True),
        ("2021-04", "2022-02", False),
        ("2021-04", "2023-03", False),
        ("2021-01", "2021-12", False),
    ):
        assert periods.tells_of_people(periods.read(first, last), published) is told
    assert periods.tells_of_people(periods.read("2019-04", "2020-03"), None)


def test_days_and_months_are_read() -> None:
    assert periods.read("2019-06-01", "2020-06-30") == periods.read("2019-06", "2020-06")
    assert periods.read("2020-02", "2020-02").last == dt.date(2020, 2, 29)
    assert periods.read(" 2019-06-02 ", "2019-06-03").words == "2 June 2019 to 3 June 2019"
    assert periods.read("2019-06", "2019-06").words == "June 2019"


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("", "2020-06-30", "from"), ("2019-06-01", "", "to"), ("01/06/2019", "2020-06-30", "from"),
        ("2019-02-30", "2020-06-30", "from"), ("2020-06-30", "2019-06-01", "to"),
        ("20190601", "2020-06-30", "from"), ("2019-W2", "2020-06-30", "from"),
        ("0001-01-01", "2020-06-30", "from"), ("2019-06-01", "9999-12-31", "from"),
        ("٢٠١٩-٠٦", "2020-06", "from"), ("2019-06-01\0", "2020-06-30", "from"),
    ],
)  # fmt: skip
def test_what_is_not_a_period_is_refused_in_a_sentence(first, last, field) -> None:
    with pytest.raises(Refused) as refused:
        periods.read(first, last)
    assert refused.value.field == field
    assert refused.value.message.endswith(".")


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_text_is_a_period_or_a_refusal(first, last) -> None:
    with contextlib.suppress(Refused):
        periods.read(first, last)


def test_strangers_ask_for_whole_months_that_are_over() -> None:
    periods.check_public(periods.read("2019-06-01", "2020-07-31"), today=TODAY)
    for first, last in (
        ("2019-06-02", "2020-06-30"), ("2019-06-01", "2020-06-29"), ("2020-08-01", "2020-08-31"),
        ("2020-07-01", "2020-09-30"),
    ):  # fmt: skip
        with pytest.raises(Refused):
            periods.check_public(periods.read(first, last), today=TODAY)


def test_a_period_begins_and_ends_at_midnight_in_london() -> None:
    summer = Period(dt.date(2020, 3, 29), dt.date(2020, 3, 29))
    assert summer.until - summer.since != dt.timedelta(hours=24) or (
        summer.until.astimezone(dt.UTC) - summer.since.astimezone(dt.UTC)
    ) == dt.timedelta(hours=23)


def test_the_usual_period_is_a_year_and_the_same_month_before_it() -> None:
    months = {dt.date(2019, m, 1): 100 for m in range(6, 13)}
    months |= {dt.date(2020, m, 1): 100 for m in range(1, 7)}
    assert periods.usual(months, today=dt.date(2026, 11, 23)).words == "June 2019 to June 2020"
    # A few referrals of today do not move the page to an empty year.
    months |= {dt.date(2026, 10, 1): 9, dt.date(2026, 11, 1): 20}
    assert periods.usual(months, today=dt.date(2026, 11, 23)).words == "June 2019 to June 2020"
    assert periods.usual({}, today=TODAY).words == "July 2019 to July 2020"
    started = {dt.date(2020, 7, 1): 2, dt.date(2020, 8, 1): 90}  # August is not over
    assert periods.usual(started, today=TODAY).words == "July 2019 to July 2020"
    assert periods.months(months, today=TODAY)[0] == dt.date(2019, 6, 1)


def test_from_one_to_four_is_not_shown_and_nought_is() -> None:
    assert [shown(n) for n in range(6)] == [0, None, None, None, None, 5]


def test_what_would_give_a_small_number_away_is_not_shown_either() -> None:
    assert part(96, 100) is None
    assert (part(95, 100), part(100, 100), part(95, None)) == (95, 100, 95)
    assert nested([40, 38, 20, 19, 3, 0]) == [40, None, 20, None, None, 0]
    assert adding_up([50, 3, 9, 20]) == [50, None, None, 20]
    assert adding_up([50, 1, 1, 9]) == [50, None, None, None]
    assert adding_up([50, 0, 9]) == [50, 0, 9]
    # The second six could be no more than the first, so four would be four.
    assert adding_up([6, 6, 4]) == [None, None, None]


@given(st.lists(st.integers(0, 40), max_size=7))
def test_rows_that_add_up_never_give_one_away(counts) -> None:
    said = adding_up(counts)
    hidden = [count for count, seen in zip(counts, said, strict=True) if seen is None]
    assert all(seen is None or not 0 < seen < BELOW for seen in said)
    few = sum(1 for count in counts if count) < 2 or sum(hidden) < BELOW
    assert not hidden or len(hidden) > 1 or few


@given(st.lists(st.integers(0, 60), min_size=1, max_size=6))
def test_no_two_stages_beside_each_other_give_a_small_number_away(counts) -> None:
    said = [n for n in nested(sorted(counts, reverse=True)) if n is not None]
    assert all(not 0 < a - b < BELOW for a, b in itertools.pairwise(said))
    assert all(not 0 < n < BELOW for n in said)


def test_what_the_shown_rows_leave_of_the_whole_does_not_give_a_withheld_one_away() -> None:
    # Twenty people, each in a row at least: ten and six leave four.
    assert covering([10, 6, 4], 20) == [10, None, None]
    # Enough are in several rows: the withheld one may be anything from one to four.
    assert covering([12, 9, 4], 20) == [12, 9, None]
    assert covering([12, 7, 4], 20) == [12, 7, None]
    assert covering([12, 6, 4], 20) == [12, None, None]
    # Two withheld of four at most cannot make up the nine that are left.
    assert covering([11, 4, 4], 19) == [None, None, None]
    assert covering([20, 11], 20) == [20, 11]


@given(st.lists(st.sets(st.integers(0, 29), max_size=30), min_size=1, max_size=6))
def test_whoever_knows_the_rule_learns_no_more_of_a_small_row_than_that_it_is_small(rows) -> None:
    whole, counts = len(set().union(*rows)), [len(row) for row in rows]
    said = covering(counts, whole)
    told = [count for count in said if count]
    hidden = [count for count, shown_ in zip(counts, said, strict=True) if shown_ is None]
    for index, count in enumerate(hidden):
        if 0 < count < BELOW and told:
            rest = hidden[:index] + hidden[index + 1 :]
            most = sum(BELOW - 1 if other < BELOW else min(told) for other in rest)
            assert whole - sum(told) - most <= 1
