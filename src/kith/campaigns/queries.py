"""Reading campaigns: how far they are, who is on the list, every call."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from kith.accounts.permissions import Permission, holds
from kith.campaigns.models import Campaign, CampaignCall, CampaignListing
from kith.isolation.actor import Actor
from kith.pathway.contacts.models import Outcome
from kith.people.queries import with_merged_visible_to

REACHED = Outcome.REACHED


def campaigns(actor: Actor) -> QuerySet[Campaign]:
    """The campaigns of the actor's schemes, newest first, with `listed`, `called`, `reached`
    (people) and `made` (calls)."""
    schemes = [s for s in actor.schemes if holds(actor, Permission.WORK_WITH_PEOPLE, s)]
    calls = CampaignCall.objects.filter(campaign=OuterRef("pk")).order_by().values("campaign")
    listed = CampaignListing.objects.filter(campaign=OuterRef("pk")).order_by().values("campaign")

    def counted(rows: QuerySet, what: Count) -> Coalesce:
        return Coalesce(Subquery(rows.annotate(n=what).values("n")), 0)

    people = Count("contact__person", distinct=True)
    return (
        Campaign.objects.filter(scheme_id__in=schemes)
        .annotate(
            listed=counted(listed, Count("pk")),
            made=counted(calls, Count("pk")),
            called=counted(calls, people),
            reached=counted(calls.filter(contact__outcome=REACHED), people),
        )
        .order_by("-from_date", "name")
    )


def campaign_for(actor: Actor, campaign_id: UUID) -> Campaign:
    """One campaign, counted as in `campaigns`; raises the one 404 otherwise."""
    found = campaigns(actor).filter(pk=campaign_id).first()
    if found is None:
        raise Http404
    return found


def outcomes(campaign: Campaign) -> dict[str, int]:
    """How many calls had each outcome."""
    rows = CampaignCall.objects.filter(campaign=campaign).values_list("contact__outcome")
    return dict(rows.annotate(n=Count("pk")).order_by("-n"))


def calls(actor: Actor, campaign: Campaign, outcome: str = "") -> QuerySet[CampaignCall]:
    """The campaign's calls, newest first, with `visible`: whether the actor may see the person."""
    rows = CampaignCall.objects.filter(campaign=campaign)
    if outcome:
        rows = rows.filter(contact__outcome=outcome)
    seen = with_merged_visible_to(actor).filter(pk=OuterRef("contact__person_id"))
    return (
        rows.select_related("contact__person")
        .annotate(visible=Exists(seen))
        .order_by("-contact__happened_at", "pk")
    )


def listings(actor: Actor, campaign: Campaign) -> QuerySet[CampaignListing]:
    """The people on the list that the actor may see, those not reached first, with `tries` and
    `was_reached`."""
    theirs = Q(person__contacts__campaign_calls__campaign=campaign)
    reached = CampaignCall.objects.filter(
        campaign=campaign, contact__person=OuterRef("person"), contact__outcome=REACHED
    )
    return (
        CampaignListing.objects.filter(campaign=campaign, person__in=with_merged_visible_to(actor))
        .select_related("person")
        .annotate(
            tries=Count("person__contacts__campaign_calls", filter=theirs, distinct=True),
            was_reached=Exists(reached),
        )
        .order_by("was_reached", "tries", "person__sort_name", "pk")
    )
