"""The person's answer, and the end of a case; closures and re-openings are driven from above."""

from __future__ import annotations

import datetime

from django.db.models import Q
from django.db.models.functions import Greatest
from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.messages.models import Letter
from kith.organisations.models import Membership
from kith.pathway.caseload.actions.holding import end_holding, give_to
from kith.pathway.caseload.actions.word import tell
from kith.pathway.caseload.models import Case, EndedByMerge, JointWork, Pause
from kith.pathway.caseload.states import CASES, CaseState
from kith.pathway.referrals import actions as referrals
from kith.pathway.referrals.states import Answer
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import day_of
from kith.vocabulary.word_back import Kind


@action("caseload.record_agreed")
def record_agreed(
    *, by: Actor, case: Case, note: str = "", at: datetime.datetime | None = None
) -> Case:
    """Record that the person agreed to our support: the referral code is owed from now.

    Agreeing again changes nothing.
    """
    if case.referral.answer != Answer.AGREED:
        referrals.record_answer(
            by=by, referral=case.referral, answer=Answer.AGREED, note=note, at=at
        )
        tell(by=by, case=case, kind=Kind.AGREED, at=at)
    return case


@action("caseload.decline")
def decline(
    *,
    by: Actor,
    case: Case,
    note: str = "",
    letter: Letter | None = None,
    at: datetime.datetime | None = None,
    expected: int | None = None,
) -> Case:
    """Record that the person said no, and close the case as declined; `letter` tells the practice.

    For their explicit refusal alone. Somebody who agreed and no longer wants support withdraws.
    Raises Refused when the case has ended.
    """
    moment = at or timezone.now()
    agreed = case.referral.answer == Answer.AGREED
    answer = Answer.WITHDRAWN if agreed else Answer.DECLINED
    end(case, CaseState.DECLINED, moment, expected)
    referrals.record_answer(by=by, referral=case.referral, answer=answer, note=note, at=at)
    kind = Kind.CLOSED if agreed else Kind.DECLINED
    tell(by=by, case=case, kind=kind, letter=letter, at=at)
    return case


@action("caseload.mark_closed")
def mark_closed(
    *,
    by: Actor,
    case: Case,
    letter: Letter | None = None,
    at: datetime.datetime | None = None,
    expected: int | None = None,
) -> Case:
    """Note that our support finished; the closures room calls this with the letter it made.

    Raises Refused when it had.
    """
    end(case, CaseState.CLOSED, at or timezone.now(), expected)
    tell(by=by, case=case, kind=Kind.CLOSED, letter=letter, at=at)
    return case


@action("caseload.mark_reopened")
def mark_reopened(
    *,
    by: Actor,
    case: Case,
    holder: Membership | None = None,
    at: datetime.datetime | None = None,
    expected: int | None = None,
) -> Case:
    """Open an ended case again: the same episode. The closures room calls this and knows the window.

    `holder` (default: nobody) holds it from now. Raises Refused when it is open, or another is.
    """
    CASES.check(case.state, CaseState.OPEN)
    if Case.objects.filter(person__in=case.person.records, state=CaseState.OPEN).exists():
        raise Refused("This person has another open case. Go on with that one.")
    change(
        case,
        expected=case.version if expected is None else expected,
        state=CaseState.OPEN,
        ended_at=None,
        merged_into=None,
        holder=None,
    )
    tell(by=by, case=case, kind=Kind.REOPENED, at=at)
    if holder is not None:
        return give_to(by, case, holder, "", at or timezone.now())
    return case


def end(
    case: Case,
    state: CaseState,
    moment: datetime.datetime,
    expected: int | None,
    ended_by: EndedByMerge | None = None,
) -> Case:
    """End a case in a state from a moment on; what rests or is worked along on it keeps by which merge it ended
    (`ended_by`). Raises Refused where it had ended, and Stale.
    """
    CASES.check(case.state, state)
    change(
        case,
        expected=case.version if expected is None else expected,
        state=state,
        ended_at=moment,
        next_step="",
        next_step_on=None,
        next_step_time=None,
    )
    end_holding(case, moment)
    _end_rest(case, day_of(moment), ended_by)
    return case


def _end_rest(case: Case, day: datetime.date, ended_by: EndedByMerge | None) -> None:
    """A pause and what colleagues worked along on end with the case."""
    running = Q(ended_on=None, from_on__lte=day)
    paused = Pause.objects.filter(running, case=case, until__gt=day)
    paused.update(ended_on=day, ended_by=ended_by)
    joint = JointWork.objects.filter(case=case, ended_on=None)
    joint.update(ended_on=Greatest("from_on", day), ended_by=ended_by)
