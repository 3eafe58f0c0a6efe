"""The minute's work: whoever did not answer in time is followed by the next."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone
from procrastinate.contrib.django import app

from kith.concerns import actions, queries
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations

NAME = "job:concerns.climb"
log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="concerns.climb", queueing_lock="concerns.climb")
def climb(timestamp: int = 0) -> None:
    """Ask the next about every concern nobody has, and every colleague who is not out.

    `timestamp` is the periodic job's own and is not used.
    """
    climb_at(timezone.now())


def climb_at(now: datetime.datetime) -> int:
    """The same at a moment; how many ladders were due.

    Each is a transaction of its own: what is wrong with one keeps nobody else from being asked.
    """
    due = 0
    for scheme_id in organisations.open_schemes():
        with context.in_scheme(scheme_id, actor=NAME):
            concerns, visits = queries.to_climb(scheme_id, now)
        for concern in concerns:
            with _apart("concern"), context.in_scheme(scheme_id, actor=NAME):
                actions.climb_concern(by=Actor.system(NAME), concern=concern, now=now)
        for visit in visits:
            with _apart("visit"), context.in_scheme(scheme_id, actor=NAME):
                actions.alert(by=Actor.system(NAME), visit=visit, now=now)
        due += len(concerns) + len(visits)
    return due


@contextmanager
def _apart(what: str) -> Iterator[None]:
    """The log says that it failed, and nothing of whom it was about; it is tried again in a minute."""
    try:
        yield
    except Exception as error:
        log.error("The next could not be asked about a %s (%s).", what, type(error).__name__)
