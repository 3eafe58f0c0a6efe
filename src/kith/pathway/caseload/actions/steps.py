"""What was promised next, and how much of a week a case takes."""

from __future__ import annotations

import datetime

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CaseState
from kith.resilience.errors import Refused
from kith.resilience.versions import change


@action("caseload.set_next_step")
def set_next_step(
    *,
    by: Actor,
    case: Case,
    text: str,
    on: datetime.date | None,
    time: datetime.time | None = None,
    expected: int | None = None,
) -> Case:
    """Set what was promised and when; no text and no day leave nothing promised.

    Raises Refused for one without the other, or on an ended case; Stale on another's change.
    """
    words = text.strip()
    if case.state != CaseState.OPEN:
        raise Refused("This case has ended. Re-open it first.")
    if words and on is None:
        raise Refused("Say on which day.", field="on")
    if on is not None and not words:
        raise Refused("Say what the next step is.", field="text")
    if len(words) > 200:
        raise Refused(
            "Keep the next step to 200 characters; the rest goes in a note.", field="text"
        )
    change(
        case,
        expected=expected,
        next_step=words,
        next_step_on=on,
        next_step_time=time if on else None,
    )
    return case


@action("caseload.set_weight")
def set_weight(*, by: Actor, case: Case, weight: int, expected: int | None = None) -> Case:
    """Say how much of a worker's week a case takes: 1 light, 2 usual, 3 heavy. Raises Refused."""
    if weight not in (1, 2, 3):
        raise Refused("Choose light, usual or heavy.", field="weight")
    change(case, expected=expected, weight=weight)
    return case
