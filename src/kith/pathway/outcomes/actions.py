"""The write door of measures: what was answered, why it was not asked, how near a goal feels."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.pathway.caseload.models import Case
from kith.pathway.outcomes import rules
from kith.pathway.outcomes.instruments import Instrument, instrument
from kith.pathway.outcomes.models import GoalRating, Mode, Moment, Score
from kith.pathway.outcomes.scoring import score as score_answers
from kith.pathway.plans.models import Goal
from kith.resilience.errors import Refused, Stale
from kith.ui import dates


@action("outcomes.record_score")
def record_score(
    *,
    by: Actor,
    case: Case,
    measure: str,
    moment: str,
    answers: Mapping[int, int | str],
    mode: str = Mode.TOGETHER,
    answered_by_person: bool = True,
    taken_on: datetime.date | None = None,
    at: datetime.datetime | None = None,
) -> Score:
    """Record what the person answered, scored by the measure's own rules.

    `answers` maps item number to the number beside the answer on the form; `taken_on` is today, or
    the day of `at`. Raises Refused under the measure's age, for another's answers, a future day, an
    answer not on the form, or a second completion for the same moment on one day.
    """
    declared = instrument(measure)
    on = _asked_on(declared, case, moment, taken_on, at)
    rules.check_answered_by(declared, by_the_person=answered_by_person)
    if mode not in declared.modes:
        raise Refused("Choose how the questions were answered.", field="mode")
    scored = score_answers(measure, answers)
    _check_first(case, measure, moment, on)
    return _create(
        by,
        case,
        measure=measure,
        moment=moment,
        taken_on=on,
        mode=mode,
        answers={str(n): int(value) for n, value in answers.items() if str(value).strip()},
        result=scored.as_json(),
    )


@action("outcomes.skip")
def skip(
    *,
    by: Actor,
    case: Case,
    measure: str,
    moment: str,
    why: str,
    taken_on: datetime.date | None = None,
    at: datetime.datetime | None = None,
) -> Score:
    """Record why a measure was not taken. Raises Refused without a reason, or when it was taken."""
    instrument(measure)
    on = _day(moment, taken_on, at)
    if not why.strip():
        raise Refused("Say in a few words why it was skipped.", field="skipped_why")
    _check_first(case, measure, moment, on)
    return _create(
        by, case, measure=measure, moment=moment, taken_on=on, skipped_why=why.strip()[:300]
    )


@action("outcomes.replace")
def replace(
    *,
    by: Actor,
    score: Score,
    answers: Mapping[int, int | str],
    mode: str = Mode.TOGETHER,
    answered_by_person: bool = True,
    taken_on: datetime.date | None = None,
    at: datetime.datetime | None = None,
) -> Score:
    """Correct a score by a new one; the old one is kept, marked as replaced.

    Raises Stale when somebody else corrected it first, and Refused as `record_score` does.
    """
    _retire(score)
    return record_score(
        by=by,
        case=score.case,
        measure=score.measure,
        moment=score.moment,
        answers=answers,
        mode=mode,
        answered_by_person=answered_by_person,
        taken_on=taken_on or score.taken_on,
        at=at,
    )


@action("outcomes.rate_goal")
def rate_goal(
    *,
    by: Actor,
    case: Case,
    goal: Goal,
    moment: str,
    rating: int,
    taken_on: datetime.date | None = None,
    at: datetime.datetime | None = None,
) -> GoalRating:
    """Record how near the person feels to a goal: 0 not at all, 10 there. The same day corrects.

    Raises Refused outside 0 to 10, for a future day, or for a goal of another case.
    """
    on = _day(moment, taken_on, at)
    if not 0 <= rating <= 10:
        raise Refused("A rating is a whole number from 0 to 10.", field="rating")
    if goal.need.plan.case_id != case.pk:
        raise Refused("This goal belongs to another plan. Nothing was recorded.")
    GoalRating.objects.filter(goal=goal, moment=moment, taken_on=on, replaced_at=None).update(
        replaced_at=timezone.now()
    )
    return GoalRating.objects.create(
        scheme_id=case.scheme_id,
        person_id=case.person_id,
        case=case,
        goal=goal,
        moment=moment,
        rating=rating,
        taken_on=on,
    )


def _asked_on(
    measure: Instrument,
    case: Case,
    moment: str,
    taken_on: datetime.date | None,
    at: datetime.datetime | None,
) -> datetime.date:
    on = _day(moment, taken_on, at)
    rules.check_asked(measure, case.person, on)
    return on


def _day(
    moment: str, taken_on: datetime.date | None, at: datetime.datetime | None
) -> datetime.date:
    if moment not in Moment.values:
        raise Refused("Choose whether this is the start, a review or the end.", field="moment")
    on = taken_on or dates.today(at)
    rules.check_day(on)
    return on


def _check_first(case: Case, measure: str, moment: str, on: datetime.date) -> None:
    if Score.objects.filter(
        case=case, measure=measure, moment=moment, taken_on=on, replaced_at=None
    ).exists():
        raise Refused(
            "This was recorded for that day already. Nothing was changed: open it to correct it."
        )


def _retire(score: Score) -> None:
    now = timezone.now()
    if not Score.objects.filter(pk=score.pk, replaced_at=None).update(replaced_at=now):
        raise Stale("Someone else corrected this score while you were writing.")
    score.replaced_at = now


def _create(by: Actor, case: Case, **values: object) -> Score:
    return Score.objects.create(
        scheme_id=case.scheme_id,
        person_id=case.person_id,
        case=case,
        by_id=by.membership_id(case.scheme_id),
        by_name=by.name,
        **values,
    )
