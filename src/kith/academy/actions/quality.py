"""A sample of the work: drawn, looked at with a short checklist, and told to the worker."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone

from kith.academy import queries, rules
from kith.academy.models import QualityAnswer, QualityCheck, QualityRound
from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused
from kith.resilience.versions import change


@action("academy.draw")
def draw(
    *, by: Actor, scheme_id: UUID, seed: int | None = None, size: int = rules.SAMPLE
) -> QualityRound:
    """Draw a sample of the cases that the actor may see and does not hold, spread over their workers.

    With the same `seed` and the same cases it is the same sample. Raises Refused while nothing is old enough.
    """
    now = timezone.now()
    held = queries.drawable(by, scheme_id, now)
    drawn = seed if seed is not None else secrets.randbelow(2**31)
    cases = rules.draw(held, seed=drawn, size=size)
    if not cases:
        raise Refused(
            f"No case of your team is {rules.OLD_ENOUGH.days} days old yet. Come back when one is."
        )
    holders = {case: worker for worker, theirs in held.items() for case in theirs}
    made = QualityRound.objects.create(
        scheme_id=scheme_id,
        seed=drawn,
        drawn_at=now,
        drawn_by_id=by.membership_id(scheme_id),
        drawn_by_name=by.name,
    )
    for number, case in enumerate(cases, start=1):
        QualityCheck.objects.create(
            scheme_id=scheme_id, round=made, case_id=case, worker_id=holders[case], number=number
        )
    return made


@action("academy.note_findings")
def note_findings(
    *,
    by: Actor,
    check: QualityCheck,
    found: Mapping[str, str],
    words: str = "",
    expected: int | None = None,
) -> QualityCheck:
    """Note what was found to each question, and tell the worker: it is on their Today until they have read it.

    `words` are for the worker. Raises Refused while a question is open, and once the worker has settled it;
    Stale on another's change.
    """
    if check.settled_at is not None:
        raise Refused(f"{check.worker.name} has read this. Draw a new sample to look again.")
    for key in rules.CHECKLIST:
        if found.get(key) not in QualityAnswer.Found.values:
            raise Refused("Answer each question.", field=key)
    change(
        check,
        expected=expected,
        words=words.strip(),
        done_at=timezone.now(),
        done_by_name=by.name,
    )
    for key in rules.CHECKLIST:
        QualityAnswer.objects.update_or_create(
            scheme_id=check.scheme_id, check_of=check, question=key, defaults={"found": found[key]}
        )
    return check


@action("academy.settle_findings")
def settle_findings(*, by: Actor, check: QualityCheck) -> QualityCheck:
    """Say that one has read what was found of one's own case, and seen to it. Raises Refused for anybody else."""
    if check.worker_id != by.membership_id(check.scheme_id):
        raise Refused("Only the worker to whom it was told settles it.")
    if check.done_at is None:
        raise Refused("Nobody has looked at it yet.")
    change(check, settled_at=timezone.now())
    return check
