"""What was moved in, and how it was mapped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import models

from kith.exchange.moving_in.models import Mapping, MovedRow
from kith.exchange.runs.models import Run
from kith.pathway.caseload.models import Case
from kith.people.models import Person
from kith.vocabulary.terms import fold


def moved(scheme_id: UUID, part: str, old_id: str) -> MovedRow | None:
    """The row of the other system that was moved in under an old number and not undone."""
    return MovedRow.objects.filter(
        scheme_id=scheme_id, part=part, old_id=old_id, undone_at=None
    ).first()


def person_of(scheme_id: UUID, old_id: str) -> Person | None:
    """Whom an old number is."""
    row = moved(scheme_id, "people", old_id)
    return Person.objects.filter(pk=row.row_id).first() if row else None


def people_of(ids: Sequence[UUID]) -> dict[UUID, Person]:
    """Some people by their id."""
    return Person.objects.in_bulk(list(ids))


def case_of(scheme_id: UUID, old_id: str) -> Case | None:
    """Which case an old number is."""
    row = moved(scheme_id, "cases", old_id)
    found = Case.objects.select_related("person", "referral").filter(pk=row.row_id) if row else None
    return found.first() if found is not None else None


def case_at(person: Person, day: Any) -> Case | None:
    """The person's case on a day, or else their newest."""
    cases = Case.objects.select_related("person", "referral").filter(person=person)
    during = cases.filter(opened_at__date__lte=day).order_by("-opened_at")
    return during.first() or cases.order_by("-opened_at").first()


def mapping_for(scheme_id: UUID, part: str, headings: Sequence[str]) -> Mapping | None:
    """The newest mapping of a sheet with these headings."""
    wanted = [fold(text) for text in headings]
    for row in Mapping.objects.filter(scheme_id=scheme_id, part=part).order_by("-created_at")[:50]:
        if [fold(text) for text in row.headings] == wanted:
            return row
    return None


def of_run(run: Run) -> models.QuerySet[MovedRow]:
    """What a run moved in, in the order in which it was made."""
    return MovedRow.objects.filter(run=run)


def kept(run: Run) -> models.QuerySet[MovedRow]:
    """What undoing a run left in place, and why."""
    return of_run(run).filter(undone_at=None).exclude(kept_why="")
