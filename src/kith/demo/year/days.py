"""The days of the year that is told: which were worked, and from when nobody met face to face."""

from __future__ import annotations

import datetime

from kith.ui.dates import LONDON
from kith.vocabulary import working_days

FIRST, LAST = datetime.date(2019, 6, 1), datetime.date(2020, 6, 30)
LOCKDOWN = datetime.date(2020, 3, 23)
ALL_ENDED_BY = datetime.date(2020, 12, 18)

DAY = datetime.timedelta(days=1)


def worked_until(day: datetime.date) -> datetime.date:
    """The day itself, or the last one before it that is worked."""
    while not working_days.is_working_day(day):
        day -= DAY
    return day


def at(day: datetime.date, hour: int, minute: int = 0) -> datetime.datetime:
    """A London time of day as a moment."""
    local = datetime.datetime.combine(day, datetime.time(hour, minute), LONDON)
    return local.astimezone(datetime.UTC)


def months() -> list[datetime.date]:
    """The first day of each month of the year that is told."""
    return [datetime.date(2019 + (m > 12), (m - 1) % 12 + 1, 1) for m in range(6, 19)]


def worked_in(month: datetime.date) -> list[datetime.date]:
    """The days of a month that are worked."""
    days = [month + DAY * n for n in range(31)]
    return [day for day in days if day.month == month.month and working_days.is_working_day(day)]
