"""Where and when, in as many rows as an entry has: each is changed or removed, and another is added by a press."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from kith.directory.actions import MOST_ROWS, ends_too_early
from kith.directory.as_a_whole import frequency_of, place_facts, session_facts
from kith.directory.facts import PlaceFacts, SessionFacts
from kith.directory.forms import DAYS
from kith.directory.models import Service, Session
from kith.directory.when_and_where import NTH, own_words
from kith.geography.postcodes import InvalidPostcode, normalise
from kith.resilience import drafts
from kith.resilience.forms import Form
from kith.ui.fields import (
    CheckboxesField,
    DateField,
    IntegerField,
    SelectField,
    TextAreaField,
    TextField,
    TimeField,
)
from kith.ui.forms import BoundField

FREQUENCIES = {"WEEKLY": "Every week", "MONTHLY": "Every month", "DAILY": "Every day"}
SELDOM = ("interval", "nth", "month_days", "from_date", "to_date")
_MOST_SHOWN = 60
_YES = [("yes", "Yes"), ("no", "No")]
_ADDS = "another"
_LAST = {"last": -1, "last but one": -2}
_ROW = re.compile(r"(place|session)_(\d{1,3})_")
_AS_MONTHS = "For a day such as the second Tuesday, choose “Every month”"


@dataclass(frozen=True, slots=True)
class Row:
    """One place or session as the page asks for it; `number` counts from one."""

    number: int
    asked: dict[str, BoundField]

    @property
    def is_seldom(self) -> bool:
        """Whether it holds something of what few sessions have, which is folded away otherwise."""
        shown = {name: self.asked[name] for name in SELDOM}
        blank: tuple[Any, ...] = (None, "", [], 1, "1", ("", "", ""))
        return any(one.errors or one.value() not in blank for one in shown.values())


class WhereAndWhenForm(Form):
    """The part of a form that asks for places and sessions. A press on “another” gives one row more and keeps what was
    typed; nothing is saved by it.
    """

    def __init__(
        self,
        request: HttpRequest,
        *,
        version_of: Service | None = None,
        initial: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self.request, self.service = request, version_of
        now = {"place": _place_rows(version_of), "session": _session_rows(version_of)}
        self.too_many = {kind for kind, rows in now.items() if len(rows) > MOST_ROWS}
        self._typed = self._what_was_typed()
        self._rows = {kind: self._numbers(kind, len(rows)) for kind, rows in now.items()}
        self.base_fields = {**type(self).base_fields, **self._row_fields()}  # type: ignore[misc]
        super().__init__(
            request,
            version_of=version_of,
            initial={**_flat(now), **(initial or {})},
            **kwargs,
        )
        if self._adds:
            self._show_as_typed()

    def rows(self, kind: str) -> list[Row]:
        """The rows of a kind, for the page."""
        names = _session_fields(()) if kind == "session" else _place_fields()
        return [
            Row(number, {name: self[f"{kind}_{at}_{name}"] for name in names})  # type: ignore[misc]
            for number, at in enumerate(self._rows[kind], start=1)
        ]

    def plain(self) -> list[BoundField]:
        """The visible fields that are asked once."""
        return [bound for bound in self.shown_fields() if not _ROW.match(bound.name)]

    def may_add(self, kind: str) -> bool:
        """Whether there is room for another."""
        return kind not in self.too_many and len(self._rows[kind]) < MOST_ROWS

    def places(self) -> list[PlaceFacts] | None:
        """Where, as it was typed; None where that was not asked."""
        if not self._rows["place"]:
            return None
        there = self.service.places.all() if self.service else ()
        before = {str(row.pk): place_facts(row) for row in there}
        found = (_place(row, before) for row in self._typed_rows("place"))
        return [place for place in found if place is not None]

    def sessions(self) -> list[SessionFacts] | None:
        """When, as it was typed; None where that was not asked."""
        if not self._rows["session"]:
            return None
        found = map(_session, self._typed_rows("session"))
        return [session for session in found if session is not None]

    def clean(self) -> dict[str, Any]:
        """Each place and session can be. What stands there already is not objected to."""
        cleaned = super().clean()
        for kind, at in [(kind, at) for kind, rows in self._rows.items() for at in rows]:
            typed = self._typed_row(kind, at)
            if typed["remove"]:
                continue
            if kind == "place":
                self._clean_postcode(f"{kind}_{at}_postcode", typed)
            else:
                self._clean_session(f"{kind}_{at}_", typed)
        for kind, rows in self._rows.items():
            if len([at for at in rows if not self._typed_row(kind, at)["remove"]]) > MOST_ROWS:
                self.add_error(None, f"Give at most {MOST_ROWS} {kind}s.")
        return cleaned

    def _clean_postcode(self, name: str, typed: dict[str, Any]) -> None:
        there = {row.postcode for row in self.service.places.all()} if self.service else set()
        if not typed["postcode"] or typed["postcode"] in there:
            return
        try:
            self.cleaned_data[name] = normalise(typed["postcode"])
        except InvalidPostcode as error:
            self.add_error(name, str(error))

    def _clean_session(self, prefix: str, typed: dict[str, Any]) -> None:
        if typed["nth"] and typed["frequency"] not in ("", "MONTHLY"):
            self.add_error(f"{prefix}frequency", _AS_MONTHS)
        if typed["nth"] and not typed["days"]:
            self.add_error(f"{prefix}days", "Choose the day of the week")
        there = [session_facts(row) for row in self.service.sessions.all()] if self.service else []
        session = _session(typed)
        if session is not None and (wrong := ends_too_early(session, there)):
            self.add_error(prefix + wrong[0], wrong[1])

    def _dormant_names(self) -> set[str]:
        """What is removed need not be right."""
        removed = {
            f"{kind}_{at}_"
            for kind, rows in self._rows.items()
            for at in rows
            if self.data.getlist(f"{kind}_{at}_remove")  # type: ignore[attr-defined]
        }
        prefixes = tuple(removed)
        return super()._dormant_names() | {
            name
            for name in self.fields
            if prefixes and name.startswith(prefixes) and not name.endswith("_remove")
        }

    @property
    def _adds(self) -> str:
        return self.request.POST.get(_ADDS, "") if self.request.method == "POST" else ""

    def _what_was_typed(self) -> Mapping[str, Any] | None:
        if self.request.method == "POST":
            return self.request.POST
        draft = self.find_draft()
        return drafts.as_typed(draft) if draft else None

    def _numbers(self, kind: str, now: int) -> list[int]:
        """The numbers of the rows that are asked: those that were sent, or as many as there are and at least one."""
        if kind in self.too_many:
            return []
        found = (_ROW.match(name) for name in self._typed or ())
        sent = sorted({int(one[2]) for one in found if one and one[1] == kind})[:_MOST_SHOWN]
        if self.request.method != "POST" and not sent:
            sent = list(range(max(1, now)))
        if self._adds == kind and len(sent) < MOST_ROWS:
            sent.append(max(sent, default=-1) + 1)
        return sent

    def _row_fields(self) -> dict[str, forms.Field]:
        there = list(self.service.sessions.all()) if self.service else []
        made: dict[str, forms.Field] = {}
        for kind, at in [(kind, at) for kind, rows in self._rows.items() for at in rows]:
            asked = _place_fields() if kind == "place" else _session_fields(there)
            made |= {f"{kind}_{at}_{name}": field for name, field in asked.items()}
        return made

    def _show_as_typed(self) -> None:
        """The page once more with one row more: nothing was sent yet, so nothing is wrong with it."""
        sent = self.request.POST
        for name, field in self.fields.items():
            self.initial[name] = field.widget.value_from_datadict(sent, {}, name)
        self.is_bound, self.data = False, {}

    def _typed_rows(self, kind: str) -> Iterator[dict[str, Any]]:
        return (self._typed_row(kind, at) for at in self._rows[kind])

    def _typed_row(self, kind: str, at: int) -> dict[str, Any]:
        names = _session_fields(()) if kind == "session" else _place_fields()
        return {name: self.cleaned_data.get(f"{kind}_{at}_{name}") for name in names}


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


def _place_fields() -> dict[str, forms.Field]:
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


def _session_fields(there: Iterable[Session]) -> dict[str, forms.Field]:
    """Of an entry that has something else, that can be left as well."""
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


def _flat(now: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    return {
        f"{kind}_{at}_{name}": value
        for kind, rows in now.items()
        for at, row in enumerate(rows)
        for name, value in row.items()
    }


def _place_rows(service: Service | None) -> list[dict[str, Any]]:
    steps = {True: "yes", False: "no", None: ""}
    return [
        {
            "from": str(row.pk), "name": row.name, "address": row.address, "postcode": row.postcode,
            "is_online": ["yes"] if row.is_online else [], "is_step_free": steps[row.is_step_free],
            "access": row.access,
        }
        for row in (service.places.all() if service else ())
    ]  # fmt: skip


def _session_rows(service: Service | None) -> list[dict[str, Any]]:
    """A session on the first Monday and the third Thursday is two rows, and reads the same."""
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


def _place(typed: dict[str, Any], there: Mapping[str, PlaceFacts]) -> PlaceFacts | None:
    """What was known of a place beyond what is asked stays, unless it has moved."""
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


def _session(typed: dict[str, Any]) -> SessionFacts | None:
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
