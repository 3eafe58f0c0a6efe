"""What is somebody's today about the directory: listings to see to, what became of reports, feeds that went wrong, and
what is suggested.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import DateTimeField, Q, QuerySet, UUIDField, Value
from django.db.models.functions import Coalesce, NullIf

from kith.directory.models import Feed, Matter, Service, Suggestion
from kith.directory.queries.checking import feeds_in_trouble, kept_schemes
from kith.directory.queries.suggestions import suggestions_for
from kith.directory.rules import TO_SETTLE
from kith.organisations.duty import Duty

MOST = 100
SUGGESTED = "suggested"
WENT_WRONG = "went wrong"
# What Today says of a matter; of a suggestion, the columns that stand in their places.
_OF_MATTER = (
    "id", "created_at", "kind", "service__name", "text", "service_id", "settled_at", "settled_by_name",
    "became", "answer", "reported_by_name",
)  # fmt: skip
_OF_SUGGESTION = (
    "id", "created_at", Value(SUGGESTED), "name", "description", "service_id", "settled_at", "settled_by_name",
    "became", "reason", Value(""),
)  # fmt: skip


_OF_FEED = (
    "id", "wrong_since", Value(WENT_WRONG), Coalesce(NullIf("title", Value("")), "source"), "sentence",
    Value(None, UUIDField()), Value(None, DateTimeField()), Value(""), "outcome", Value(""), Value(""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits about listings, with what became of what somebody reported; feeds that went wrong; and what the public
    suggests.
    """

    matters: list[Matter] = field(default_factory=list)
    feeds: list[Feed] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)


def for_today(duty: Duty) -> Waiting:
    """What waits for somebody about the directory, each the oldest first: in one read."""
    rows, found = _matters(duty), Waiting()
    if kept_schemes(duty.actor):
        rows = rows.union(_suggestions(duty), _feeds(duty), all=True).order_by("created_at", "id")
    for row in rows:
        name, service_id = row.pop("service__name"), row.pop("service_id")
        if row["kind"] == SUGGESTED:
            said = {"name": name, "description": row["text"], "created_at": row["created_at"]}
            found.suggestions.append(Suggestion(id=row["id"], **said))
        elif row["kind"] == WENT_WRONG:
            how = {"sentence": row["text"], "outcome": row["became"]}
            found.feeds.append(Feed(id=row["id"], title=name, wrong_since=row["created_at"], **how))
        else:
            found.matters.append(Matter(service=Service(id=service_id, name=name), **row))
    return found


def _matters(duty: Duty) -> QuerySet[Matter, dict[str, Any]]:
    news = Q(reported_by__in=duty.own, heard_at=None, settled_at__isnull=False)
    rows = Matter.objects.filter(_theirs(duty) | news).order_by("created_at", "id")
    found: QuerySet[Matter, dict[str, Any]] = rows.values(*_OF_MATTER)[:MOST]
    return found


def _suggestions(duty: Duty) -> QuerySet[Suggestion, tuple[Any, ...]]:
    """Where they keep the directory. What a program perhaps wrote stays on its own page."""
    rows = suggestions_for(duty.actor).filter(doubt="").order_by("created_at", "id")
    return rows.values_list(*_OF_SUGGESTION)[:MOST]


def _feeds(duty: Duty) -> QuerySet[Feed, tuple[Any, ...]]:
    """Where they keep the directory, and so set feeds up."""
    return feeds_in_trouble(kept_schemes(duty.actor)).values_list(*_OF_FEED)[:MOST]


def _theirs(duty: Duty) -> Q:
    """Of the listings that somebody looks after today; and of those that nobody here does, where they keep the
    directory.
    """
    gone = Q(service__keepers__member__to_date__lt=duty.day)
    nobodys = Q(service__keepers__member=None) | gone
    return Q(settled_at=None, kind__in=TO_SETTLE) & (
        Q(service__keepers__member__in=duty.looked_after)
        | (Q(scheme_id__in=kept_schemes(duty.actor)) & nobodys)
    )
