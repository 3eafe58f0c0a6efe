"""Finding the service that fits: by words, foundations, distance and what the person needs.

Words are read first (`meant`): what is looked for, by the words that directories use for it, and
what it should be besides (a day, a language, women only). They are met by stem and beginning
(PostgreSQL full text, English), by what directories call a thing, and by letters where the spelling
slipped (trigrams). What a directory does not say (a price, a language, steps) never leaves a service
out: it is said beside the result, to be asked about.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Manager, QuerySet

from kith.directory.models import Place, Service, Session
from kith.directory.queries.fitting import fitting
from kith.directory.queries.meant import meant
from kith.directory.queries.reasons import Asked, Match, Row, When, Where
from kith.directory.queries.wanted import Wanted
from kith.directory.queries.words import Hit, hits_of
from kith.ui import dates

NO_WORDS = Hit(0.0, ())


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many services fitted but for one thing, named by `key`: what of `find` would give way."""

    key: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """What fits: those asked for, first of them `known`, of which all is known that was asked, then those to
    ask, each best first; `count` is of both. What was left out and why; whether some of the words are nowhere.
    """

    matches: tuple[Match, ...]
    known: int
    count: int
    left_out: tuple[LeftOut, ...]
    only_some_words: bool = False


def find(
    scheme_ids: Sequence[UUID],
    *,
    words: str = "",
    foundations: Collection[str] = (),
    days: Collection[str] = (),
    today: datetime.date | None = None,
    first: int = 0,
    most: int | None = None,
    **wanted: Any,
) -> Found:
    """The services of these schemes that fit, best first: `most` of them from `first` (from 0), or all.

    `words` is what someone typed, `foundations` are keys, `days` as in RFC 5545; `wanted` are other
    fields of `Wanted`, distances in kilometres as the crow flies. When no service has all the words,
    those with the most of them are found, and `only_some_words` says so.
    """
    said, today = meant(words), today or dates.today()
    must = Wanted(foundations=frozenset(foundations), days=frozenset(days), **wanted)
    hits, only_some = hits_of(scheme_ids, said)
    found = fitting(scheme_ids, must, said, hits, today=today, first=first, most=most)
    return Found(
        tuple(_matches(found.ids, Asked(must, said), hits or {})),
        found.known,
        found.count,
        tuple(LeftOut(key, count) for key, count in found.left_out),
        only_some,
    )


def _matches(ids: Sequence[UUID], asked: Asked, hits: Mapping[UUID, Hit]) -> Iterator[Match]:
    rows = {row.pk: row for row in _rows(Service.objects.filter(pk__in=ids), Row)}
    places, times = (
        _of_each(kind.objects, row, ids) for kind, row in ((Place, Where), (Session, When))
    )
    for pk in ids:
        yield asked.match(rows[pk], places.get(pk, []), times.get(pk, []), hits.get(pk, NO_WORDS))


def _rows(rows: QuerySet[Any], kind: type[Any]) -> Iterator[Any]:
    return (kind(*values) for values in rows.values_list(*kind._fields))


def _of_each(rows: Manager[Any], kind: type[Any], ids: Sequence[UUID]) -> dict[UUID, list[Any]]:
    """The places or sessions of each service."""
    found: dict[UUID, list[Any]] = {}
    for row in _rows(rows.filter(service__in=ids), kind):
        found.setdefault(row.service_id, []).append(row)
    return found
