"""What a list says of a service beside what stands here, field by field, for a report of what changed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from kith.directory import as_a_whole
from kith.directory.facts import ServiceFacts
from kith.directory.models import Service

TOLD = (
    "name", "description", "status", "email", "phone", "url", "cost", "is_free", "eligibility",
    "minimum_age", "maximum_age", "setting", "is_women_only", "takes_no_recourse", "capacity",
    "places_free",
)  # fmt: skip
_MOST = 300

Difference = tuple[str, Any, Any]


def differences(row: Service, facts: ServiceFacts, today: datetime.date) -> Iterator[Difference]:
    """Each field of a service that differs, before and after, shortened to what a report shows."""
    for name in TOLD:
        before, after = getattr(row, name), getattr(facts, name)
        if before != after:
            yield name, _short(before), _short(after)
    for name in as_a_whole.WHOLE:
        before, after = as_a_whole.standing(row, name), as_a_whole.said(facts, name)
        words = [as_a_whole.in_words(name, one, today) for one in (before, after)]
        if not as_a_whole.same(name, before, after) and words[0] != words[1]:
            yield name, _short(words[0]), _short(words[1])


def _short(value: Any) -> Any:
    return value[:_MOST] if isinstance(value, str) else value
