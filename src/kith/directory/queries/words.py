"""Looking for words: by stem and beginning, and by letters where the spelling slipped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

MOST_WORDS = 8
# Below it "debt" and "diet" would be one word; above it "walkign" would not be "walking".
ALIKE = 0.5


@dataclass(slots=True)
class Hit:
    """How the words met one service: `exact` by full text, `alike` by spelling."""

    rank: float = 0.0
    exact: list[str] = field(default_factory=list)
    alike: list[str] = field(default_factory=list)

    @property
    def words(self) -> int:
        return len(self.exact) + len(self.alike)


def split(words: str) -> list[str]:
    found = re.findall(r"[^\W_]+", words.casefold())
    return list(dict.fromkeys(found))[:MOST_WORDS]


def hits_of(scheme_ids: Sequence[UUID], words: list[str]) -> tuple[dict[UUID, Hit], int]:
    """Every service with at least one of the words, and how many words there were to look for:
    those that say nothing ("for", "the") do not count.
    """
    exact = ", ".join(f"document @@ q{i}" for i, _ in enumerate(words))
    queries = ", ".join(
        f"to_tsquery('english', unaccent(%s) || ':*') AS q{i}" for i, _ in enumerate(words)
    )
    either = " || ".join(f"q{i}" for i, _ in enumerate(words))
    alike = ", ".join(
        f"CASE WHEN numnode(q{i}) > 0 AND NOT document @@ q{i} AND length(%s) > 3"
        f" THEN word_similarity(%s, names) >= {ALIKE} ELSE false END"
        for i, _ in enumerate(words)
    )
    telling = " + ".join(f"(numnode(q{i}) > 0)::int" for i, _ in enumerate(words))
    statement = f"""
        WITH asked AS MATERIALIZED (SELECT {queries}),
        documents AS MATERIALIZED (
            SELECT s.id, concat_ws(' ', s.searched_names, o.searched_names) AS names,
                s.searched_document || coalesce(o.searched_document, '') AS document
            FROM directory_service s
            LEFT JOIN directory_communityorganisation o
                ON o.scheme_id = s.scheme_id AND o.id = s.organisation_id
            WHERE s.scheme_id = ANY(%s)
        )
        SELECT id, ts_rank('{{0.1, 0.2, 0.6, 1.0}}', document, {either}, 32),
            exactly, nearly, telling
        FROM documents, asked,
            LATERAL (
                SELECT ARRAY[{exact}] AS exactly, ARRAY[{alike}] AS nearly, {telling} AS telling
            ) AS met
        WHERE true = ANY (exactly) OR true = ANY (nearly) OR telling = 0
    """  # noqa: S608 built of our own words; what was typed is handed over apart
    given: list[Any] = [*words, list(scheme_ids), *(word for word in words for _ in (1, 2))]
    hits: dict[UUID, Hit] = {}
    count = 0
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        for pk, rank, exactly, nearly, count in cursor.fetchall():
            if any(exactly) or any(nearly) or not count:
                hits[pk] = Hit(rank, _picked(words, exactly), _picked(words, nearly))
    return hits, count


def _picked(words: list[str], flags: Iterable[bool]) -> list[str]:
    return [word for word, flag in zip(words, flags, strict=True) if flag]


def best(hits: dict[UUID, Hit], asked: int) -> tuple[dict[UUID, Hit], bool]:
    """Those with the most words, and whether that is fewer than were asked for."""
    if not hits:
        return hits, False
    most = max(hit.words for hit in hits.values())
    return {pk: hit for pk, hit in hits.items() if hit.words == most}, most < asked
