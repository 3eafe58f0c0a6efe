"""The only door that writes in this room: what is kept for the figures alone."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from kith.audit.write import action
from kith.insight.models import EmptySearch
from kith.isolation.actor import Actor

KEPT_FOR = dt.timedelta(days=3 * 366)
"""Ours: three years of searches say whether a gap was closed; older ones say nothing of today's directory."""


@action("insight.keep_empty_search")
def keep_empty_search(*, by: Actor, scheme_id: UUID, **kept: Any) -> EmptySearch:
    """Keep that a search found nothing; the same search on the same day is kept once.

    `kept` are the fields of EmptySearch, lists sorted.
    """
    return EmptySearch.objects.get_or_create(scheme_id=scheme_id, **kept)[0]


@action("insight.forget_empty_searches")
def forget_empty_searches(*, by: Actor, scheme_id: UUID, today: dt.date) -> int:
    """Delete the searches that are too old to say anything; how many they were."""
    old = EmptySearch.objects.filter(scheme_id=scheme_id, searched_on__lt=today - KEPT_FOR)
    return old.delete()[0]
