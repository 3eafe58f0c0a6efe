"""People found by a search, told apart by more than their name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from kith.desk.queries.cases import Placed
from kith.people.models import Person


def rows(
    people: Iterable[Person], placed: Mapping[UUID, Placed], *, today: dt.date
) -> list[dict[str, Any]]:
    """One row a person: who, born when, which practice, where on the pathway, with whom."""
    return [_row(person, placed.get(person.pk), today) for person in people]


def _row(person: Person, placed: Placed | None, today: dt.date) -> dict[str, Any]:
    usual = person.preferred_name and person.preferred_name != person.first_name
    holder = placed.case.holder if placed else None
    return {
        "person": person,
        "name": person.full_name,
        "called": person.preferred_name if usual else "",
        "age": person.age_on(person.died_on or today),
        "practice": person.practice.name if person.practice else "",
        "stage": placed.position.words if placed else "No open case",
        "holder": holder.name if holder else "",
    }
