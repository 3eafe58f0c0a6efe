"""The days of the year that is told: which were worked, and from when nobody met face to face."""

from __future__ import annotations

import datetime

from kith.ui.dates import LONDON

FIRST, LAST = datetime.date(2019, 6, 1), datetime.date(2020, 6, 30)
LOCKDOWN = datetime.date(2020, 3, 23)
ALL_ENDED_BY = datetime.date(2020, 12, 18)

# Bank holidays in England (gov.uk/bank-holidays), as far as anything is told.
_HOLIDAYS = frozenset(
    datetime.date.fromisoformat(day)
    for day in (
        "2019-08-26", "2019-12-25", "2019-12-26", "2020-01-01", "2020-04-10", "2020-04-13",
        "2020-05-08", "2020-05-25", "2020-08-31", "2020-12-25", "2020-12-28",
    )
)  # fmt: skip
DAY = datetime.timedelta(days=1)


def is_worked(day: datetime.date) -> bool:
    """Whether link workers work on a day."""
    return day.weekday() < 5 and day not in _HOLIDAYS


def worked_from(day: datetime.date) -> datetime.date:
    """The day itself, or the next one that is worked."""
    while not is_worked(day):
        day += DAY
    return day


def worked_until(day: datetime.date) -> datetime.date:
    """The day itself, or the last one before it that is worked."""
    while not is_worked(day):
        day -= DAY
    return day


def after(day: datetime.date, working_days: int) -> datetime.date:
    """The working day so many working days after a day; for 0 the next that is worked."""
    day = worked_from(day)
    for _ in range(working_days):
        day = worked_from(day + DAY)
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
    return [day for day in days if day.month == month.month and is_worked(day)]
