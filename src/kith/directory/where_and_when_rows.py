"""Rows of where and when: what each asks, how it shows a place or session, and which one what was typed means."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kith.directory.as_a_whole import frequency_of
from kith.directory.facts import PlaceFacts, SessionFacts
from kith.directory.forms import DAYS
from kith.directory.models import Service, Session
from kith.directory.when_and_where import NTH, own_words
from kith.ui.fields import (
    CheckboxesField,
    DateField,
    IntegerField,
    SelectField,
    TextAreaField,
    TextField,
    TimeField,
)

FREQUENCIES = {"WEEKLY": "Every week", "MONTHLY": "Every month", "DAILY": "Every day"}
_YES = [("yes", "Yes"), ("no", "No")]
_LAST = {"last": -1, "last but one": -2}


class MonthDaysField(TextField):
    """Days of a month: "1, 15 or last" as (1, 15, -1)."""

    def clean(self, value: Any) -> tuple[int, ...]:
        """The days. Raises ValidationError for what is none."""
        said = re.split(r"[,;]|\band\b", str(super().clean(value)))
        return tuple(dict.fromkeys(_month_day(word.strip()) for word in said if word.strip()))


def _month_day(word: str) -> int:
    last = _LAST.get(word.removeprefix("the ").casefold())
    if last is not None:
        return last
    found = re.fullmatch(r"(-?\d{1,2})(?:st|nd|rd|th)?", word.removeprefix("the "))
    if found is None or not 1 <= abs(int(found[1])) <= 31:
        raise ValidationError("Days of the month must be numbers, such as 1 and 15, or “last”")
    return int(found[1])


def place_fields() -> dict[str, forms.Field]:
    """What is asked of a place, new fields at each call."""
    return {
        "from": forms.CharField(required=False, widget=forms.HiddenInput),
        "name": TextField("Name of the place", optional=True, max_length=300),
        "address": TextAreaField("Address", optional=True, rows=3),
        "postcode": TextField("Postcode", optional=True, width=10, max_length=10),
        "is_online": CheckboxesField(
            "Where", hide_label=True, choices=[("yes", "Online or by phone")], required=False
        ),
        "is_step_free": SelectField(
            "Is it step-free?", choices=_YES, required=False, empty_label="Not known"
        ),
        "access": TextAreaField(
            "Getting in", hint="Such as “The ramp is at the side”", optional=True, rows=2
        ),
        "remove": CheckboxesField(
            "Remove", hide_label=True, choices=[("yes", "Remove this place")], required=False
        ),
    }


def session_fields(there: Iterable[Session]) -> dict[str, forms.Field]:
    """What is asked of a session, new fields at each call. Where one of those that are `there` has something else, it
    can be left.
    """
    odd = {session.frequency: session.frequency.capitalize() for session in there}
    often = {**odd, **FREQUENCIES}
    nths = {str(number): words.capitalize() for number, words in NTH.items()}
    nths |= {nth: nth for session in there for day in session.days if (nth := day[:-2])} | nths
    return {
        "days": CheckboxesField("Days", choices=DAYS, required=False, inline=True),
        "opens": TimeField("Starts at", hint="Such as 10am or 14:30", optional=True, width=10),
        "closes": TimeField("Ends at", optional=True, width=10),
        "frequency": SelectField(
            "How often",
            choices=[(key, words) for key, words in often.items() if key],
            required=False,
            empty_label="As the words below say",
        ),
        "description": TextAreaField("In words", optional=True, rows=2),
        "interval": IntegerField(
            "Every how many weeks or months",
            hint="2 for every second week",
            optional=True,
            least=1,
            most=366,
            width=3,
        ),
        "nth": CheckboxesField(
            "Which of the month",
            hint="For a day such as the second Tuesday",
            choices=list(nths.items()),
            required=False,
            inline=True,
        ),
        "month_days": MonthDaysField(
            "Days of the month", hint="Such as 1, 15 or last", optional=True
        ),
        "from_date": DateField("First day", optional=True),
        "to_date": DateField("Last day", optional=True),
        "remove": CheckboxesField(
            "Remove", hide_label=True, choices=[("yes", "Remove this time")], required=False
        ),
    }


def shown_places(service: Service | None) -> list[dict[str, Any]]:
    """The places of a service, as their rows show them."""
    steps = {True: "yes", False: "no", None: ""}
    return [
        {
            "from": str(row.pk), "name": row.name, "address": row.address, "postcode": row.postcode,
            "is_online": ["yes"] if row.is_online else [], "is_step_free": steps[row.is_step_free],
            "access": row.access,
        }
        for row in (service.places.all() if service else ())
    ]  # fmt: skip


def shown_sessions(service: Service | None) -> list[dict[str, Any]]:
    """The sessions of a service, as their rows show them, in the order of the week. One on the first Monday and the
    third Thursday is two rows, and reads the same.
    """
    return [
        {
            "days": days, "nth": list(nths), "frequency": frequency_of(row), "interval": row.interval,
            "month_days": ", ".join(_said_day(day) for day in row.month_days),
            "opens": row.opens, "closes": row.closes, "from_date": row.from_date,
            "to_date": row.to_date, "description": own_words(row),
        }
        for row in _in_order(service)
        for nths, days in _by_nth(row.days)
    ]  # fmt: skip


def _in_order(service: Service | None) -> list[Session]:
    rows = list(service.sessions.all()) if service else []
    week = [day for day, _ in DAYS]
    return sorted(rows, key=lambda row: (sorted(map(week.index, _weekdays(row))), str(row.opens)))


def _weekdays(row: Session) -> set[str]:
    return {day[-2:] for day in row.days} & {day for day, _ in DAYS}


def _by_nth(days: Collection[str]) -> list[tuple[tuple[str, ...], list[str]]]:
    """Days of the week that come on the same of a month, together."""
    nths: dict[str, tuple[str, ...]] = {}
    for day in days:
        nths[day[-2:]] = (*nths.get(day[-2:], ()), *([day[:-2]] if day[:-2] else []))
    together: dict[tuple[str, ...], list[str]] = {}
    for day, which in nths.items():
        together.setdefault(which, []).append(day)
    return list(together.items()) or [((), [])]


def _said_day(day: int) -> str:
    return next((words for words, number in _LAST.items() if number == day), str(day))


def place_of(typed: dict[str, Any], there: Mapping[str, PlaceFacts]) -> PlaceFacts | None:
    """The place that a row means, None for a blank or removed one. What was known of those `there` beyond what is asked
    stays, unless the place has moved.
    """
    told = {name: typed[name] or "" for name in ("name", "address", "postcode", "access")}
    said = {
        "is_step_free": {"yes": True, "no": False}.get(typed["is_step_free"] or ""),
        "is_online": bool(typed["is_online"]),
    }
    if typed["remove"] or not (any(told.values()) or said["is_online"]):
        return None
    before = there.get(typed["from"] or "", PlaceFacts())
    place = replace(before, **told, **said)  # type: ignore[arg-type]
    if any(_tidy(told[name]) != _tidy(getattr(before, name)) for name in ("address", "postcode")):
        return replace(place, latitude=None, longitude=None, more={})
    if _tidy(told["name"]) != _tidy(before.name):
        more = {key: value for key, value in before.more.items() if key != "alternate_name"}
        return replace(place, more=more)
    return place


def session_of(typed: dict[str, Any]) -> SessionFacts | None:
    """The session that a row means, None for a blank or removed one."""
    nths, days = typed["nth"] or [""], typed["days"] or []
    session = SessionFacts(
        frequency=typed["frequency"] or "",
        days=tuple(f"{nth}{day}" for nth in nths for day in days),
        opens=typed["opens"],
        closes=typed["closes"],
        from_date=typed["from_date"],
        to_date=typed["to_date"],
        description=typed["description"] or "",
        month_days=typed["month_days"] or (),
    )
    if typed["remove"] or session == SessionFacts():
        return None
    often = frequency_of(session)
    return replace(session, frequency=often, interval=(typed["interval"] or 1) if often else 1)


def _tidy(words: str) -> str:
    return " ".join(words.split())
