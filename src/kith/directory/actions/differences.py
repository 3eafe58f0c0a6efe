"""What a list says of a service beside what stands here, field by field, for a report of what changed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from kith.directory.actions.parts import place_rows, session_rows
from kith.directory.facts import ServiceFacts
from kith.directory.models import Service
from kith.directory.when_and_where import place_in_words, sessions_in_words

TOLD = (
    "name", "description", "status", "email", "phone", "url", "cost", "is_free", "eligibility",
    "minimum_age", "maximum_age", "setting", "is_women_only", "takes_no_recourse", "capacity",
    "places_free",
)  # fmt: skip
_MOST = 300

Difference = tuple[str, Any, Any]


def differences(row: Service, facts: ServiceFacts, today: datetime.date) -> Iterator[Difference]:
    """Each field of a service that differs, before and after, shortened to what a report shows."""
    pairs = ((name, getattr(row, name), getattr(facts, name)) for name in TOLD)
    for name, before, after in (*pairs, *_in_words(row, facts, today)):
        if before != after:
            yield name, _short(before), _short(after)


def _in_words(row: Service, facts: ServiceFacts, today: datetime.date) -> Iterator[Difference]:
    """What is made of several parts, as it is read."""
    yield (
        "organisation",
        row.organisation.name if row.organisation else "",
        facts.organisation.name if facts.organisation else "",
    )
    yield (
        "sessions",
        _listed(sessions_in_words(row.sessions.all(), today)),
        _listed(sessions_in_words(session_rows(row, facts.sessions), today)),
    )
    yield (
        "places",
        _listed(map(place_in_words, row.places.all())),
        _listed(map(place_in_words, place_rows(row, facts.places))),
    )
    yield "languages", _listed(row.languages), _listed(facts.languages)
    yield "terms", _names(row.terms), _names(facts.terms)


def _names(terms: Iterable[dict[str, str]]) -> str:
    return _listed(term["name"] for term in terms)


def _listed(words: Iterable[str]) -> str:
    return "; ".join(sorted(words))


def _short(value: Any) -> Any:
    return value[:_MOST] if isinstance(value, str) else value
