"""What the person says to our support."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.pathway.referrals.actions.codes import owe_code
from kith.pathway.referrals.models import Referral
from kith.pathway.referrals.states import ANSWERS, Answer
from kith.resilience.versions import change


@action("referrals.record_answer")
def record_answer(
    *,
    by: Actor,
    referral: Referral,
    answer: str,
    note: str = "",
    at: datetime.datetime | None = None,
    expected: int | None = None,
) -> Referral:
    """Record that the person agreed, declined or withdrew, in their own words if there are any.

    Only what the person said: somebody we could not reach has not answered. Raises Refused when
    the answer cannot follow the one before.
    """
    said = Answer(answer)
    ANSWERS.check(referral.answer, said)
    change(
        referral,
        expected=referral.version if expected is None else expected,
        answer=said,
        answered_at=at or timezone.now(),
        answer_note=note.strip()[:300],
    )
    owe_code(by=by, referral=referral, at=at)
    return referral
