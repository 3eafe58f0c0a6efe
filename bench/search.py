"""How well a search finds what was meant: a hundred everyday queries over a borough's made-up directory.

Judged before anything was tuned; the queries marked `h` were held out of the tuning and stay so.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.everyday import Made, services
from bench.instance import SEED

JUDGED = Path(__file__).with_name("judged.tsv")
FIRST = 10
NOT_AS_ASKED = 2
Searched = Callable[[str], Sequence[UUID]]


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody types, how good each kind of service is for it, what else was asked, and why."""

    held_out: bool
    words: str
    grades: dict[str, int]
    wanted: dict[str, str]
    why: str

    def grade(self, made: Made) -> int:
        """3 what was meant, 2 would do, 1 worth a mention, 0 not at all."""
        found = self.grades.get(made.kind, 0)
        amiss = any(not _IS[name](made, value) for name, value in self.wanted.items())
        return max(0, found - NOT_AS_ASKED) if amiss else found


_IS: dict[str, Callable[[Made, str], bool]] = {
    "lang": lambda made, code: code in made.languages,
    "day": lambda made, day: made.day == day,
    "women": lambda made, _: made.is_women_only,
    "free": lambda made, _: made.is_free,
    "online": lambda made, _: made.is_online,
}


def queries() -> list[Query]:
    """The judged set, as it is kept."""
    return list(_read(JUDGED.read_text().splitlines()))


def _read(lines: Sequence[str]) -> Iterator[Query]:
    for line in lines:
        if line and not line.startswith("#"):
            held, words, grades, wanted, why = line.split("\t")
            yield Query(
                held == "h",
                words,
                {kind: int(grade) for kind, grade in _pairs(grades)},
                dict(_pairs(wanted)),
                why,
            )


def _pairs(said: str) -> Iterator[tuple[str, str]]:
    for part in said.split():
        name, _, value = part.partition("=")
        yield name, value


def measure(scheme: str) -> dict[str, Any]:
    """The figures; what was written is taken back."""
    from django.db import connection, transaction

    from kith.isolation import context
    from kith.organisations.queries import scheme_of_slug

    scheme_id = scheme_of_slug(scheme)
    assert scheme_id is not None
    made = services(SEED)
    with context.in_scheme(scheme_id, actor="the benchmark"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        ids = dict(zip(store(scheme_id, made), made, strict=True))
        figures = weigh(scheme_id, ids)
        transaction.set_rollback(True)
    return figures


def store(scheme_id: UUID, made: Sequence[Made]) -> list[UUID]:
    """Put the set into the scheme's directory; the ids in order."""
    from kith.directory.actions import parts
    from kith.directory.facts import PlaceFacts, SessionFacts
    from kith.directory.models import CommunityOrganisation, Place, Service, Session

    rows, runs, places, sessions = [], {}, [], []
    for one in made:
        run = runs.setdefault(
            one.organisation, CommunityOrganisation(scheme_id=scheme_id, name=one.organisation)
        )
        row = Service(
            scheme_id=scheme_id, organisation=run, name=one.name, description=one.description,
            terms=[{"taxonomy": "", "code": "", "name": term} for term in one.terms],
            is_free=one.is_free, languages=list(one.languages), setting=one.setting,
            is_women_only=one.is_women_only or None,
            minimum_age=one.ages[0], maximum_age=one.ages[1],
        )  # fmt: skip
        rows.append(row)
        name, postcode, latitude, longitude = one.place
        where = [PlaceFacts(name, "", postcode, latitude, longitude, is_step_free=one.is_step_free)]
        where += [PlaceFacts(is_online=True)] if one.is_online else []
        places += parts.place_rows(row, where)
        sessions += parts.session_rows(row, [SessionFacts("WEEKLY", (one.day,))])
    CommunityOrganisation.objects.bulk_create(runs.values())
    for kind, of_it in ((Service, rows), (Place, places), (Session, sessions)):
        kind.objects.bulk_create(of_it, batch_size=1000)  # type: ignore[attr-defined]
    return [row.pk for row in rows]


def weigh(scheme_id: UUID, made: dict[UUID, Made]) -> dict[str, Any]:
    """Ask every query of the product and of a plain search."""
    from kith.directory.queries import find

    def ours(words: str) -> list[UUID]:
        return [match.service_id for match in find([scheme_id], words=words).matches]

    asked = queries()
    began = time.perf_counter()
    got = [_judged(query, ours(query.words), made) for query in asked]
    took = time.perf_counter() - began
    every = [_judged(query, _plain(scheme_id, query.words), made) for query in asked]
    some = [_judged(query, _plain(scheme_id, query.words, any_word=True), made) for query in asked]
    return {
        "ndcg_at_10": _mean(score for score, _ in got),
        "baseline_ndcg_at_10": _mean(score for score, _ in every),
        "baseline_any_word_ndcg_at_10": _mean(score for score, _ in some),
        "zero_result_rate": _mean(not count for _, count in got),
        "baseline_zero_result_rate": _mean(not count for _, count in every),
        "ndcg_at_10_held_out": _of(asked, got, held_out=True),
        "ndcg_at_10_tuned_on": _of(asked, got, held_out=False),
        "baseline_ndcg_at_10_held_out": _of(asked, every, held_out=True),
        "baseline_any_word_ndcg_at_10_held_out": _of(asked, some, held_out=True),
        "queries": len(asked),
        "services": len(made),
        "milliseconds_a_query": round(took / len(asked) * 1000, 1),
        "by_query": {
            query.words: round(score, 3) for query, (score, _) in zip(asked, got, strict=True)
        },
    }


def _judged(query: Query, found: Sequence[UUID], made: dict[UUID, Made]) -> tuple[float, int]:
    """nDCG of the first ten with gain 2^grade - 1 (Järvelin and Kekäläinen, 2002), and how many came."""
    known = [made[pk] for pk in found if pk in made]
    best = sorted((query.grade(one) for one in made.values()), reverse=True)
    ideal = _dcg(best[:FIRST])
    return _dcg([query.grade(one) for one in known[:FIRST]]) / ideal, len(known)


def _dcg(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(at + 2) for at, grade in enumerate(grades))


def _plain(scheme_id: UUID, words: str, *, any_word: bool = False) -> list[UUID]:
    """PostgreSQL's own full-text search over the same words: all of them, or any."""
    from django.db import connection

    asked = "plainto_tsquery('english', %s)"
    if any_word:
        asked = f"replace({asked}::text, '&', '|')::tsquery"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM directory_service, (SELECT {asked} AS q) AS asked"
            " WHERE scheme_id = %s AND searched_document @@ q"
            " ORDER BY ts_rank(searched_document, q) DESC, name, id",
            [words, scheme_id],
        )
        return [row[0] for row in cursor.fetchall()]


def _of(asked: Sequence[Query], got: Sequence[tuple[float, int]], *, held_out: bool) -> float:
    pairs = zip(asked, got, strict=True)
    return _mean(score for query, (score, _) in pairs if query.held_out is held_out)


def _mean(values: Any) -> float:
    found = [float(value) for value in values]
    return round(sum(found) / len(found), 4)


if __name__ == "__main__":
    import django

    django.setup()
    json.dump(measure(json.load(sys.stdin)), sys.stdout)
