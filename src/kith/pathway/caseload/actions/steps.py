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
def set_weight(
    *,
    by: Actor,
    case: Case,
    own_weight: int,
    own_weight_why: str = "",
    expected: int | None = None,
) -> Case:
    """Say whether a case takes less or more of a week than the rules count (`Case.OwnWeight`), and why.

    Raises Refused for another number, without a reason, or on an ended case; Stale on another's change.
    """
    if case.state != CaseState.OPEN:
        raise Refused("This case has ended. Re-open it first.")
    if own_weight not in Case.OwnWeight.values:
        raise Refused("Choose lighter, as it is counted, or heavier.", field="own_weight")
    counted, words = own_weight == Case.OwnWeight.AS_COUNTED, own_weight_why.strip()
    if not counted and not words:
        raise Refused("Say why it is lighter or heavier.", field="own_weight_why")
    if len(words) > 200:
        raise Refused("Keep the reason to 200 characters.", field="own_weight_why")
    change(case, expected=expected, own_weight=own_weight, own_weight_why="" if counted else words)
    return case
