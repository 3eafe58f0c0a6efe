"""A case rests for a while, and goes on. Nothing closes by itself."""

from __future__ import annotations

import datetime

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.pathway.caseload import together_queries as queries
from kith.pathway.caseload.actions.steps import set_next_step
from kith.pathway.caseload.models import Case, Pause
from kith.pathway.caseload.rules import MOST_PAUSED_DAYS, step_after_pause
from kith.pathway.caseload.states import CaseState
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import day_of, today


@action("caseload.pause")
def pause(
    *,
    by: Actor,
    case: Case,
    why: str,
    until: datetime.date,
    agreed_with: str,
    expected: int | None = None,
    at: datetime.datetime | None = None,
) -> Pause:
    """Let an open case rest until a day, on which its next step brings it back to Today.

    What was promised keeps its words and moves to that day. A pause that runs is ended by the new one.
    Raises Refused without a reason, without who agreed, for a day that is not to come or further off than
    a year, and for an ended case; Stale on another's change.
    """
    day = day_of(at) if at else today()
    _check(case, why, until, agreed_with, day)
    _end_running(case, day)
    made = Pause.objects.create(
        scheme_id=case.scheme_id,
        case=case,
        why=why.strip(),
        agreed_with=agreed_with.strip(),
        from_on=day,
        until=until,
        by_id=by.membership_id(case.scheme_id),
        by_name=by.name[:200],
    )
    text = step_after_pause(case.next_step)
    set_next_step(by=by, case=case, text=text, on=until, expected=expected)
    return made


@action("caseload.go_on")
def go_on(
    *,
    by: Actor,
    case: Case,
    next_step: str,
    next_step_on: datetime.date,
    expected: int | None = None,
) -> Case:
    """Go on with a case that rests, with what happens next and when.

    Raises Refused where it does not rest, without words or a day, and Stale.
    """
    if queries.pause_of(case, today()) is None:
        raise Refused(f"Our support of {case.person.called} is not paused. Nothing was changed.")
    if not next_step.strip():
        raise Refused("Say what the next step is.", field="next_step")
    _end_running(case, today())
    return set_next_step(by=by, case=case, text=next_step, on=next_step_on, expected=expected)


def _check(
    case: Case, why: str, until: datetime.date, agreed_with: str, day: datetime.date
) -> None:
    if case.state != CaseState.OPEN:
        raise Refused("This case has ended. Re-open it first.")
    if not why.strip():
        raise Refused("Say why it pauses.", field="why")
    if not agreed_with.strip():
        raise Refused("Say who agreed, such as the person.", field="agreed_with")
    if until <= day:
        raise Refused("Choose a day to come.", field="until")
    if (until - day).days > MOST_PAUSED_DAYS:
        raise Refused(
            "This is more than a year off. Choose a nearer day, or finish: they can come back.",
            field="until",
        )


def _end_running(case: Case, day: datetime.date) -> None:
    running = queries.pause_of(case, day)
    if running is not None:
        change(running, ended_on=max(day, running.from_on))
