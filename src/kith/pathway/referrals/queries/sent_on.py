"""Referrals that were sent on: those that could not be sent, and those that came from another scheme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kith.accounts.permissions import Permission, holds
from kith.organisations.duty import Duty
from kith.pathway.referrals.models import Redirect, Referral
from kith.pathway.referrals.queries import waiting
from kith.pathway.referrals.states import Decision
from kith.vocabulary.doors import Door


@dataclass(frozen=True)
class SentOn:
    """What waits for somebody who decides, the oldest first: what they sent on and could not be sent, and what
    others sent on to them that nobody has read.
    """

    came_back: Sequence[Redirect] = ()
    came_to_us: Sequence[Referral] = ()


def for_today(duty: Duty) -> SentOn:
    """What was sent on and waits, in two reads; none, and nothing, for somebody who does not decide."""
    if not holds(duty.actor, Permission.DECIDE_REFERRALS):
        return SentOn()
    back = Redirect.objects.filter(
        sent_by_id__in=duty.own, referral__decision=Decision.RECEIVED
    ).exclude(problem="")
    came = waiting(duty.actor).filter(door=Door.OTHER_SCHEME, readings=None)
    return SentOn(list(back.select_related("referral__person").order_by("created_at")), list(came))
