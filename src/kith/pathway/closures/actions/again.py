"""Somebody whom we supported was referred again: their last case opens once more, or a new one begins."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case, Joining
from kith.pathway.caseload.rules import OpenedAgain, first_call_by
from kith.pathway.caseload.states import CaseState
from kith.pathway.closures.actions.afterwards import give_calls_back
from kith.pathway.closures.actions.closing import reopen
from kith.pathway.closures.models import Closure
from kith.pathway.referrals.models import Referral
from kith.resilience.errors import Refused
from kith.ui.dates import day_of, medium_date

NEXT_STEP = "Call: referred again"


@action("closures.reopen_for")
def reopen_for(
    *,
    by: Actor,
    referral: Referral,
    case: Case,
    at: datetime.datetime | None = None,
    expected: int | None = None,
) -> Joining:
    """Open an ended case of a referral's person again, inside the scheme's window, and join the referral to it.

    The same episode, so no new code; the first call is due as for any referral. Raises Refused as `reopen`
    and `caseload.join` do, and for a case of somebody else; Stale when the referral changed meanwhile.
    """
    if case.person.kept.pk != referral.person.kept.pk:
        raise Refused("This case is of another person. Nothing was changed.")
    moment = at or timezone.now()
    was = OpenedAgain(CaseState(case.state), case.ended_at or moment, moment)
    who = referral.referrer_name or referral.organisation_name or "themselves"
    why = f"Referred again by {who} on {medium_date(referral.referred_on)}"
    opened = reopen(by=by, case=case, why=why[:300], at=at)
    call_by = first_call_by(referral.urgency, day_of(moment))
    caseload.set_next_step(by=by, case=opened, text=NEXT_STEP, on=call_by)
    return caseload.join(by=by, referral=referral, opened_again=was, at=at, expected=expected)


@action("closures.undo_join")
def undo_join(*, by: Actor, referral: Referral, at: datetime.datetime | None = None) -> Referral:
    """Take joining back within its minute; a case that was opened again for it has ended as before, with the calls
    that were planned after it.

    Raises Refused after the minute, or when that case ended meanwhile.
    """
    joining = caseload.undo_join(by=by, referral=referral, at=at)
    if joining is not None and joining.was_ended_at is not None:
        Closure.objects.filter(case=joining.case, closed_at=joining.was_ended_at).update(
            reopened_at=None, reopened_why=""
        )
        caseload.undo_reopening(by=by, joining=joining)
        person = joining.case.person.kept
        give_calls_back(by=by, person=person, since=joining.joined_at)
    return referral
