"""Where and when, in as many rows as an entry has: each is changed or removed, and another is added by a press."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest

from kith.directory.actions import MOST_ROWS, ends_too_early
from kith.directory.as_a_whole import place_facts, session_facts
from kith.directory.facts import PlaceFacts, SessionFacts
from kith.directory.models import Service
from kith.directory.where_and_when_rows import (
    place_fields,
    place_of,
    session_fields,
    session_of,
    shown_places,
    shown_sessions,
)
from kith.geography.postcodes import InvalidPostcode, normalise
from kith.resilience import drafts
from kith.resilience.forms import Form
from kith.ui.forms import BoundField

SELDOM = ("interval", "nth", "month_days", "from_date", "to_date")
_MOST_SHOWN = 60
_ADDS = "another"
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
        now = {"place": shown_places(version_of), "session": shown_sessions(version_of)}
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
        names = session_fields(()) if kind == "session" else place_fields()
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
        found = (place_of(row, before) for row in self._typed_rows("place"))
        return [place for place in found if place is not None]

    def sessions(self) -> list[SessionFacts] | None:
        """When, as it was typed; None where that was not asked."""
        if not self._rows["session"]:
            return None
        found = map(session_of, self._typed_rows("session"))
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
        session = session_of(typed)
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
            asked = place_fields() if kind == "place" else session_fields(there)
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
        names = session_fields(()) if kind == "session" else place_fields()
        return {name: self.cleaned_data.get(f"{kind}_{at}_{name}") for name in names}


def _flat(now: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    return {
        f"{kind}_{at}_{name}": value
        for kind, rows in now.items()
        for at, row in enumerate(rows)
        for name, value in row.items()
    }
