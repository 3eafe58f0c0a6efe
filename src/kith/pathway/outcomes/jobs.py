"""The minute's work: an answer that nobody took up is told to the next."""

from __future__ import annotations

import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from kith.concerns.jobs import climb_each
from kith.isolation.actor import Actor
from kith.pathway.outcomes import actions, queries

NAME = "job:outcomes.climb"


@app.periodic(cron="* * * * *")
@app.task(name="outcomes.climb", queueing_lock="outcomes.climb")
def climb(timestamp: int = 0) -> None:
    """Tell the next of every answer that nobody took up in time. `timestamp` is the periodic job's own."""
    climb_at(timezone.now())


def climb_at(now: datetime.datetime) -> int:
    """The same at a moment; how many were due."""
    by = Actor.system(NAME)
    return climb_each(
        queries.alerts_to_climb,
        lambda alert: actions.climb_alert(by=by, alert=alert, now=now),
        now,
        name=NAME,
    )
