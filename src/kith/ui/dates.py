"""Dates and times in words, in Europe/London.

Style: NHS digital service manual, content guide, "Dates" and "Times" (day of the week, no "th",
3:15pm, midday). Every relative function takes ``now`` so that the caller holds the clock.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")

# Beyond this many days a count of days stops meaning anything to a reader.
DAYS_COUNTED_TO = 60


def local(moment: dt.datetime) -> dt.datetime:
    """The same instant on a London clock. Raises ValueError for a moment without a time zone."""
    if timezone.is_naive(moment):
        raise ValueError("A moment needs its time zone before it can be shown.")
    return moment.astimezone(LONDON)


def day_of(value: dt.date) -> dt.date:
    """The London calendar day of a date or of an aware moment."""
    return local(value).date() if isinstance(value, dt.datetime) else value


def today(now: dt.datetime | None = None) -> dt.date:
    """The London calendar day at ``now`` (default: the present)."""
    return day_of(now or timezone.now())


def age_of(born: dt.date, day: dt.date) -> int:
    """Age in whole years; someone born on 29 February turns on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def midday(day: dt.date) -> dt.datetime:
    """Where a day without a time stands among moments."""
    return dt.datetime.combine(day, dt.time(12), tzinfo=LONDON)


def short_date(value: dt.date) -> str:
    """``26 Nov 2026``."""
    day = day_of(value)
    return f"{day.day} {day:%b} {day.year}"


def medium_date(value: dt.date) -> str:
    """``26 November 2026``."""
    day = day_of(value)
    return f"{day.day} {day:%B} {day.year}"


def long_date(value: dt.date) -> str:
    """``Thursday 26 November 2026``."""
    day = day_of(value)
    return f"{day:%A} {medium_date(day)}"


def clock(value: dt.datetime | dt.time) -> str:
    """``3:15pm``, ``9am``, ``midday`` or ``midnight``; a moment is turned to London time first."""
    moment = local(value).time() if isinstance(value, dt.datetime) else value
    if moment.minute == 0 and moment.hour in (0, 12):
        return "midday" if moment.hour else "midnight"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"


def date_and_time(value: dt.datetime) -> str:
    """``26 November 2026 at 3:15pm``."""
    return f"{medium_date(value)} at {clock(value)}"


def whole_months(earlier: dt.date, later: dt.date) -> int:
    """Complete calendar months from ``earlier`` to ``later``; 31 January to 28 February is none."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - (later.day < earlier.day)


def relative_day(value: dt.date, *, now: dt.datetime) -> str:
    """``today``, ``tomorrow``, ``in 4 days``, ``3 days ago``; months after 60 days, years after two
    of them.
    """
    day, this_day = day_of(value), today(now)
    days = (day - this_day).days
    named = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(days)
    if named:
        return named
    count, unit = _distance(min(day, this_day), max(day, this_day))
    amount = f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return f"in {amount}" if days > 0 else f"{amount} ago"


def _distance(earlier: dt.date, later: dt.date) -> tuple[int, str]:
    days = (later - earlier).days
    if days < DAYS_COUNTED_TO:
        return days, "day"
    months = whole_months(earlier, later)
    return (months, "month") if months < 24 else (months // 12, "year")


def date_in_words(value: dt.date, *, now: dt.datetime) -> str:
    """``Thursday 26 November, in 4 days``; the year is added when it is not this year."""
    day = day_of(value)
    year = "" if day.year == today(now).year else f" {day.year}"
    return f"{day:%A} {day.day} {day:%B}{year}, {relative_day(day, now=now)}"
