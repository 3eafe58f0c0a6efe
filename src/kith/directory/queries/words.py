"""Looking for words in the directory: as they stand, by what directories call them, by stem and
beginning, and by letters where the spelling slipped.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from kith.directory.queries.meant import Meant, Sought

# Below it "debt" and "diet" would be one word; above it "walkign" would not be "walking".
ALIKE = 0.5
# A service is worth showing when it has this much of what the best one has.
ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class _Way:
    """One way of meeting what was sought: how it is asked in SQL, and what it is worth."""

    key: str
    worth: float


EXACT, CALLED, LIKE, ALIKE_BY_LETTERS = "exact", "called", "like", "alike"
# The order is the order of worth; the first that holds counts. Names and terms (A, B) tell more
# than a description (C), which mentions much in passing.
_WAYS = (
    _Way(EXACT, 1.0), _Way(CALLED, 0.95), _Way(ALIKE_BY_LETTERS, 0.7), _Way(LIKE, 0.6),
    _Way(EXACT, 0.55), _Way(EXACT, 0.5), _Way(CALLED, 0.45), _Way(LIKE, 0.3),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """How one service met what was sought: 0 to 1, and each thing with the way it was met."""

    worth: float
    met: tuple[tuple[Sought, str], ...]

    def said(self, way: str) -> list[Sought]:
        """What was met in this way."""
        return [sought for sought, how in self.met if how == way]


Hits = dict[UUID, Hit] | None


def hits_of(scheme_ids: Sequence[UUID], meant: Meant) -> tuple[Hits, bool]:
    """The services that have enough of what is meant, and whether none has all of it; None when
    nothing was said that tells anything ("for", "the").
    """
    if not meant.sought:
        return None, False
    found = _hits(scheme_ids, meant.sought)
    if found[0] == {} and meant.rest:
        return _hits(scheme_ids, [*meant.sought, *meant.rest])
    return found


@dataclass(frozen=True, slots=True)
class _Met:
    """How many services met the things in just these ways (from 1; 0 for not at all), and which; how many
    of the things say anything.
    """

    counts: dict[tuple[int, ...], int]
    ids: dict[tuple[int, ...], list[UUID]]
    telling: int

    def seen(self, at: int) -> int:
        """How many services met one of the things."""
        return sum(count for ways, count in self.counts.items() if ways[at])


def _hits(scheme_ids: Sequence[UUID], sought: Sequence[Sought]) -> tuple[Hits, bool]:
    met = _ask(scheme_ids, sought)
    total = sum(met.counts.values())
    if total and not met.telling:
        return None, False
    if unseen := {at for at in range(len(sought)) if not met.seen(at)}:
        met = _ask(scheme_ids, sought, by_letters=unseen)
    weights = [
        math.log(1 + total / seen) if (seen := met.seen(at)) else 0.0 for at in range(len(sought))
    ]
    hits = {ways: _hit(sought, ways, weights) for ways in met.ids}
    if not hits:
        return {}, False
    best = max(hit.worth for hit in hits.values())
    kept = {ways: hit for ways, hit in hits.items() if hit.worth >= ENOUGH * best}
    most = max(len(hit.met) for hit in kept.values())
    return {pk: hit for ways, hit in kept.items() for pk in met.ids[ways]}, most < met.telling


def _hit(sought: Sequence[Sought], ways: Sequence[int], weights: Sequence[float]) -> Hit:
    worth = sum(
        weight * _WAYS[way - 1].worth for way, weight in zip(ways, weights, strict=True) if way
    )
    met = tuple((one, _WAYS[way - 1].key) for one, way in zip(sought, ways, strict=True) if way)
    return Hit(worth / (sum(weights) or 1), met)


def _ask(
    scheme_ids: Sequence[UUID], sought: Sequence[Sought], by_letters: Collection[int] = ()
) -> _Met:
    """In which ways services meet what is sought. Comparing letters is slow, so it is done only for things
    that nothing else finds, which is what a slip of spelling looks like.
    """
    asked: list[str] = []
    given: dict[str, Any] = {"schemes": list(scheme_ids)}
    for at, one in enumerate(sought):
        given[f"said{at}"] = one.said
        for name, text in _texts(one):
            asked.append(f"to_tsquery('english', directory_unaccent(%({name}{at})s)) AS {name}{at}")
            given[f"{name}{at}"] = text
    ways = ", ".join(_way(at, by_letters=at in by_letters) for at in range(len(sought)))
    telling = " + ".join(f"(numnode(any{at}) > 0)::int" for at in range(len(sought)))
    statement = f"""
        WITH asked AS MATERIALIZED (SELECT {", ".join(asked)}),
        documents AS MATERIALIZED (
            SELECT s.id, concat_ws(' ', s.searched_names, o.searched_names) AS names,
                s.searched_document || coalesce(o.searched_document, '') AS document
            FROM directory_service s
            LEFT JOIN directory_communityorganisation o
                ON o.scheme_id = s.scheme_id AND o.id = s.organisation_id
            WHERE s.scheme_id = ANY (%(schemes)s)
        ),
        met AS (SELECT id, ARRAY[{ways}]::int[] AS ways FROM documents, asked)
        SELECT ways, count(*), array_agg(id), (SELECT {telling} FROM asked) FROM met GROUP BY ways
    """  # noqa: S608 built of our own words; what was typed is handed over apart
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        rows = [(tuple(ways), *rest) for ways, *rest in cursor.fetchall()]
    return _Met(
        {ways: count for ways, count, *_ in rows},
        {ways: ids for ways, _, ids, _ in rows if any(ways)},
        rows[0][-1] if rows else 0,
    )


def _texts(one: Sought) -> list[tuple[str, str]]:
    own = _words(one.said)
    beginning = " & ".join(f"{word}:*" for word in own)
    return [
        ("own", " & ".join(f"{word}:AB" for word in own)),
        ("apt", _either(one.called.apt, ":AB")),
        ("near", _either(one.called.near, ":AB")),
        ("any", " & ".join(own)),
        ("begun", beginning),
        ("apt_any", _either(one.called.apt, "")),
        ("near_any", _either(one.called.near, "")),
    ]


def _either(phrases: Sequence[str], where: str) -> str:
    """In PostgreSQL's own language of queries; "" finds nothing."""
    each = (" & ".join(f"{word}{where}" for word in _words(phrase)) for phrase in phrases)
    return " | ".join(f"({phrase})" for phrase in each)


def _words(phrase: str) -> list[str]:
    return re.findall(r"[^\W_]+", phrase)


def _way(at: int, *, by_letters: bool) -> str:
    """The first of `_WAYS` that holds, as its number."""
    letters = f"""WHEN numnode(any{at}) > 0 AND length(%(said{at})s) > 3
            AND word_similarity(%(said{at})s, names) >= {ALIKE} THEN 3"""
    return f"""CASE WHEN document @@ own{at} THEN 1 WHEN document @@ apt{at} THEN 2
        {letters if by_letters else ""}
        WHEN document @@ near{at} THEN 4 WHEN document @@ any{at} THEN 5
        WHEN document @@ begun{at} THEN 6 WHEN document @@ apt_any{at} THEN 7
        WHEN document @@ near_any{at} THEN 8 ELSE 0 END"""
