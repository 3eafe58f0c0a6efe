"""What was counted, row by row: the same parts of SQL as the figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from kith.insight.queries.definitions import parameters, parts_for, planned_for_many_rows
from kith.insight.rules.periods import Period
from kith.isolation.actor import Actor
from kith.people.models import Person
from kith.people.queries import visible_to
from kith.vocabulary.foundations import Foundation

_PEOPLE = "SELECT person_id, day, '' AS said FROM {part}"
_SQL: dict[str, tuple[str, str]] = {
    "people-supported": (
        "supported",
        "SELECT person_id, day, json_build_array(conversations, support) FROM supported",
    ),
    "referrals-received": ("received", "SELECT person_id, day, source FROM received"),
    "proactive-calls": (
        "calls",
        "SELECT person_id, day, json_build_array(outcome, by_name, happened_at) FROM calls",
    ),
    "outreach-ages": ("outreach", "SELECT person_id, day, age FROM outreach"),
    **{
        stage: (stage, _PEOPLE.format(part=stage))
        for stage in ("referred", "contacted", "plan", "connected", "attended", "changed")
    },
    "days-to-first-contact": (
        "contacted",
        "SELECT person_id, day, day - referred_on FROM contacted",
    ),
    **{
        row.value: (
            "needed",
            f"SELECT person_id, day, '' FROM needed WHERE foundation = '{row.value}'",  # noqa: S608
        )
        for row in Foundation
    },
    "by-door": (
        "through",
        "SELECT person_id, day, json_build_array(door, talked_on - day) FROM through",
    ),
    "kept-promises": (
        "promised",
        "SELECT person_id, day, json_build_array(door, clock, state) FROM promised",
    ),
    "helped-by-link-worker-alone": ("alone", _PEOPLE.format(part="alone")),
    "what-changed": (
        "pairs supported",
        "SELECT p.person_id, p.day, json_build_array(measure, part, before, after, direction)"
        " FROM pairs p JOIN supported USING (person_id)",
    ),
}
_PRACTICES = """
SELECT p.name, p.ods_code, r.registered, r.on_date
FROM practices JOIN organisations_practice p ON p.scheme_id = %(scheme)s AND p.id = practice_id
LEFT JOIN registered r USING (practice_id) ORDER BY p.name
"""


@dataclass(frozen=True)
class Row:
    """One thing that was counted; `person` is None where the actor may not see who it was."""

    person_id: UUID
    day: dt.date
    said: Any
    person: Person | None = None


@dataclass(frozen=True)
class PracticeRow:
    """One practice, and its list size with the day it was taken, if there is one."""

    name: str
    ods_code: str
    registered: int | None
    on_date: dt.date | None


@dataclass(frozen=True)
class Listed:
    """Some of the rows of a figure, and how many rows and different people there are in all."""

    rows: list[Row]
    total: int
    people: int


def rows_of(
    actor: Actor, scheme_id: UUID, period: Period, figure: str, *, offset: int, limit: int
) -> Listed:
    """A page of what a figure counted, oldest first, with the people the actor may see.

    Raises KeyError for a figure without such a list.
    """
    parts, sql = _SQL[figure]
    with planned_for_many_rows() as cursor:
        cursor.execute(
            # Only our own parts are put together; what was asked for comes as parameters.
            f"{parts_for(*parts.split())}, found (person_id, day, said) AS ({sql})"  # noqa: S608
            " SELECT f.*, count(*) OVER (), (SELECT count(DISTINCT person_id) FROM found)"
            " FROM found f ORDER BY day, person_id OFFSET %(offset)s LIMIT %(limit)s",
            {**parameters(scheme_id, period), "offset": offset, "limit": limit},
        )
        found = cursor.fetchall()
    people = _seen(actor, scheme_id, {row[0] for row in found})
    return Listed(
        [Row(row[0], row[1], row[2], people.get(row[0])) for row in found],
        total=found[0][3] if found else 0,
        people=found[0][4] if found else 0,
    )


def practices_of(scheme_id: UUID, period: Period) -> list[PracticeRow]:
    """The practices of the period, by name."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{parts_for('practices', 'registered')}{_PRACTICES}", parameters(scheme_id, period)
        )
        return [PracticeRow(*row) for row in cursor.fetchall()]


def _seen(actor: Actor, scheme_id: UUID, ids: Collection[UUID]) -> dict[UUID, Person]:
    return visible_to(actor).filter(scheme_id=scheme_id).in_bulk(list(ids))
