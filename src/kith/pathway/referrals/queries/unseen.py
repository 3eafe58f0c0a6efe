"""What came in and stands in no list of new referrals: how much of it waits, and since when."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from kith.isolation.actor import Actor
from kith.pathway.referrals.models import Ask, IncomingLetter, Referral
from kith.pathway.referrals.queries import told_last, visible_to
from kith.pathway.referrals.states import Decision
from kith.ui.dates import day_of


@dataclass(frozen=True)
class Waits:
    """How many wait in one place, and since when the oldest does; None when nothing waits."""

    count: int = 0
    since: datetime.date | None = None


@dataclass(frozen=True)
class Unseen:
    """The places beside the list: letters to type in, what could not become a referral, what is doubted to be a
    person's, and what waits for its referrer.
    """

    letters: Waits
    asks: Waits
    doubtful: Waits
    returned: Waits


def unseen(scheme_ids: Sequence[UUID]) -> Unseen:
    """What waits beside the list in these schemes; three reads."""
    letters = IncomingLetter.objects.filter(scheme_id__in=scheme_ids, ended_at=None)
    asks = Ask.objects.filter(scheme_id__in=scheme_ids, referral=None, handled_at=None)
    doubted = ~Q(doubt="")
    sent = asks.aggregate(
        asks=Count("id", filter=~doubted),
        asks_since=Min("created_at", filter=~doubted),
        doubtful=Count("id", filter=doubted),
        doubtful_since=Min("created_at", filter=doubted),
    )
    returned = Referral.objects.filter(scheme_id__in=scheme_ids, decision=Decision.RETURNED)
    return Unseen(
        letters=_waits(**letters.aggregate(count=Count("id"), since=Min("came_on"))),
        asks=_waits(sent["asks"], sent["asks_since"]),
        doubtful=_waits(sent["doubtful"], sent["doubtful_since"]),
        returned=_waits(**returned.aggregate(count=Count("id"), since=Min("decided_at"))),
    )


def _waits(count: int, since: datetime.date | None) -> Waits:
    return Waits(count, day_of(since) if since else None)


def returned(actor: Actor, scheme_ids: Sequence[UUID]) -> QuerySet[Referral]:
    """Those referrals of these schemes that wait for their referrer and that the actor may read, the oldest first,
    with what was told of each.
    """
    rows = visible_to(actor).filter(scheme_id__in=scheme_ids, decision=Decision.RETURNED)
    return rows.prefetch_related(told_last()).order_by("decided_at", "id")
