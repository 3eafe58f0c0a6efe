"""When a service is and where, in words."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from kith.directory.models import Place, Session
from kith.ui import dates

_DAYS = {
    "MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday",
    "SA": "Saturday", "SU": "Sunday",
}  # fmt: skip
_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}


def sessions_in_words(sessions: Iterable[Session], today: datetime.date) -> list[str]:
    """ "Tuesdays, 10am to midday", one for each session that has not ended."""
    running = [row for row in sessions if row.to_date is None or row.to_date >= today]
    running.sort(key=lambda row: (row.opens is None, row.days, row.opens or datetime.time()))
    return [words for row in running if (words := _session(row, today))]


def place_in_words(place: Place) -> str:
    """A place on one line."""
    if place.is_online and not place.address:
        return place.name or "Online or by phone"
    address = ", ".join(place.address.splitlines())
    parts = (place.name, address if address != place.name else "", place.postcode)
    return ", ".join(part for part in parts if part) or "A place without an address"


def _session(session: Session, today: datetime.date) -> str:
    when = _days(session.days, session.frequency)
    times = _times(session.opens, session.closes)
    words = ", ".join(part for part in (when, times) if part)
    if session.from_date and session.from_date > today:
        words += f" from {dates.medium_date(session.from_date)}"
    if session.to_date:
        words += f" until {dates.medium_date(session.to_date)}"
    parts = [part for part in (words.strip(), session.description.strip()) if part]
    return ". ".join(parts)


def _days(days: Sequence[str], frequency: str) -> str:
    if not days:
        return {"DAILY": "Every day", "WEEKLY": "Every week", "MONTHLY": "Every month"}.get(
            frequency, ""
        )
    if set(days) == {"MO", "TU", "WE", "TH", "FR"}:
        return "Monday to Friday"
    if set(days) == set(_DAYS):
        return "Every day"
    named = [_day(day) for day in days]
    words = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    return words[:1].upper() + words[1:]


def _day(day: str) -> str:
    name = _DAYS.get(day[-2:], day)
    nth = day[:-2]
    if not nth:
        return f"{name}s"
    try:
        return f"{_NTH[int(nth)]} {name} of the month"
    except (KeyError, ValueError):
        return f"{name}s"


def _times(opens: datetime.time | None, closes: datetime.time | None) -> str:
    if opens and closes:
        return f"{dates.clock(opens)} to {dates.clock(closes)}"
    if opens:
        return f"from {dates.clock(opens)}"
    return f"until {dates.clock(closes)}" if closes else ""
