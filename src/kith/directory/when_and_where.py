"""When a service is and where, in words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from kith.directory.facts import PlaceFacts, SessionFacts
from kith.directory.models import Place, Session
from kith.ui import dates

When: TypeAlias = Session | SessionFacts
DAYS = {
    "MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday",
    "SA": "Saturday", "SU": "Sunday",
}  # fmt: skip
NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "last but one"}
_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_SAID = {
    2: re.compile(
        r"fortnight|bi-?weekly|alternate|every other|every (2|two|second|2nd)\b|bi-?monthly", re.I
    ),
    3: re.compile(r"every (3|three|third|3rd)\b|quarterly", re.I),
    4: re.compile(r"every (4|four|fourth|4th)\b", re.I),
}


def sessions_in_words(
    sessions: Iterable[When], today: datetime.date, *, ended: bool = False
) -> list[str]:
    """ "Tuesdays, 10am to midday", one for each session that has not ended, or of all with `ended`."""
    shown = [row for row in sessions if ended or row.to_date is None or row.to_date >= today]
    shown.sort(key=lambda row: (row.opens is None, list(row.days), row.opens or datetime.time()))
    return [words for row in shown if (words := _session(row, today))]


def place_in_words(place: Place | PlaceFacts) -> str:
    """A place on one line."""
    if place.is_online and not place.address:
        return place.name or "Online or by phone"
    address = ", ".join(place.address.splitlines())
    parts = (place.name, address if address != place.name else "", place.postcode)
    return ", ".join(part for part in parts if part) or "A place without an address"


def own_words(session: When) -> str:
    """What is said of a session beyond its days and times: a feed's import adds how often and which day of the month
    to the description, which stand in columns of their own.
    """
    unit = _UNITS.get(session.frequency, "")
    days = ", ".join(map(str, session.month_days))
    ours = [f"Every {session.interval} {unit}s"] if session.interval > 1 and unit else []
    ours += [f"On day {days} of the month"] if days else []
    words = session.description.strip()
    for sentence in reversed(ours):
        words = words.removesuffix(sentence).rstrip(". ") if words.endswith(sentence) else words
    return words


def month_days_in_words(days: Iterable[int]) -> str:
    """ "1st, 15th and last"."""
    return _and([NTH[day] if day in (-1, -2) else _ordinal(day) for day in days])


def _session(session: When, today: datetime.date) -> str:
    said = own_words(session)
    when = _when(session, said)
    words = ", ".join(part for part in (when, _times(session.opens, session.closes)) if part)
    if session.from_date and session.from_date > today:
        words += f" from {dates.medium_date(session.from_date)}"
    if session.to_date:
        words += f" until {dates.medium_date(session.to_date)}"
    return ". ".join(part for part in (words.strip(), said) if part)


def _when(session: When, said: str) -> str:
    """On which days and how often, which the session's own words may say already."""
    if session.frequency == "MONTHLY" and session.month_days and not session.days:
        days = f"On the {month_days_in_words(session.month_days)} of the month"
    else:
        days = _days(session.days, session.frequency)
    unit = _UNITS.get(session.frequency or "WEEKLY", "")
    told = _SAID.get(session.interval)
    if session.interval < 2 or not unit or (told is not None and told.search(said)):
        return days
    nth = NTH.get(session.interval, _ordinal(session.interval))
    often = f"every {nth} {unit}"
    return f"{days}, {often}" if session.days or session.month_days else often.capitalize()


def _days(days: Sequence[str], frequency: str) -> str:
    if not days:
        return {"DAILY": "Every day", "WEEKLY": "Every week", "MONTHLY": "Every month"}.get(
            frequency, ""
        )
    if set(days) == {"MO", "TU", "WE", "TH", "FR"}:
        return "Monday to Friday"
    if set(days) == set(DAYS):
        return "Every day"
    words = _and([_day(day) for day in days])
    return words[:1].upper() + words[1:]


def _day(day: str) -> str:
    name = DAYS.get(day[-2:], day)
    nth = day[:-2]
    if not nth:
        return f"{name}s"
    try:
        return f"{NTH[int(nth)]} {name} of the month"
    except (KeyError, ValueError):
        return f"{name}s"


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _ordinal(number: int) -> str:
    if number < 0:
        return f"{_ordinal(-number)} from the end"
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _times(opens: datetime.time | None, closes: datetime.time | None) -> str:
    if opens and closes:
        return f"{dates.clock(opens)} to {dates.clock(closes)}"
    if opens:
        return f"from {dates.clock(opens)}"
    return f"until {dates.clock(closes)}" if closes else ""
