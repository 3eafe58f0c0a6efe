"""The minute's work: whoever did not answer in time is followed by the next."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from kith.concerns import actions, queries
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations

NAME = "job:concerns.climb"
log = logging.getLogger(__name__)
Row = TypeVar("Row")


@app.periodic(cron="* * * * *")
@app.task(name="concerns.climb", queueing_lock="concerns.climb")
def climb(timestamp: int = 0) -> None:
    """Ask the next about every concern nobody has, and every colleague who is not out.

    `timestamp` is the periodic job's own and is not used.
    """
    climb_at(timezone.now())


def climb_at(now: datetime.datetime) -> int:
    """The same at a moment; how many ladders were due."""
    by = Actor.system(NAME)
    return climb_each(
        queries.concerns_to_climb,
        lambda concern: actions.climb_concern(by=by, concern=concern, now=now),
        now,
        name=NAME,
    ) + climb_each(
        queries.visits_to_climb,
        lambda visit: actions.alert(by=by, visit=visit, now=now),
        now,
        name=NAME,
    )


def climb_each(
    find: Callable[[UUID, datetime.datetime], Sequence[Row]],
    act: Callable[[Row], object],
    now: datetime.datetime,
    *,
    name: str,
) -> int:
    """Ask the next about each of what `find` finds in every scheme; how many there were. `name` is the job's.

    Each is a transaction of its own: what is wrong with one keeps nobody else from being asked.
    """
    due = 0
    for scheme_id in organisations.open_schemes():
        with context.in_scheme(scheme_id, actor=name):
            rows = find(scheme_id, now)
        for row in rows:
            with _apart(type(row).__name__.lower()), context.in_scheme(scheme_id, actor=name):
                act(row)
        due += len(rows)
    return due


@contextmanager
def _apart(what: str) -> Iterator[None]:
    """The log says that it failed, and nothing of whom it was about; it is tried again in a minute."""
    try:
        yield
    except Exception as error:
        log.error("The next could not be asked about a %s (%s).", what, type(error).__name__)
