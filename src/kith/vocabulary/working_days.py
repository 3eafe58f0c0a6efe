"""Working days: Monday to Friday, without the public holidays of England.

The holidays, one-off ones included, come from the `holidays` library (GOV.UK, "UK bank holidays").
"""

from __future__ import annotations

import datetime as dt

import holidays

WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG")


def is_working_day(day: dt.date) -> bool:
    """Whether an office in England is usually open on a day."""
    return day.weekday() < 5 and day not in _HOLIDAYS


def holiday(day: dt.date) -> str:
    """The name of the public holiday on a day, or ""."""
    return str(_HOLIDAYS.get(day) or "")


def on_or_after(day: dt.date) -> dt.date:
    """The day itself when it is a working day, otherwise the next that is."""
    while not is_working_day(day):
        day += dt.timedelta(days=1)
    return day


def add(day: dt.date, count: int) -> dt.date:
    """The day `count` working days after a day; with 0, the day itself or the next working day."""
    day = on_or_after(day) if count == 0 else day
    for _ in range(count):
        day = on_or_after(day + dt.timedelta(days=1))
    return day


def listed(first: dt.date, last: dt.date) -> list[dt.date]:
    """The working days from `first` to `last`, both included."""
    days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if is_working_day(day)]


def between(start: dt.date, end: dt.date) -> int:
    """How many working days lie after `start`, up to and with `end`."""
    return sum(
        is_working_day(start + dt.timedelta(days=n)) for n in range(1, (end - start).days + 1)
    )
