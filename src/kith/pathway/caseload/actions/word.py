"""Word back of a case: to whoever referred first, and to all whose referrals joined it later."""

from __future__ import annotations

import datetime
from typing import Any

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.messages.models import Letter
from kith.pathway.caseload import queries
from kith.pathway.caseload.models import Case
from kith.pathway.referrals import actions as referrals


@action("caseload.tell")
def tell(
    *,
    by: Actor,
    case: Case,
    kind: str,
    letter: Letter | None = None,
    asks: tuple[str, ...] = (),
    steps: tuple[str, ...] = (),
    at: datetime.datetime | None = None,
) -> None:
    """Tell everybody who referred the person of a case that something happened, each by their own tier.

    `letter`, `asks` and `steps` are as for `referrals.tell`. A practice that referred twice gets one letter.
    """
    first = case.referral
    said: dict[str, Any] = {"by": by, "kind": kind, "asks": asks, "steps": steps, "at": at}
    referrals.tell(referral=first, letter=letter, **said)
    for referral in queries.joined_to(case):
        other = referral.practice_id != first.practice_id
        referrals.tell(referral=referral, by_letter=other, **said)
