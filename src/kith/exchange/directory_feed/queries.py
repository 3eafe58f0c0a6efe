"""Reading the feeds of an actor's schemes, their visits, and what the team put right."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from kith.accounts.permissions import Permission, holds
from kith.directory.models import Correction, Feed, FeedVisit
from kith.isolation.actor import Actor

MAY = Permission.KEEP_DIRECTORY


def feeds_for(actor: Actor) -> QuerySet[Feed]:
    """The feeds of the schemes whose directory the actor keeps, by name."""
    return Feed.objects.filter(scheme_id__in=_kept(actor)).order_by("title", "source", "id")


def feed_for(actor: Actor, feed_id: UUID) -> Feed:
    """One of them; the one 404 for any other."""
    found = feeds_for(actor).filter(pk=feed_id).first()
    if found is None:
        raise Http404
    return found


def visit_for(actor: Actor, visit_id: UUID) -> FeedVisit:
    """A visit to one of them; the one 404 for any other."""
    rows = FeedVisit.objects.filter(scheme_id__in=_kept(actor)).select_related("feed")
    found = rows.filter(pk=visit_id).first()
    if found is None:
        raise Http404
    return found


def visits_of(feed: Feed) -> QuerySet[FeedVisit]:
    """The visits to a feed, the newest first, without their long parts."""
    return FeedVisit.objects.filter(feed=feed).defer("changes", "warnings").order_by("-at", "id")


def corrections_of(feed: Feed) -> QuerySet[Correction]:
    """What the team put right of the feed's services and the feed has not taken up."""
    rows = Correction.objects.filter(scheme_id=feed.scheme_id, service__feed=feed, ended_at=None)
    return rows.select_related("service").order_by("service__name", "field", "id")


def _kept(actor: Actor) -> list[UUID]:
    return [scheme for scheme in actor.schemes if holds(actor, MAY, scheme)]
