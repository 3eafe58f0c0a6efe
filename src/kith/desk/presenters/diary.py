"""Weeks and months as they are read: one list a day, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse

from kith.desk.queries.diary import Diary, Entry, Kind
from kith.meetings.presenters import name_of
from kith.organisations.models import Absence
from kith.pathway.contacts.models import Outcome
from kith.ui.dates import clock, day_of, long_date
from kith.vocabulary import media, working_days

EARLIEST, LATEST = dt.date(2000, 1, 3), dt.date(2100, 12, 31)
LABELS = {
    Kind.APPOINTMENT: "Appointment",
    Kind.PROMISED: "Promised",
    Kind.REVIEW: "Review of the plan",
    Kind.MEETING: "Meeting",
}


def day_asked(text: str, today: dt.date) -> dt.date:
    """The day that an address names (`2026-11-26`, or a month `2026-11`); today for anything else."""
    try:
        day = dt.date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        return today
    return day if EARLIEST <= day <= LATEST else today


def week_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """Monday to Sunday."""
    monday = day - dt.timedelta(days=day.weekday())
    return monday, monday + dt.timedelta(days=6)


def month_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of a month."""
    first = day.replace(day=1)
    following = (first + dt.timedelta(days=31)).replace(day=1)
    return first, following - dt.timedelta(days=1)


def week(diary: Diary, *, now: dt.datetime, covered: dict[UUID, str]) -> dict[str, Any]:
    """A week: every day, those on which nothing stands too."""
    monday, sunday = diary.first, diary.last
    month = "" if monday.month == sunday.month else f" {monday:%B}"
    year = "" if monday.year == sunday.year else f" {monday.year}"
    return {
        "title": f"{monday.day}{month}{year} to {sunday.day} {sunday:%B} {sunday.year}",
        "days": _days(diary, now=now, covered=covered),
        "before": (monday - dt.timedelta(days=7)).isoformat(),
        "after": (monday + dt.timedelta(days=7)).isoformat(),
        "other": f"{monday:%Y-%m}",
    }


def month(diary: Diary, *, now: dt.datetime, covered: dict[UUID, str]) -> dict[str, Any]:
    """A month: the days on which something stands, and at a glance how much on each."""
    days = _days(diary, now=now, covered=covered)
    return {
        "title": f"{diary.first:%B} {diary.first.year}",
        "days": [day for day in days if day["rows"] or day["notes"]],
        "weeks": _weeks(days),
        "before": f"{diary.first - dt.timedelta(days=1):%Y-%m}",
        "after": f"{diary.last + dt.timedelta(days=1):%Y-%m}",
        "other": diary.first.isoformat(),
    }


def _days(diary: Diary, *, now: dt.datetime, covered: dict[UUID, str]) -> list[dict[str, Any]]:
    count = (diary.last - diary.first).days + 1
    today = day_of(now)
    return [
        {
            "date": day,
            "id": f"day-{day.isoformat()}",
            "heading": long_date(day) + (", today" if day == today else ""),
            "notes": _notes(day, diary.away),
            "rows": [_row(one, covered) for one in diary.entries if one.on == day],
        }
        for day in (diary.first + dt.timedelta(days=n) for n in range(count))
    ]


def _notes(day: dt.date, away: Iterable[Absence]) -> list[str]:
    found = [working_days.holiday(day)] if working_days.holiday(day) else []
    for row in away:
        if row.from_date <= day <= row.to_date:
            who = f"{row.cover.name} covers" if row.cover else "nobody covers"
            found.append(f"You are away ({row.get_kind_display().lower()}); {who}")
    return found


def _row(entry: Entry, covered: dict[UUID, str]) -> dict[str, Any]:
    what, href = _what(entry)
    return {
        "time": clock(entry.at) if entry.at else "",
        "label": LABELS[entry.kind],
        "name": entry.person.full_name if entry.person else name_of(entry.row),
        "href": href,
        "what": what,
        "whose": covered.get(entry.holder_id, "") if entry.holder_id else "",
        "outcome": _outcome(entry),
    }


def _outcome(entry: Entry) -> str:
    """What came of an appointment that was said already."""
    kept = entry.kind is Kind.APPOINTMENT and entry.row.happened_at is not None
    return str(Outcome(entry.row.outcome).label) if kept else ""


def _what(entry: Entry) -> tuple[str, str]:
    """What there is to do in words, and where it is."""
    row = entry.row
    if entry.kind is Kind.MEETING:
        return row.place, reverse("meetings:meeting", args=[row.pk])
    assert entry.person is not None
    record = reverse("desk:record", args=[entry.person.pk])
    if entry.kind is Kind.APPOINTMENT:
        length = f"{row.planned_minutes} minutes" if row.planned_minutes else ""
        parts = (media.label(row.medium), row.place, length)
        return ", ".join(part for part in parts if part), record
    return row.next_step if entry.kind is Kind.PROMISED else "", record


def _weeks(days: list[dict[str, Any]]) -> list[list[dict[str, Any] | None]]:
    """The days in rows from Monday to Sunday, with gaps before the first and after the last."""
    gaps: list[dict[str, Any] | None] = [None] * days[0]["date"].weekday()
    cells = [*gaps, *days]
    cells += [None] * (-len(cells) % 7)
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]
