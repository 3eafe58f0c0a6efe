"""Dates as people and spreadsheets write them: the day first or the year first, never the month."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from openpyxl.utils.datetime import from_excel

from kith.exchange.tables.refusals import CannotTake
from kith.exchange.tables.table import Cell

FORMS = "Write it like 02/03/2026, 2026-03-02 or 02-Mar-2026, the day before the month."

_TIME = (
    r"(?:[T ,]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[AaPp][Mm])?"
    r"(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})" + _TIME)
_YEAR_FIRST_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})" + _TIME)
_NAMED_MONTH = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th)?[-/. ,]*([A-Za-z]{3,9})\.?[-/. ,]*([0-9]{4}|[0-9]{2})" + _TIME,
    re.IGNORECASE,
)
_SERIAL = re.compile(r"[0-9]{1,7}(?:\.[0-9]+)?")
_LAST_SERIAL = 2_958_465  # 31 December 9999 in the 1900 system, the last day a workbook can hold
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


def read_date(cell: Cell, *, epoch: datetime, earliest: date, latest: date) -> date | None:
    """The date a cell means, None when the cell is empty.

    Taken: ISO 8601 (2026-03-02, 20260302, also with / or .), DD/MM/YYYY (also with - . or a space),
    DD-Mon-YYYY with an English month, and the serial number of a spreadsheet counted from
    ``epoch``; a time of day after it is dropped. ``earliest`` and ``latest`` only choose the
    century of a year written with two digits, which is taken when one century alone falls between
    them. Raises CannotTake for everything else, impossible dates included; a date outside the two
    bounds is returned.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool | time | timedelta):
        raise CannotTake(f"This is not a date. {FORMS}")
    text = "" if cell is None else str(cell).strip()
    if not text:
        return None
    if match := _YEAR_FIRST.fullmatch(text):
        return _real(int(match[1]), int(match[3]), int(match[4]))
    if match := _YEAR_FIRST_COMPACT.fullmatch(text.removesuffix(".0")):
        return _real(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.fullmatch(text):
        return _with_century(match[4], int(match[3]), int(match[1]), earliest, latest)
    if match := _NAMED_MONTH.fullmatch(text):
        return _with_century(match[3], _month(match[2]), int(match[1]), earliest, latest)
    if _SERIAL.fullmatch(text):
        return _from_serial(float(text), epoch)
    raise CannotTake(f"This is not a date that can be read. {FORMS}")


def _month(name: str) -> int:
    word = "sep" if name.casefold() == "sept" else name.casefold()
    for number, month in enumerate(_MONTHS, start=1):
        if month.startswith(word):
            return number
    raise CannotTake(f"This is not a date that can be read: there is no such month. {FORMS}")


def _with_century(year: str, month: int, day: int, earliest: date, latest: date) -> date:
    if len(year) == 4:
        return _real(int(year), month, day)
    _real(2000, month, day)  # a leap year: refuses what no century makes possible
    possible = []
    for century in (1900, 2000):
        try:
            possible.append(date(century + int(year), month, day))
        except ValueError:  # 29 February of a year that has none
            continue
    fitting = [day for day in possible if earliest <= day <= latest]
    if len(fitting) == 1:
        return fitting[0]
    raise CannotTake("The year has two digits and the century is not certain: write all four.")


def _real(year: int, month: int, day: int) -> date:
    if month > 12 and day <= 12:
        raise CannotTake(
            f"There is no month {month}: dates are read with the day before the month."
        )
    if not 1 <= month <= 12:
        raise CannotTake(f"There is no month {month}.")
    try:
        return date(year, month, day)
    except ValueError:
        raise CannotTake("There is no such day in that month.") from None


def _from_serial(number: float, epoch: datetime) -> date:
    if 1900 <= number <= 2100:
        raise CannotTake(f"This is a year alone. {FORMS}")
    if not 1 <= number < _LAST_SERIAL + 1:
        raise CannotTake(f"This is not a date that can be read. {FORMS}")
    try:
        found = from_excel(number, epoch)
    except (OverflowError, ValueError):
        raise CannotTake(f"This is not a date that can be read. {FORMS}") from None
    if not isinstance(found, datetime):
        raise CannotTake(f"This is not a date that can be read. {FORMS}")
    return found.date()
