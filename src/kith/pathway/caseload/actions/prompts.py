"""What a worker says to a prompt of the programme."""

from __future__ import annotations

import datetime

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.organisations.models import ProgrammePrompt
from kith.pathway.caseload.models import Case, PromptAnswer
from kith.resilience.errors import Refused
from kith.ui.dates import today

Said = PromptAnswer.Said


@action("caseload.answer_prompt")
def answer_prompt(
    *,
    by: Actor,
    case: Case,
    prompt: ProgrammePrompt,
    said: str,
    why: str = "",
    again_on: datetime.date | None = None,
) -> PromptAnswer:
    """Say that a prompt is done, or why not now and when to ask again (never, without a day).

    Raises Refused for another programme's prompt, "not now" without a reason, or a day that is past.
    """
    if prompt.programme_id != case.programme_id:
        raise Refused("This prompt is not of this person's programme.")
    if said not in Said.values:
        raise Refused("Say whether it is done.", field="said")
    if said == Said.NOT_NOW and not why.strip():
        raise Refused("Say why not now.", field="why")
    if again_on is not None and again_on <= today():
        raise Refused("Choose a day to come, or leave it empty.", field="again_on")
    return PromptAnswer.objects.create(
        scheme_id=case.scheme_id,
        case=case,
        prompt=prompt,
        said=said,
        why=why.strip(),
        again_on=again_on if said == Said.NOT_NOW else None,
        by_id=by.membership_id(case.scheme_id),
        by_name=by.name,
    )
