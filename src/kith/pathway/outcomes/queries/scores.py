"""What was measured, and what changed between the first time and the last."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from kith.pathway.caseload.models import Case
from kith.pathway.outcomes.instruments import Better, Instrument
from kith.pathway.outcomes.models import GoalRating, Moment, Score, StepRating
from kith.pathway.outcomes.queries.shelf import known
from kith.people.models import Person

Row = TypeVar("Row", Score, GoalRating)


@dataclass(frozen=True)
class Reading:
    """One value on one day, with its band in words if it has one."""

    value: float
    words: str
    on: datetime.date
    moment: str


@dataclass(frozen=True)
class Pair:
    """The same thing measured twice in one case."""

    measure: str
    key: str
    title: str
    start: Reading
    end: Reading
    better: str

    @property
    def difference(self) -> float:
        """End minus start, in points of the measure."""
        return round(self.end.value - self.start.value, 2)

    @property
    def direction(self) -> str:
        """`better`, `worse` or `same`, by the measure's own direction."""
        if not self.difference:
            return "same"
        return "better" if (self.difference > 0) == (self.better == Better.HIGHER) else "worse"


def scores(case: Case) -> QuerySet[Score]:
    """The scores of a case that stand, oldest first; those skipped with a reason among them."""
    return Score.objects.filter(case=case, replaced_at=None).order_by("taken_on", "created_at")


def scores_of(person: Person) -> QuerySet[Score]:
    """Every score of a person that stands, of whichever case, oldest first."""
    rows = Score.objects.filter(person__in=person.records, replaced_at=None)
    return rows.order_by("taken_on", "created_at")


def score_at(case: Case, measure: str, moment: str) -> Score | None:
    """The newest standing score of a measure at a moment, or None."""
    return scores(case).filter(measure=measure, moment=moment).last()


def ratings(case: Case) -> QuerySet[GoalRating]:
    """The ratings of a case's goals that stand, oldest first."""
    return (
        GoalRating.objects.filter(case=case, replaced_at=None)
        .select_related("goal")
        .order_by("taken_on", "created_at")
    )


def ratings_at(case: Case, moment: str) -> dict[UUID, GoalRating]:
    """The newest standing rating of each goal at a moment, by the goal's id."""
    return {row.goal_id: row for row in ratings(case).filter(moment=moment)}


def step_ratings(case: Case) -> QuerySet[StepRating]:
    """How sure the person was of the steps of a case when asked again; those that stand, oldest first."""
    return StepRating.objects.filter(case=case, replaced_at=None).order_by("taken_on", "created_at")


def step_ratings_at(case: Case, moment: str) -> dict[UUID, StepRating]:
    """The newest standing rating of each step at a moment, by the step's id."""
    return {row.step_id: row for row in step_ratings(case).filter(moment=moment)}


def paired(case: Case, measures: Mapping[str, Instrument] | None = None) -> tuple[Pair, ...]:
    """What was measured at the start and again: first start against last end, or last review.

    Each part of a measure that is not summed is a pair of its own; goals come after measures. `measures`:
    those the scheme knows, where they were read already.
    """
    taken = [row for row in scores(case) if not row.skipped_why]
    found: list[Pair] = []
    for measure in (measures or known(case.scheme_id)).values():
        both = _first_and_last([row for row in taken if row.measure == measure.key])
        if both is not None:
            found += _pairs_of(measure, *both)
    by_goal: dict[UUID, list[GoalRating]] = {}
    for row in ratings(case):
        by_goal.setdefault(row.goal_id, []).append(row)
    for rows in by_goal.values():
        pair = _first_and_last(rows)
        if pair is not None:
            found.append(_goal_pair(*pair))
    return tuple(found)


def _first_and_last(rows: Iterable[Row]) -> tuple[Row, Row] | None:
    at: dict[str, list[Row]] = {}
    for row in rows:
        at.setdefault(row.moment, []).append(row)
    later = at.get(Moment.END) or at.get(Moment.REVIEW)
    return (at[Moment.START][0], later[-1]) if Moment.START in at and later else None


def _pairs_of(measure: Instrument, first: Score, last: Score) -> list[Pair]:
    if measure.summed:
        return [
            Pair(
                measure.key,
                measure.key,
                measure.title,
                _reading(first, first.result),
                _reading(last, last.result),
                measure.better,
            )
        ]
    return [
        Pair(
            measure.key, then["key"], then["title"], _reading(first, then), _reading(last, now),
            then["better"],
        )
        for then, now in zip(first.result["subscales"], last.result["subscales"], strict=True)
    ]  # fmt: skip


def _reading(row: Score, result: dict[str, object]) -> Reading:
    return Reading(float(str(result["score"])), str(result["band"]), row.taken_on, row.moment)


def _goal_pair(first: GoalRating, last: GoalRating) -> Pair:
    start, end = (Reading(row.rating, "", row.taken_on, row.moment) for row in (first, last))
    return Pair("goal", str(first.goal_id), first.goal.text, start, end, Better.HIGHER)
