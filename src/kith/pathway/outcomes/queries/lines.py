"""Each thing that was measured, over time: what a line is drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kith.pathway.outcomes.instruments import ELSEWHERE, Band, Better, Instrument
from kith.pathway.outcomes.instruments.declared import Change
from kith.pathway.outcomes.models import GoalRating, OutsideScore, Score, StepRating
from kith.pathway.outcomes.queries.scores import Reading
from kith.pathway.outcomes.scoring import bands_of
from kith.pathway.plans.models import Action
from kith.people.models import Person
from kith.ui import dates

TEN = (0.0, 10.0)


@dataclass(frozen=True)
class Series:
    """One value over time, oldest first: a measure, a part of one, a goal, a step, a score from elsewhere."""

    measure: str
    key: str
    title: str
    better: str
    span: tuple[float, float]
    bands: tuple[Band, ...]
    readings: tuple[Reading, ...]
    reliable: Change | None = None


def lines(rows: Iterable[Score], known: Mapping[str, Instrument]) -> list[Series]:
    """Everything that was measured in standing scores, in the library's order; what was not taken is left out."""
    taken: dict[str, list[Score]] = {}
    for row in sorted(rows, key=lambda row: (row.taken_on, row.created_at)):
        if not row.skipped_why:
            taken.setdefault(row.measure, []).append(row)
    return [
        line for key, measure in known.items() if key in taken for line in _of(measure, taken[key])
    ]


def _of(measure: Instrument, rows: list[Score]) -> Iterable[Series]:
    for part, span, bands in bands_of(measure):
        item = measure.items[int(part) - 1] if part else None
        yield Series(
            measure.key,
            part or measure.key,
            item.title if item else measure.title,
            item.better if item else measure.better,
            span,
            bands,
            tuple(reading for row in rows if (reading := _reading(row, part))),
            measure.reliable if not part else None,
        )


def _reading(row: Score, part: str) -> Reading | None:
    result: dict[str, Any] | None = row.result
    if part:
        result = next((p for p in row.result["subscales"] if p["key"] == part), None)
    if result is None or result["score"] is None:
        return None
    return Reading(float(result["score"]), str(result["band"]), row.taken_on, row.moment)


def goal_lines(rows: Iterable[GoalRating]) -> list[Series]:
    """The goals that were rated, each over time: 0 not at all, 10 there."""
    found: dict[Any, list[GoalRating]] = {}
    for row in rows:
        found.setdefault(row.goal_id, []).append(row)
    return [
        Series("goal", str(key), group[0].goal.text, Better.HIGHER, TEN, (),
               tuple(Reading(r.rating, "", r.taken_on, r.moment) for r in group))
        for key, group in found.items()
    ]  # fmt: skip


def step_lines(steps: Iterable[Action], rows: Iterable[StepRating]) -> list[Series]:
    """How sure the person was of each step, as agreed and as asked again; 1 to 10."""
    again: dict[Any, list[StepRating]] = {}
    for row in rows:
        again.setdefault(row.step_id, []).append(row)
    found = []
    for step in steps:
        first = (
            [Reading(step.confidence, "", dates.day_of(step.created_at), "plan")]
            if step.confidence
            else []
        )
        readings = (
            *first,
            *(Reading(r.confidence, "", r.taken_on, r.moment) for r in again.get(step.pk, ())),
        )
        if readings:
            found.append(
                Series("step", str(step.pk), step.text, Better.HIGHER, (1.0, 10.0), (), readings)
            )
    return found


def outside_scores(person: Person) -> list[OutsideScore]:
    """The scores that were obtained elsewhere, oldest first."""
    rows = OutsideScore.objects.filter(person__in=person.records, taken_back_at=None)
    return list(rows.order_by("scored_on", "created_at"))


def outside_lines(rows: Iterable[OutsideScore]) -> list[Series]:
    """Scores from elsewhere over time, each version of a measure by itself."""
    found: dict[tuple[str, str], list[OutsideScore]] = {}
    for row in rows:
        found.setdefault((row.measure, row.version), []).append(row)
    return [_outside(measure, version, group) for (measure, version), group in found.items()]


def _outside(key: str, version: str, rows: list[OutsideScore]) -> Series:
    measure = ELSEWHERE[key]
    readings = tuple(Reading(float(r.value), r.said, r.scored_on, "elsewhere") for r in rows)
    title = f"{measure.title}, {version}"
    return Series(key, version, title, measure.better, (measure.least, measure.most), (), readings)
