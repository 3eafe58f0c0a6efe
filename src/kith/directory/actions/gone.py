"""Services that left their feed: marked, never deleted; and held back where too many left at once to be believed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from kith.audit.write import action
from kith.directory.actions.twice import part_from_closed
from kith.directory.models import Feed, FeedVisit, Service
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui import dates

NOTHING_WAITS = "Nothing waits here any more. Look at the newest report of this feed."


@action("directory.mark_gone")
def mark_gone(
    *, by: Actor, feed: Feed, source_ids: Sequence[str], at: datetime.datetime | None = None
) -> int:
    """Mark services that left their feed, and return how many. They stay, since people may be
    introduced to them.
    """
    now = at or timezone.now()
    return Service.objects.filter(
        scheme_id=feed.scheme_id, feed=feed, source_id__in=source_ids, gone_at=None
    ).update(gone_at=now, modified_at=now)


@action("directory.accept_gone")
def accept_gone(*, by: Actor, visit: FeedVisit) -> int:
    """Say that the services which a visit held back have really gone: they are marked now; how many. Raises Refused
    when it holds nothing back, or not any more since a later visit saw otherwise.
    """
    if not visit.held:
        raise Refused(NOTHING_WAITS)
    feed = visit.feed
    gone = mark_gone(by=by, feed=feed, source_ids=visit.held)
    part_from_closed(by=by, feed=feed)
    said = f"{by.name} said on {dates.medium_date(dates.today())} that {gone} services have gone."
    taken: dict[str, Any] = {"outcome": FeedVisit.Outcome.TAKEN, "sentence": said}
    change(visit, held=[], counts={**visit.counts, "gone": gone}, **taken)
    if feed.outcome == FeedVisit.Outcome.HELD:
        change(feed, wrong_since=None, **taken)
    return gone
