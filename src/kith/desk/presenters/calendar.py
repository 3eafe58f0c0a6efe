"""A worker's times as an iCalendar feed (RFC 5545).

Nothing in it is anybody's words, so that every line is ASCII, needs no escaping and is shorter than the 75 octets at
which lines are folded. Every time is in UTC, which needs no table of zones and stays right on both days on which
the clocks change: an appointment is a moment, and its reader's calendar says it by their own clock.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from uuid import UUID

from kith.desk.queries.feed import Time

CONTENT_TYPE = "text/calendar; charset=utf-8"
_BEFORE = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Kith//Times of a link worker//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    "X-WR-CALNAME:Kith",
    "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    "X-PUBLISHED-TTL:PT1H",
)


def feed(times: Iterable[Time], *, link_id: UUID, now: dt.datetime) -> str:
    """The whole feed; what it calls a time by is good in this link's feed alone."""
    events = (line for one in times for line in _event(one, link_id, now))
    return "".join(f"{line}\r\n" for line in (*_BEFORE, *events, "END:VCALENDAR"))


def _event(one: Time, link_id: UUID, now: dt.datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid.uuid5(link_id, str(one.id))}@kith.invalid"
    yield f"DTSTAMP:{_utc(now)}"
    yield f"DTSTART:{_utc(one.starts)}"
    yield f"DTEND:{_utc(one.ends)}"
    yield f"SUMMARY:{one.what}"
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def _utc(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
