"""The library as one scheme keeps it: its choices, the texts it may show, its own questions."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from kith.organisations.models import Membership
from kith.pathway.outcomes.instruments import LIBRARY, Better, Instrument, Item
from kith.pathway.outcomes.instruments.declared import numbers
from kith.pathway.outcomes.models import NotNow, OwnQuestion, Registration, Score, Setting


@dataclass(frozen=True)
class Kept:
    """One measure, with what the scheme decided about it; its questions are there if they may be shown."""

    measure: Instrument
    setting: Setting | None = None
    registration: Registration | None = None
    question: OwnQuestion | None = None

    @property
    def is_on(self) -> bool:
        """Whether the scheme uses it: as it decided, or as the library proposes."""
        if self.question is not None and self.question.ended_at is not None:
            return False
        return self.setting.is_on if self.setting else self.measure.offered

    @property
    def is_prompted(self) -> bool:
        """Whether it is offered at natural moments."""
        prompted = self.setting.is_prompted if self.setting else self.measure.prompted
        return self.is_on and prompted

    @property
    def responder(self) -> Membership | None:
        """Who is told when an answer asks somebody to act."""
        return self.setting.responder if self.setting else None


Shelf = dict[str, Kept]


def shelf(scheme_id: UUID) -> Shelf:
    """Every measure by its key, the library's first, in three queries; ended questions are among them."""
    settings = {
        row.measure: row
        for row in Setting.objects.filter(scheme_id=scheme_id).select_related("responder__user")
    }
    texts = {
        row.measure: row for row in Registration.objects.filter(scheme_id=scheme_id, ended_at=None)
    }
    found = {
        key: Kept(_dressed(one, texts.get(key)), settings.get(key), texts.get(key))
        for key, one in LIBRARY.items()
    }
    own = OwnQuestion.objects.filter(scheme_id=scheme_id).order_by("created_at")
    found |= {row.key: Kept(declared(row), settings.get(row.key), None, row) for row in own}
    return found


def known(scheme_id: UUID) -> dict[str, Instrument]:
    """Every measure of which the scheme may hold scores, by key."""
    own = OwnQuestion.objects.filter(scheme_id=scheme_id).order_by("created_at")
    return {**LIBRARY, **{row.key: declared(row) for row in own}}


def declared(question: OwnQuestion) -> Instrument:
    """A scheme's own question as a measure of one item."""
    better = Better(question.better)
    answers = numbers(question.least, question.most, question.least_words, question.most_words)
    return Instrument(
        question.key,
        question.title,
        "One question of our own.",
        (Item(answers, question.words, question.title, better=better),),
        better,
        "Our own question: no band, and nothing to compare it with",
        "Our own",
        minimum_age=question.minimum_age,
        age_source="the scheme’s own choice",
        alert_at=question.alert_at,
        own=True,
        offered=True,
    )


def _dressed(measure: Instrument, registration: Registration | None) -> Instrument:
    """A measure with the questions that its owner lets the scheme show."""
    if registration is None:
        return measure
    text: dict[str, Any] = registration.text
    items = tuple(
        replace(item, text=words, answers=_worded(item.answers, text["answers"]))
        for item, words in zip(measure.items, text["items"], strict=True)
    )
    return replace(
        measure, items=items, asks=text["asks"] or measure.asks,
        notice=text["notice"] or measure.notice,
    )  # fmt: skip


def _worded(answers: tuple[tuple[int, str], ...], words: list[str]) -> tuple[tuple[int, str], ...]:
    if not words:
        return answers
    return tuple((number, said) for (number, _), said in zip(answers, words, strict=True))


@dataclass(frozen=True)
class Use:
    """How often a measure was taken and not taken since a day, and the reasons given, commonest first."""

    taken: int
    not_now: int
    reasons: tuple[tuple[str, int], ...]


def uses(scheme_id: UUID, since: datetime.date) -> dict[str, Use]:
    """Measure -> how it was used since a day; one query."""
    rows = Score.objects.filter(scheme_id=scheme_id, replaced_at=None, taken_on__gte=since)
    counted = rows.values("measure", "skipped_for").annotate(
        taken=Count("id", filter=Q(skipped_why="")), not_now=Count("id", filter=~Q(skipped_why=""))
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for row in counted:
        found.setdefault(row["measure"], []).append({**row})
    return {key: _use(group) for key, group in found.items()}


def _use(rows: list[dict[str, Any]]) -> Use:
    labels = dict(NotNow.choices)
    reasons = [(str(labels.get(r["skipped_for"], NotNow.OTHER.label)), r["not_now"]) for r in rows]
    return Use(
        sum(row["taken"] for row in rows),
        sum(row["not_now"] for row in rows),
        tuple(sorted((one for one in reasons if one[1]), key=lambda one: -one[1])),
    )
