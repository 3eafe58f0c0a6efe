"""Opening times of all three versions of Open Referral as parts of an iCalendar rule."""

from __future__ import annotations

import re
from typing import Any

from kith.exchange.directory_feed.fields import (
    Json,
    Notes,
    clock,
    day,
    long_text,
    number,
    objects,
    text,
)
from kith.exchange.directory_feed.records import FeedSchedule
from kith.exchange.directory_feed.text import shown

_FREQUENCIES = {
    "day": "DAILY", "daily": "DAILY", "week": "WEEKLY", "weekly": "WEEKLY",
    "month": "MONTHLY", "monthly": "MONTHLY", "year": "YEARLY", "yearly": "YEARLY",
}  # fmt: skip
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = {"tues": "TU", "weds": "WE", "thur": "TH", "thurs": "TH"}
_DAYS = _SHORT | {
    spelling: name[:2].upper()
    for name in _NAMES
    for spelling in (name[:2], name[:3], name, f"{name}s")
}
_DAY = re.compile(r"([+-]?\d{1,2})?([a-z]+)")
_MOST = 200


def schedules(record: Json, notes: Notes, location_id: str = "") -> tuple[FeedSchedule, ...]:
    """Return the schedules of a service or of its being at a place (HSDS `schedules`, HSDS-UK 1.0
    `regular_schedules`).
    """
    found: list[FeedSchedule] = []
    for key in ("schedules", "regular_schedules"):
        for entry in objects(record.get(key)):
            schedule = _schedule(entry, notes, location_id)
            if schedule != FeedSchedule(location_id=location_id) and schedule not in found:
                found.append(schedule)
            if len(found) >= _MOST:
                notes.append(f"schedules: more than {_MOST}, the rest were left out")
                return tuple(found)
    return tuple(found)


def _schedule(entry: Json, notes: Notes, location_id: str) -> FeedSchedule:
    byday = _weekdays(entry.get("byday"), notes) or _weekdays(entry.get("weekday"), notes)
    return FeedSchedule(
        freq=_frequency(entry, notes) or ("WEEKLY" if byday else ""),
        interval=int(number(entry, "interval", notes=notes, low=1, high=366) or 1),
        byday=byday,
        bymonthday=_monthdays(entry.get("bymonthday"), notes),
        opens=clock(entry, "opens_at", notes=notes),
        closes=clock(entry, "closes_at", notes=notes),
        starts_on=day(entry, "dtstart", notes=notes),
        valid_from=day(entry, "valid_from", notes=notes),
        valid_to=day(entry, "valid_to", "until", notes=notes),
        description=long_text(entry, "description", "notes", notes=notes),
        location_id=location_id,
    )


def _frequency(entry: Json, notes: Notes) -> str:
    given = text(entry, "freq", notes=notes, limit=40)
    if not given:
        return ""
    if given.casefold() not in _FREQUENCIES:
        notes.append(
            f"freq: {shown(given)} is not daily, weekly, monthly or yearly and was left out"
        )
    return _FREQUENCIES.get(given.casefold(), "")


def _parts(value: Any) -> list[str]:
    entries = value if isinstance(value, list) else [value]
    words = [
        str(entry)[:200]
        for entry in entries[:62]
        if isinstance(entry, (str, int)) and not isinstance(entry, bool)
    ]
    return re.split(r"[\s,;/&]+", " ".join(words).strip()) if words else []


def _weekdays(value: Any, notes: Notes) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for part in _parts(value):
        match = _DAY.fullmatch(part.casefold())
        name = _DAYS.get(match[2]) if match else None
        nth = int(match[1]) if match and match[1] else None
        if name and nth != 0 and abs(nth or 0) <= 53:
            found[f"{nth or ''}{name}"] = None
        elif part:
            notes.append(f"byday: {shown(part)} is not a day of the week and was left out")
    return tuple(found)


def _monthdays(value: Any, notes: Notes) -> tuple[int, ...]:
    found: dict[int, None] = {}
    for part in _parts(value):
        if re.fullmatch(r"-?\d{1,2}", part) and 1 <= abs(int(part)) <= 31:
            found[int(part)] = None
        elif part:
            notes.append(f"bymonthday: {shown(part)} is not a day of the month and was left out")
    return tuple(found)
