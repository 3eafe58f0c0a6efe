"""Reading feeds: at night, each week, and when somebody asks."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from kith.directory.models import Feed
from kith.exchange.directory_feed import actions
from kith.exchange.directory_feed.actions import READ
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations

NAME = "job:directory_feed.read"
# A little less than what the words say, so that a night that began late does not push the next.
_OFTEN = {"night": datetime.timedelta(hours=20), "week": datetime.timedelta(days=6, hours=20)}


@app.task(name=READ)
def read(*, scheme_id: str, feed_id: str, look_only: bool = False) -> None:
    """Read one feed and keep a report of the visit."""
    with context.in_scheme(UUID(scheme_id), actor=NAME):
        feed = Feed.objects.filter(pk=feed_id).first()
    if feed is not None and feed.ended_at is None:
        actions.visit_feed(by=Actor.system(NAME), feed=feed, look_only=look_only)


@app.periodic(cron="11 2 * * *")
@app.task(name="directory_feed.read_due", queueing_lock="directory_feed.read_due")
def read_due(timestamp: int = 0) -> None:
    """Ask for a visit to each feed whose time has come. `timestamp` is the periodic job's own."""
    now = timezone.now()
    for scheme_id in organisations.open_schemes():
        with context.in_scheme(scheme_id, actor=NAME):
            read = Feed.objects.filter(scheme_id=scheme_id, ended_at=None)
            for feed in read.filter(every__in=list(_OFTEN)).exclude(source__startswith=Feed.SENT):
                due = feed.last_pulled_at is None or now - feed.last_pulled_at >= _OFTEN[feed.every]
                if due:
                    actions.defer_visit(feed)
