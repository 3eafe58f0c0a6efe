"""Keeps that a search found nothing, apart from the page that searched; forgets what is old."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from procrastinate.contrib.django import app

from kith.insight import actions
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.organisations.queries import open_schemes
from kith.ui.dates import today


@app.task(name="insight.keep_empty_search")
def keep_empty_search(scheme_id: str, searched_on: str, **kept: Any) -> None:
    """Keep one search that found nothing; `kept` are fields of EmptySearch."""
    name = "job:insight.keep_empty_search"
    with context.in_scheme(UUID(scheme_id), actor=name):
        actions.keep_empty_search(
            by=Actor.system(name),
            scheme_id=UUID(scheme_id),
            searched_on=dt.date.fromisoformat(searched_on),
            **kept,
        )


@app.periodic(cron="50 3 2 * *")
@app.task(name="insight.forget_empty_searches", queueing_lock="insight.forget", pass_context=False)
def forget_empty_searches(timestamp: int = 0) -> int:
    """Delete, once a month, the searches that are too old. Returns how many.

    `timestamp` is the periodic job's own and is not used.
    """
    name, forgotten = "job:insight.forget_empty_searches", 0
    for scheme_id in open_schemes():
        with context.in_scheme(scheme_id, actor=name):
            forgotten += actions.forget_empty_searches(
                by=Actor.system(name), scheme_id=scheme_id, today=today()
            )
    return forgotten
