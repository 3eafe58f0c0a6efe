"""From when to when: London days, both included."""

from __future__ import annotations

import calendar
import datetime as dt
import statistics
from collections.abc import Mapping
from dataclasses import dataclass

from kith.resilience.errors import Refused
from kith.ui import dates

EARLIEST = dt.date(2000, 1, 1)
LATEST = dt.date(2100, 12, 31)
USUAL_MONTHS = 13
HOW_TO_SAY = "Say it as a year, a month and a day, such as 2020-06-30."


@dataclass(frozen=True)
class Period:
    """The London days from `first` to `last`, both included. Raises Refused when they are not in
    order or out of all bounds."""

    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise Refused("The period ends before it begins. Turn its two dates round.", field="to")
        if self.first < EARLIEST or self.last > LATEST:
            raise Refused("Choose a period between 2000 and 2100.", field="from")

    @property
    def since(self) -> dt.datetime:
        """The moment it begins."""
        return _midnight(self.first)

    @property
    def until(self) -> dt.datetime:
        """The moment it is over: midnight after its last day."""
        return _midnight(self.last + dt.timedelta(days=1))

    @property
    def is_whole_months(self) -> bool:
        """Whether it begins on the first day of a month and ends on the last day of one."""
        return self.first.day == 1 and self.last == last_of_month(self.last)

    @property
    def words(self) -> str:
        """`June 2019 to June 2020` for whole months, otherwise its two dates."""
        if not self.is_whole_months:
            return f"{dates.medium_date(self.first)} to {dates.medium_date(self.last)}"
        months = [f"{day:%B} {day.year}" for day in (self.first, self.last)]
        return months[0] if months[0] == months[1] else " to ".join(months)


def read(first: str, last: str) -> Period:
    """A period from two texts: days (2020-06-30) or months (2020-06). Raises Refused."""
    return Period(_day(first, "from", ends=False), _day(last, "to", ends=True))


def check_public(period: Period, *, today: dt.date) -> None:
    """Raise Refused unless a stranger may ask for this period: whole months that are over.

    With other periods two answers could be subtracted, and one person's day read from the rest.
    """
    if not period.is_whole_months:
        raise Refused(
            "Public figures are for whole months: begin on the first day of a month and end on the"
            " last day of one.",
            field="from",
        )
    if period.last >= today:
        raise Refused(
            f"{period.last:%B} {period.last.year} is not over. Public figures are for months that"
            " are.",
            field="to",
        )


def quarter_of(day: dt.date) -> Period:
    """The calendar quarter of a day."""
    first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return Period(first, last_of_month(first.replace(month=first.month + 2)))


def quarters(since: dt.date, *, today: dt.date) -> list[Period]:
    """The calendar quarters from that of a day on that are over, the newest first; the last that is over at least."""
    found = [quarter_of(quarter_of(today).first - dt.timedelta(days=1))]
    while found[-1].first > since:
        found.append(quarter_of(found[-1].first - dt.timedelta(days=1)))
    return found


def check_quarter(period: Period, *, today: dt.date) -> None:
    """Raise Refused unless the period is one calendar quarter that is over: no two of these overlap, so that no answer
    can be subtracted from another.
    """
    if period != quarter_of(period.first) or period.last >= today:
        raise Refused(
            "These figures are for one calendar quarter that is over, such as January to March. Choose one below.",
            field="from",
        )


def tells_of_people(period: Period, published: Period | None) -> bool:
    """Whether strangers may be told the ages and ethnic groups of a period's people.

    For the scheme's published period, and for whole financial years that do not touch it: no two of these
    overlap, so that no answer can be subtracted from another to leave one person's.
    """
    if period == published:
        return True
    if published and period.first <= published.last and published.first <= period.last:
        return False
    year = period.first.year
    return period == Period(dt.date(year, 4, 1), dt.date(year + 1, 3, 31))


def usual(received: Mapping[dt.date, int], *, today: dt.date) -> Period:
    """The thirteen months shown when none are asked for: a year and the same month before it.

    `received` is how many referrals came in each month, by its first day. They end with the latest
    month that is over and had at least a quarter of the usual (median) month, so that a few stray
    referrals do not move the page to an empty year; without any, with the last month that is over.
    """
    over = {month: n for month, n in received.items() if last_of_month(month) < today and n}
    last = today.replace(day=1) - dt.timedelta(days=1)
    if over:
        enough = statistics.median(over.values()) / 4
        last = last_of_month(max(month for month, n in over.items() if n >= enough))
    return Period(months_before(last, USUAL_MONTHS - 1), last)


def months(received: Mapping[dt.date, int], *, today: dt.date) -> list[dt.date]:
    """The first day of each month that may be chosen, oldest first."""
    last = today.replace(day=1) - dt.timedelta(days=1)
    month = min([*received, months_before(last, USUAL_MONTHS - 1)])
    found = []
    while month <= last:
        found.append(month)
        month = last_of_month(month) + dt.timedelta(days=1)
    return found


def months_before(day: dt.date, count: int) -> dt.date:
    """The first day of the month `count` months before that of `day`."""
    index = day.year * 12 + day.month - 1 - count
    return dt.date(index // 12, index % 12 + 1, 1)


def last_of_month(day: dt.date) -> dt.date:
    """The last day of the month of a day."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=dates.LONDON)


def _day(text: str, field: str, *, ends: bool) -> dt.date:
    words = text.strip()
    named = {"from": "first day", "to": "last day"}[field]
    if not words:
        raise Refused(f"The {named} of the period is missing. {HOW_TO_SAY}", field=field)
    try:
        # fromisoformat takes more than one shape (20200630, 2020-W27-2); people are told of one.
        if not words.isascii() or len(words) not in (7, 10) or words[4] != "-":
            raise ValueError(words)
        day = dt.date.fromisoformat(words if len(words) == 10 else f"{words}-01")
    except ValueError as error:
        raise Refused(
            f"The {named} of the period cannot be read. {HOW_TO_SAY}", field=field
        ) from error
    return last_of_month(day) if ends and len(words) == 7 else day
