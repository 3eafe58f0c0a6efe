"""The day comes before the month, or the year comes first; nothing is guessed."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from kith.exchange.tables.dates import read_date
from kith.exchange.tables.refusals import CannotTake
from kith.exchange.tables.table import Cell

TODAY = date(2026, 11, 23)
SECOND_OF_MARCH = date(2026, 3, 2)


def read(cell: Cell, epoch: datetime = WINDOWS_EPOCH) -> date | None:
    return read_date(cell, epoch=epoch, earliest=date(1906, 11, 23), latest=TODAY)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-03-02", "20260302", "2026/03/02", "2026-03-02T23:30:00Z", "2026-03-02 00:00:00",
        "02/03/2026", "2/3/2026", "02-03-2026", "02.03.2026", "02 03 2026", "02/03/2026 09:15",
        "02-Mar-2026", "2 March 2026", "2nd March 2026", "02-MAR-2026", "02Mar2026",
        "46083", "46083.75", 46083, 46083.5, 20260302,
        date(2026, 3, 2), datetime(2026, 3, 2, 9, 15),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_every_form_of_the_second_of_march(cell: Cell) -> None:
    assert read(cell) == SECOND_OF_MARCH


def test_serials_count_from_the_workbooks_own_day() -> None:
    assert read(46083, WINDOWS_EPOCH) == SECOND_OF_MARCH
    assert read(44621, MAC_EPOCH) == SECOND_OF_MARCH


def test_an_empty_cell_is_no_date() -> None:
    assert read(None) is None
    assert read("  ") is None


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("03/13/2026", "day before the month"),
        ("13/25/2026", "no month 25"),
        ("2026-13-02", "no month 13"),
        ("31/02/2026", "no such day"),
        ("29/02/2025", "no such day"),
        ("00/01/2026", "no such day"),
        ("01/00/2026", "no month 0"),
        ("Mar 2, 2026", "cannot be read|can be read"),
        ("02-Foo-2026", "no such month"),
        ("last Tuesday", "can be read"),
        ("02/03-2026", "can be read"),
        ("1985", "year alone"),
        ("0", "can be read"),
        ("9999999", "can be read"),
        ("٠٢/٠٣/٢٠٢٦", "can be read"),
        (True, "not a date"),
        (float("nan"), "can be read"),
        ("#VALUE!", "can be read"),
    ],
)
def test_anything_else_is_refused_with_its_reason(cell: Cell, says: str) -> None:
    with pytest.raises(CannotTake, match=says):
        read(cell)


@pytest.mark.parametrize(
    ("cell", "means"),
    [
        ("02/03/56", date(1956, 3, 2)),
        ("02-Mar-05", date(2005, 3, 2)),
        ("29/02/60", date(1960, 2, 29)),
    ],
)
def test_two_digits_are_a_year_when_one_century_alone_is_possible(cell: str, means: date) -> None:
    assert read(cell) == means


@pytest.mark.parametrize("cell", ["02/03/15", "02/03/10"])
def test_two_digits_that_could_be_a_child_or_a_very_old_person_are_refused(cell: str) -> None:
    with pytest.raises(CannotTake, match="all four"):
        read(cell)


@given(st.dates(date(1906, 12, 1), TODAY), st.sampled_from("/-. "))
def test_day_first_is_never_read_month_first(day: date, separator: str) -> None:
    assert read(day.strftime(f"%d{separator}%m{separator}%Y")) == day


@given(st.text(max_size=30) | st.floats() | st.integers() | st.booleans() | st.none() | st.times())
def test_no_cell_breaks_the_reading(cell: Cell) -> None:
    try:
        found = read(cell)
    except CannotTake:
        return
    assert found is None or isinstance(found, date)
