"""A household in the words of its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from kith.desk.queries.cases import Placed
from kith.people.models import LinkedPerson, Person
from kith.people.queries import Household
from kith.ui.dates import date_in_words, day_of

Part, Told = LinkedPerson.Part, LinkedPerson.MayBeTold


def shown(
    person: Person, found: Household, supported: Mapping[UUID, Placed], *, now: dt.datetime
) -> dict[str, Any]:
    """The person first, then those at the address, then those linked who live elsewhere."""
    links = {row.supported.kept.pk: row for row in found.links if row.supported}

    def line(one: Person) -> dict[str, Any]:
        return _line(one, links.get(one.pk), supported.get(one.pk), now)

    return {
        "own": line(person),
        "together": [line(one) for one in found.together],
        "elsewhere": [line(one) for one in found.elsewhere],
    }


def _line(
    one: Person, link: LinkedPerson | None, placed: Placed | None, now: dt.datetime
) -> dict[str, Any]:
    """Who they are, who they are to the person, and who supports them; what must not be told in sight."""
    return {
        "person": one,
        "age": one.age_on(day_of(now)),
        "is": link.relationship if link else "",
        "care": Part(link.part).label if link and link.part != Part.AROUND else "",
        "never": link is not None and link.may_be_told == Told.NEVER,
        "linked": link is not None,
        "by": _by(placed),
        "next": _next(placed, now),
    }


def _by(placed: Placed | None) -> str:
    if placed is None:
        return "Not supported at present"
    holder = placed.case.holder
    return f"Supported by {holder.name}" if holder else "Waits for a worker"


def _next(placed: Placed | None, now: dt.datetime) -> str:
    on = placed.case.next_step_on if placed else None
    return f"Next in touch {date_in_words(on, now=now)}" if on else ""
