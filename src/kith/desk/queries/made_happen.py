"""What somebody made happen, counted from their own rows, for them alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from kith.funds.models import MoneyRequest, Returned
from kith.funds.states import RequestState
from kith.isolation.actor import Actor
from kith.pathway.connections.models import Introduction
from kith.pathway.connections.states import Progress
from kith.pathway.contacts.models import SupportGiven
from kith.pathway.plans.models import Correction
from kith.people.queries import with_merged_visible_to

PERIOD = dt.timedelta(days=365)
MOST_WORDS = 20

Kind = tuple[str, str]


@dataclass(frozen=True)
class MadeHappen:
    """A year of somebody's.

    gained     pence by (how often, how sure), as noted with the support that they gave
    given      pence given from funds on their asking, less what came back
    attending  people who came where they were introduced, and of whom nobody has said that they stopped
    ever_came  people who came at least once
    words      what people wrote on their own page of how it went
    """

    gained: dict[Kind, int] = field(default_factory=dict)
    given: int = 0
    attending: int = 0
    ever_came: int = 0
    words: list[Correction] = field(default_factory=list)


def made_happen(actor: Actor, today: dt.date) -> MadeHappen:
    """What an actor made happen in the year that ends today: five reads."""
    since = today - PERIOD
    own = [seat.membership_id for seat in actor.seats]
    introduced = Introduction.objects.filter(by__in=own, came_at__isnull=False)
    introduced = introduced.filter(came_at__date__gte=since)
    still = introduced.filter(progress=Progress.CAME)
    return MadeHappen(
        gained=_gained(own, since),
        given=_given(own, since),
        attending=still.values("person").distinct().count(),
        ever_came=introduced.values("person").distinct().count(),
        words=_words(actor, own, since),
    )


def _gained(own: list[UUID], since: dt.date) -> dict[Kind, int]:
    rows = SupportGiven.objects.filter(by__in=own, given_on__gte=since, money_pence__gt=0)
    found = rows.order_by().values_list("money_frequency", "money_certainty")
    return {(often, sure): total for often, sure, total in found.annotate(Sum("money_pence"))}


def _given(own: list[UUID], since: dt.date) -> int:
    back = Returned.objects.filter(request=OuterRef("pk")).order_by().values("request")
    rows = MoneyRequest.objects.filter(
        asked_by__in=own, state=RequestState.GIVEN, given_on__gte=since
    ).annotate(back=Coalesce(Subquery(back.annotate(n=Sum("pence")).values("n")), 0))
    sums = rows.aggregate(given=Sum("given_pence"), returned=Sum("back"))
    return (sums["given"] or 0) - (sums["returned"] or 0)


def _words(actor: Actor, own: list[UUID], since: dt.date) -> list[Correction]:
    rows = Correction.objects.filter(
        kind=Correction.Kind.WENT,
        page__given_by__in=own,
        page__person__in=with_merged_visible_to(actor),
        created_at__date__gte=since,
    ).exclude(text="")
    found = rows.select_related("page__person__merged_into").order_by("-created_at")
    return list(found[:MOST_WORDS])
