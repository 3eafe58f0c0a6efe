"""How well matching tells who is who: 20,000 pairs, in a scheme of 53,000 people, by the product's own reads."""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from bench.instance import SEED
from bench.pairs import Pair, Row, pairs, strangers

PAIRS = 20_000
PEOPLE = 53_000
AT_ONCE = 10
"""As many as a page of the triage queue shows."""


def measure(scheme: str) -> dict[str, Any]:
    """The figures; what was written is taken back."""
    from django.db import connection, transaction

    from kith.isolation import context
    from kith.organisations.queries import scheme_of_slug

    scheme_id = scheme_of_slug(scheme)
    assert scheme_id is not None
    made = pairs(PAIRS, SEED)
    with context.in_scheme(scheme_id, actor="the benchmark"), transaction.atomic():
        with connection.cursor() as cursor:  # making the people takes longer than a page may idle
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        ids = store(scheme_id, [pair.there for pair in made])
        store(scheme_id, strangers(PEOPLE - PAIRS, SEED))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE people_person, people_contactpoint")
        figures = weigh(scheme_id, made, ids)
        transaction.set_rollback(True)
    return figures


def store(scheme_id: UUID, rows: Iterable[Row]) -> list[UUID]:
    """Put rows on record as they are, in bulk; their ids in order."""
    from kith.people.models import ContactPoint, Person
    from kith.vocabulary import names

    people, points = [], []
    for row in rows:
        people.append(
            Person(
                scheme_id=scheme_id, first_name=row.first_name, last_name=row.last_name,
                sort_name=names.sort_key(row.first_name, row.last_name),
                date_of_birth=row.date_of_birth, nhs_number=row.nhs_number,
            )
        )  # fmt: skip
        for kind, value in (("phone", row.phone), ("email", row.email), ("address", row.address)):
            if value:
                points.append(
                    ContactPoint(
                        scheme_id=scheme_id, person=people[-1], kind=kind, value=value,
                        postcode=row.postcode if kind == "address" else "",
                    )
                )  # fmt: skip
    Person.objects.bulk_create(people, batch_size=1000)
    ContactPoint.objects.bulk_create(points, batch_size=1000)
    return [person.pk for person in people]


def weigh(scheme_id: UUID, made: Sequence[Pair], ids: Sequence[UUID]) -> dict[str, Any]:
    """Ask for each record that comes who it is, as a referral does, and who it may be, as triage does."""
    began = time.perf_counter()
    joined = [_joined(scheme_id, pair.comes) for pair in made]
    asked = time.perf_counter()
    offered = [found for at in range(0, len(made), AT_ONCE)
               for found in _offered(scheme_id, made[at : at + AT_ONCE])]  # fmt: skip
    ended = time.perf_counter()
    right = [pair.same and who == pk for pair, who, pk in zip(made, joined, ids, strict=True)]
    found = [
        pair.same and (good or pk in others)
        for pair, good, others, pk in zip(made, right, offered, ids, strict=True)
    ]
    same, joins = sum(pair.same for pair in made), sum(who is not None for who in joined)
    unsure = [set(others) - {who} for others, who in zip(offered, joined, strict=True)]
    hits = sum(p.same and pk in s for p, s, pk in zip(made, unsure, ids, strict=True))
    return {
        "precision": round(sum(right) / max(joins, 1), 5),
        "recall": round(sum(found) / same, 5),
        "pairs": len(made),
        "joins": joins,
        "wrong_joins": joins - sum(right),
        "recall_of_joins_alone": round(sum(right) / same, 4),
        "offers": sum(map(len, unsure)),
        "precision_of_offers": round(hits / max(sum(map(len, unsure)), 1), 4),
        "milliseconds_a_referral": round((asked - began) / len(made) * 1000, 2),
        "milliseconds_a_page_of_triage": round((ended - asked) / len(made) * AT_ONCE * 1000, 1),
        "by_kind": _by_kind(made, joined, unsure, ids),
    }


def _joined(scheme_id: UUID, row: Row) -> UUID | None:
    from kith.people import queries

    person = queries.known(
        scheme_id, first_name=row.first_name, last_name=row.last_name,
        date_of_birth=row.date_of_birth, nhs_number=row.nhs_number, postcode=row.postcode,
        phones=[row.phone], email=row.email, address=row.address,
    ).person  # fmt: skip
    return person.pk if person else None


def _offered(scheme_id: UUID, some: Sequence[Pair]) -> list[list[UUID]]:
    from kith.people.queries.matching import MOST_OFFERED, identity, likely

    wanted = {
        at: identity(
            first_name=row.first_name, last_name=row.last_name, date_of_birth=row.date_of_birth,
            nhs_number=row.nhs_number, phones=[row.phone], emails=[row.email],
            postcodes=[row.postcode], addresses=[row.address],
        )
        for at, row in enumerate(pair.comes for pair in some)
    }  # fmt: skip
    found = likely(scheme_id, wanted)
    return [[match.person.pk for match in found[at][:MOST_OFFERED]] for at in wanted]


def _by_kind(
    made: Sequence[Pair],
    joined: Sequence[UUID | None],
    unsure: Sequence[set[UUID | None]],
    ids: Sequence[UUID],
) -> dict[str, tuple[int, int, int]]:
    """Pairs, those joined and those offered, by error (a pair may have several) or by likeness."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for pair, who, others, pk in zip(made, joined, unsure, ids, strict=True):
        for kind in pair.kind.split(" + "):
            line = counts[f"{'one person' if pair.same else 'two people'}: {kind}"]
            line[0] += 1
            line[1] += who == pk
            line[2] += pk in others
    return {kind: (a, b, c) for kind, (a, b, c) in sorted(counts.items())}


if __name__ == "__main__":
    import django

    django.setup()
    json.dump(measure(json.load(sys.stdin)), sys.stdout)
