"""What the programmes of cases remind of, and since when it is due."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kith.organisations import queries as organisations
from kith.organisations.models import ProgrammePrompt
from kith.pathway.caseload.models import Case, PromptAnswer
from kith.pathway.referrals.models import StageReached
from kith.pathway.referrals.programme_queries import first_days
from kith.ui.dates import day_of

Stages = dict[tuple[UUID, UUID], StageReached]


@dataclass(frozen=True)
class PromptDue:
    """One prompt that is due for one case, since a day."""

    case_id: UUID
    prompt: ProgrammePrompt
    on: datetime.date


def due(cases: Sequence[Case], today: datetime.date) -> list[PromptDue]:
    """The prompts due for these open cases on a day, the longest due first: three reads for all of them,
    none where no case has a programme.
    """
    mine = [case for case in cases if case.programme_id]
    if not mine:
        return []
    by_programme: dict[UUID | None, list[ProgrammePrompt]] = {}
    for prompt in organisations.prompts({case.programme_id for case in mine if case.programme_id}):
        by_programme.setdefault(prompt.programme_id, []).append(prompt)
    stages = first_days([case.referral_id for case in mine])
    answers = _answers(mine)
    found = [
        PromptDue(case.pk, prompt, since)
        for case in mine
        for prompt in by_programme.get(case.programme_id, ())
        if (since := _due_on(case, prompt, stages, answers.get((case.pk, prompt.pk))))
        and since <= today
    ]
    return sorted(found, key=lambda one: one.on)


def _due_on(
    case: Case, prompt: ProgrammePrompt, stages: Stages, answer: PromptAnswer | None
) -> datetime.date | None:
    """The day a prompt is due: never once it is done, nor before its stage is on the record."""
    if answer is not None:
        return answer.again_on
    start = day_of(case.opened_at)
    if prompt.after_stage_id is not None:
        reached = stages.get((case.referral_id, prompt.after_stage_id))
        if reached is None:
            return None
        start = reached.on_date
    return start + datetime.timedelta(days=prompt.after_days)


def _answers(cases: Sequence[Case]) -> dict[tuple[UUID, UUID], PromptAnswer]:
    """(case, prompt) -> the last thing said to it."""
    rows = PromptAnswer.objects.filter(case__in=[case.pk for case in cases]).order_by("created_at")
    return {(row.case_id, row.prompt_id): row for row in rows}


def prompt_of(case: Case, prompt_id: UUID) -> ProgrammePrompt | None:
    """A prompt of the case's programme by its id."""
    if case.programme_id is None:
        return None
    return next((p for p in organisations.prompts([case.programme_id]) if p.pk == prompt_id), None)
