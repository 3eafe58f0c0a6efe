"""Finding the service that fits: by words, foundations, distance and what the person needs.

Words are read first (`meant`): what is looked for, by the words that directories use for it, and
what it should be besides (a day, a language, women only). They are met by stem and beginning
(PostgreSQL full text, English), by what directories call a thing, and by letters where the spelling
slipped (trigrams). What a directory does not say (a price, a language, steps) never leaves a service
out: it is said beside the result, to be asked about.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kith.directory.models import Place, Service, Session
from kith.directory.queries.judging import Asked, Match, Row, Wanted, When, Where
from kith.directory.queries.meant import meant
from kith.directory.queries.words import Hit, hits_of
from kith.ui import dates

# Asking for more rows one by one costs more than reading them all.
FEW = 300
NO_WORDS = Hit(0.0, ())
Hits = dict[UUID, Hit] | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many services fitted but for one thing, named by `key`: what of `find` would give way."""

    key: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """What fits, best first; what was left out and why; whether some of the words are nowhere."""

    matches: tuple[Match, ...]
    left_out: tuple[LeftOut, ...]
    only_some_words: bool = False


def find(
    scheme_ids: Sequence[UUID],
    *,
    words: str = "",
    foundations: Collection[str] = (),
    days: Collection[str] = (),
    today: datetime.date | None = None,
    **wanted: Any,
) -> Found:
    """The services of these schemes that fit, best first.

    `words` is what someone typed, `foundations` are keys, `days` as in RFC 5545; `wanted` are other
    fields of `Wanted`, distances in kilometres as the crow flies. When no service has all the words,
    those with the most of them are found, and `only_some_words` says so.
    """
    said = meant(words)
    hits, only_some = hits_of(scheme_ids, said)
    must = Wanted(foundations=frozenset(foundations), days=frozenset(days), **wanted)
    asked = Asked(must, said, today or dates.today())
    places = _of_each(Place.objects.all(), Where, scheme_ids, hits)
    times: dict[UUID, list[Any]] = {}
    if must.has_times or said.days:
        times = _of_each(Session.objects.all(), When, scheme_ids, hits)
    matches: list[Match] = []
    left: Counter[str] = Counter()
    for row in _candidates(scheme_ids, hits):
        hit = hits[row.pk] if hits is not None else NO_WORDS
        judged = asked.judge(row, places.get(row.pk, []), times.get(row.pk, []), hit)
        if isinstance(judged, Match):
            matches.append(judged)
        else:
            left[judged] += 1
    matches.sort(key=lambda match: (-match.score, match.km or 0, match.name.casefold()))
    return Found(
        tuple(matches), tuple(LeftOut(key, count) for key, count in left.most_common()), only_some
    )


def _candidates(scheme_ids: Sequence[UUID], hits: Hits) -> list[Row]:
    rows = Service.objects.filter(scheme_id__in=scheme_ids, joined_to=None)
    if hits is not None and len(hits) <= FEW:
        rows = rows.filter(pk__in=list(hits))
    found = (Row(*values) for values in rows.values_list(*Row._fields))
    return [row for row in found if hits is None or row.pk in hits]


def _of_each(
    rows: QuerySet, kind: type[Where] | type[When], scheme_ids: Sequence[UUID], hits: Hits
) -> dict[UUID, list[Any]]:
    """The places or sessions of each service."""
    rows = rows.filter(scheme_id__in=scheme_ids)
    if hits is not None and len(hits) <= FEW:
        rows = rows.filter(service__in=list(hits))
    found: dict[UUID, list[Any]] = {}
    for values in rows.values_list(*kind._fields):
        found.setdefault(values[0], []).append(kind(*values))
    return found
