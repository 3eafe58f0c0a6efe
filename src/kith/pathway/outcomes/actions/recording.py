"""What was answered, why it was not asked, how near a goal feels and how sure a step."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case
from kith.pathway.outcomes import queries, rules
from kith.pathway.outcomes.actions.alerts import raise_alert
from kith.pathway.outcomes.instruments import ELSEWHERE, instrument
from kith.pathway.outcomes.models import (
    GivenIn,
    GoalRating,
    Mode,
    Moment,
    NotNow,
    OutsideScore,
    Score,
    StepRating,
)
from kith.pathway.outcomes.queries import Kept
from kith.pathway.outcomes.scoring import score_of, score_total
from kith.pathway.plans.models import Action, Goal
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
    total: int | str = "",
    mode: str = Mode.TOGETHER,
    given_in: str = GivenIn.PRINTED,
    format_note: str = "",
    answered_by_person: bool = True,
    taken_on: datetime.date | None = None,
    at: datetime.datetime | None = None,
) -> Score:
    """Record what the person answered, scored by the measure's own rules.

    `answers` maps item number to the number beside the answer on the form; with `total` they are those of
    the items that may tell of danger alone. `taken_on` is today, or the day of `at`. With `at` it is of
    the past: nobody need stand ready, and nobody is told.
    Raises Refused under the measure's age, for another's answers, a future day, an answer not on the
    form, a measure the scheme does not use or for which nobody stands ready, or a second completion for
    the same moment on one day.
    """
    kept = _kept(case, measure)
    on = _day(moment, taken_on, at)
    responder = None if at else _ready(kept, case)
    rules.check_asked(kept.measure, case.person, on)
    rules.check_answered_by(kept.measure, by_the_person=answered_by_person)
    if mode not in kept.measure.modes:
        raise Refused("Choose how the questions were answered.", field="mode")
    if given_in not in GivenIn.values:
        raise Refused("Choose the language or format.", field="given_in")
    if str(total).strip():
        scored = score_total(kept.measure, total, answers, given_in=given_in)
    else:
        scored = score_of(kept.measure, answers, given_in=given_in)
    _check_first(case, measure, moment, on)
    given = {str(n): int(value) for n, value in answers.items() if str(value).strip()}
    row = _create(
        by,
        case,
        measure=measure,
        moment=moment,
        taken_on=on,
        mode=mode,
        given_in=given_in,
        format_note=format_note.strip()[:200],
        answers={**given, "total": scored.raw} if str(total).strip() else given,
        result=scored.as_json(),
    )
    if responder is not None and scored.alerts:
        raise_alert(by=by, score=row, said="\n".join(scored.alerts), responder=responder)
    return row


def _kept(case: Case, key: str) -> Kept:
    kept = queries.shelf(case.scheme_id).get(key)
    if kept is None:
        instrument(key)  # says what there is
        raise Refused("This measure is not in the library.")
    return kept


def _ready(kept: Kept, case: Case) -> Membership | None:
    """Who is told if need be. Raises Refused for a measure that is off, or where nobody stands ready."""
    if not kept.is_on:
        raise Refused(f"{kept.measure.title} is not used here. Your manager can switch it on.")
    responder, why_not = queries.answering(kept, case.person, dates.today())
    if why_not:
        raise Refused(why_not)
    return responder


@action("outcomes.skip")
def skip(
    *,
    by: Actor,
    case: Case,
    measure: str,
    moment: str,
    why: str = "",
    reason: str = "",
    taken_on: datetime.date | None = None,
    at: datetime.datetime | None = None,
) -> Score:
    """Record why a measure was not taken: one of the list (`reason`), own words (`why`), or both.

    By its reason it is offered again some days later, or at the next moment. Raises Refused without
    either, for a reason that is not on the list, or when something was recorded for that day already.
    """
    _kept(case, measure)
    on = _day(moment, taken_on, at)
    if reason and reason not in NotNow.values:
        raise Refused("Choose why not now.", field="reason")
    if not why.strip() and reason in ("", NotNow.OTHER):
        raise Refused("Say in a few words why not now.", field="skipped_why")
    listed = "" if reason in ("", NotNow.OTHER) else NotNow(reason).label
    said = ": ".join(part for part in (listed, why.strip()) if part)
    _check_first(case, measure, moment, on)
    return _create(
        by, case, measure=measure, moment=moment, taken_on=on, skipped_for=reason,
        skipped_why=said[:300], ask_again_on=rules.ask_again_on(reason, on),
    )  # fmt: skip


@action("outcomes.replace")
def replace(
    *,
    by: Actor,
    score: Score,
    answers: Mapping[int, int | str],
    total: int | str = "",
    mode: str = Mode.TOGETHER,
    given_in: str = GivenIn.PRINTED,
    format_note: str = "",
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
        total=total,
        mode=mode,
        given_in=given_in,
        format_note=format_note,
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


@action("outcomes.rate_step")
def rate_step(
    *,
    by: Actor,
    case: Case,
    step: Action,
    moment: str,
    confidence: int,
    taken_on: datetime.date | None = None,
    at: datetime.datetime | None = None,
) -> StepRating:
    """Record how sure the person is that a step of their plan will happen, 1 to 10. The same day corrects.

    Raises Refused outside 1 to 10, for a future day, or for a step of another case.
    """
    on = _day(moment, taken_on, at)
    if not 1 <= confidence <= 10:
        raise Refused("Confidence is a whole number from 1 to 10.", field="confidence")
    if step.goal.need.plan.case_id != case.pk:
        raise Refused("This step belongs to another plan. Nothing was recorded.")
    StepRating.objects.filter(step=step, moment=moment, taken_on=on, replaced_at=None).update(
        replaced_at=timezone.now()
    )
    return StepRating.objects.create(
        scheme_id=case.scheme_id,
        person_id=case.person_id,
        case=case,
        step=step,
        moment=moment,
        confidence=confidence,
        taken_on=on,
    )


@action("outcomes.record_outside")
def record_outside(
    *,
    by: Actor,
    case: Case,
    measure: str,
    version: str,
    value: str,
    scored_on: datetime.date,
    scored_by: str,
    said: str = "",
) -> OutsideScore:
    """Keep a score that somebody else obtained under their own licence; `said` is its level or band.

    Raises Refused for a measure or version that is not listed, a value outside its range, a future day,
    or without who obtained it.
    """
    declared = ELSEWHERE.get(measure)
    if declared is None or version not in declared.versions:
        raise Refused("Choose the measure and its version from the list.", field="which")
    try:
        number = Decimal(value.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not (number.is_finite() and declared.least <= number <= declared.most):
        raise Refused(
            f"A score of {declared.title} is a number from {declared.least:g} to {declared.most:g}.",
            field="value",
        )
    rules.check_day(scored_on)
    if not scored_by.strip():
        raise Refused("Say who obtained the score.", field="scored_by")
    return OutsideScore.objects.create(
        scheme_id=case.scheme_id,
        person_id=case.person_id,
        case=case,
        measure=measure,
        version=version,
        value=round(number, 3),
        said=said.strip()[:200],
        scored_on=scored_on,
        scored_by=scored_by.strip()[:200],
        by_id=by.membership_id(case.scheme_id),
        by_name=by.name,
    )


@action("outcomes.take_back_outside")
def take_back_outside(*, by: Actor, score: OutsideScore) -> OutsideScore:
    """Take a wrong score from elsewhere off the page; the row is kept. Twice does nothing more."""
    now = timezone.now()
    OutsideScore.objects.filter(pk=score.pk, taken_back_at=None).update(taken_back_at=now)
    score.refresh_from_db()
    return score


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
