"""Reading the feeds of an actor's schemes, their visits, and what the team put right."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, QuerySet
from django.http import Http404

from kith.accounts.permissions import Permission, holds
from kith.directory.models import Correction, Feed, FeedVisit, Matter
from kith.directory.rules import THEIR_ADDRESS
from kith.exchange.runs.models import Run, RunFile
from kith.isolation.actor import Actor

MAY = Permission.KEEP_DIRECTORY


def feeds_for(actor: Actor) -> QuerySet[Feed]:
    """The feeds and lists of the schemes whose directory the actor keeps, by name; those last that are not read any
    more.
    """
    rows = Feed.objects.filter(scheme_id__in=_kept(actor))
    return rows.order_by(F("ended_at").asc(nulls_first=True), "title", "source", "id")


def read_by(actor: Actor) -> QuerySet[Feed]:
    """The feeds of those, without the lists that are sent."""
    return feeds_for(actor).exclude(source__startswith=Feed.SENT)


def sent_by(actor: Actor) -> list[tuple[Feed, RunFile | None]]:
    """The lists of those that are sent, each with the newest sheet of it that is still kept; in two reads."""
    lists = list(feeds_for(actor).filter(source__startswith=Feed.SENT))
    files = sheets_of(lists).order_by("run__created_at", "id")
    newest = {file.mapping["feed"]: file for file in files}
    return [(one, newest.get(str(one.pk))) for one in lists]


def sheets_of(feeds: Iterable[Feed]) -> QuerySet[RunFile]:
    """The sheets that were sent of these lists, the newest first."""
    keys = [str(one.pk) for one in feeds]
    rows = RunFile.objects.filter(run__kind=Run.Kind.SERVICES, mapping__feed__in=keys)
    return rows.select_related("run", "file").order_by("-run__created_at", "id")


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
    rows = FeedVisit.objects.filter(feed=feed).order_by("-at", "id")
    return rows.defer("changes", "warnings", "came", "went", "held")


def corrections_of(feed: Feed) -> QuerySet[Correction]:
    """What the team put right of the feed's services and the feed has not taken up. An address that waits for somebody
    is not the team's word yet.
    """
    rows = Correction.objects.filter(scheme_id=feed.scheme_id, service__feed=feed, ended_at=None)
    waits = Matter.objects.filter(
        scheme_id=feed.scheme_id,
        kind=Matter.Kind.FEED,
        settled_at=None,
        said__has_key=THEIR_ADDRESS,
    )
    rows = rows.exclude(field=THEIR_ADDRESS, service__in=waits.values("service"))
    return rows.select_related("service").order_by("service__name", "field", "id")


def _kept(actor: Actor) -> list[UUID]:
    return [scheme for scheme in actor.schemes if holds(actor, MAY, scheme)]
