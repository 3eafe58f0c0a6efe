"""The feeds that a scheme reads, and the report of each visit."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.audit.write import action
from kith.directory.models import Feed, FeedVisit
from kith.directory.rules import IN_TROUBLE
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused
from kith.resilience.versions import change


@dataclass(frozen=True, slots=True)
class Report:
    """What a visit found: an outcome, a sentence, and what there is to look at."""

    outcome: str
    sentence: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    changes: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    came: list[str] = field(default_factory=list)
    went: list[tuple[str, str]] = field(default_factory=list)
    held: list[str] = field(default_factory=list)


@action("directory.add_feed")
def add_feed(*, by: Actor, scheme_id: UUID, source: str, title: str = "", every: str = "") -> Feed:
    """Note a feed to be read, or take one up again that is not read any more. Raises Refused when it is read
    already.
    """
    known = Feed.objects.filter(scheme_id=scheme_id, source=source).first()
    if known is not None and known.ended_at is None:
        raise Refused("This feed is in the list already.", field="source")
    if known is not None:
        change(known, ended_at=None, title=title[:200] or known.title, every=every)
        return known
    return Feed.objects.create(
        scheme_id=scheme_id, source=source[:500], title=title[:200], every=every
    )


@action("directory.set_feed")
def set_feed(*, by: Actor, feed: Feed, title: str, every: str) -> Feed:
    """Name a feed, and say how often it is read."""
    change(feed, title=title[:200], every=every)
    return feed


@action("directory.stop_feed")
def stop_feed(*, by: Actor, feed: Feed) -> Feed:
    """Read a feed no more: what it brought stays as it is, and nothing says any more that it went wrong.

    Raises Refused when that is so already, and for a list that is sent: nobody reads it.
    """
    if feed.is_sent:
        raise Refused(
            "This is a list of your own. Nobody reads it: it changes when you send a sheet."
        )
    if feed.ended_at is not None:
        raise Refused("This feed is not read any more already.")
    change(feed, ended_at=timezone.now(), wrong_since=None)
    return feed


@action("directory.take_up_feed")
def take_up_feed(*, by: Actor, feed: Feed) -> Feed:
    """Read a feed again, as often as before. Raises Refused when it is read already."""
    if feed.ended_at is None:
        raise Refused("This feed is read already.")
    change(feed, ended_at=None)
    return feed


@action("directory.report_visit")
def report_visit(
    *, by: Actor, feed: Feed, report: Report, at: datetime.datetime | None = None
) -> FeedVisit:
    """Keep the report of a visit, and on the feed how it went, unless it was a look only. What an earlier visit held
    back is that of this one from now on, where it saw any service at all.
    """
    if report.outcome in (FeedVisit.Outcome.TAKEN, FeedVisit.Outcome.PART, FeedVisit.Outcome.HELD):
        FeedVisit.objects.filter(feed=feed).exclude(held=[]).update(held=[])
    visit = FeedVisit.objects.create(
        scheme_id=feed.scheme_id, feed=feed, at=at or timezone.now(), asked_by=by.name[:200],
        outcome=report.outcome, sentence=report.sentence, counts=report.counts,
        changes=report.changes, refused=report.refused, warnings=report.warnings,
        came=report.came, went=report.went, held=report.held,
    )  # fmt: skip
    if report.outcome != FeedVisit.Outcome.LOOKED:
        since = (feed.wrong_since or visit.at) if report.outcome in IN_TROUBLE else None
        change(feed, outcome=report.outcome, sentence=report.sentence, wrong_since=since)
    return visit
