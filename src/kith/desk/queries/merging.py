"""Two records side by side, and what a merge did: for the pages that join them and take them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from kith.desk.queries.record import Record, record_of
from kith.isolation.actor import Actor
from kith.pathway.caseload import queries as caseload
from kith.pathway.caseload.models import Case, EndedByMerge
from kith.people import queries as people
from kith.people.models import Merge, Person
from kith.people.queries.matching import Match, identities
from kith.people.rules import Comparison, compare
from kith.ui.dates import day_of


@dataclass(frozen=True)
class Side:
    """One of two records: what it holds, the names of the partners that see it today, its open case."""

    person: Person
    record: Record
    partners: Sequence[str]
    open_case: Case | None


@dataclass(frozen=True)
class SideBySide:
    """Two records, and how they compare."""

    one: Side
    other: Side
    comparison: Comparison


def both(actor: Actor, one_id: UUID, other_id: UUID) -> tuple[Person, Person]:
    """Two records that the actor may compare. Raises the one 404 for any other pair."""
    found = Person.objects.select_related("practice", "merged_into").in_bulk([one_id, other_id])
    if len(found) < 2 or not caseload.may_compare(actor, *found.values()):
        raise Http404
    one, other = found[one_id], found[other_id]
    if one.scheme_id != other.scheme_id:
        raise Http404
    return one, other


def side_by_side(one: Person, other: Person) -> SideBySide:
    """Both records whole. Whether the reader may is asked before (`both`)."""
    known = identities([one, other])
    return SideBySide(_side(one), _side(other), compare(known[one.pk], known[other.pk]))


def alike(actor: Actor, person: Person) -> list[Match]:
    """Who may be this person among those whom the actor may see."""
    found = people.possible_duplicates(person)
    ids = [match.person.pk for match in found]
    seen = set(people.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))
    return [match for match in found if match.person.pk in seen]


def merge_for(actor: Actor, merge_id: UUID) -> Merge:
    """A merge in force of records that the actor may see; the one 404 otherwise."""
    found = Merge.objects.select_related("kept", "lost__practice").filter(
        pk=merge_id, undone_at=None
    )
    merge = found.first()
    if merge is None or not caseload.may_compare(actor, merge.kept, merge.lost):
        raise Http404
    return merge


def case_that_goes_on(merge: Merge) -> Case | None:
    """The case that ended for a merge, which goes on once it is undone."""
    rows = EndedByMerge.objects.filter(merge=merge).select_related("case__holder")
    row = rows.first()
    return row.case if row else None


def _side(person: Person) -> Side:
    today = day_of(timezone.now())
    return Side(
        person=person,
        record=record_of(person, today=today),
        partners=[row.partner.name for row in people.partners_who_see(person, today)],
        open_case=caseload.open_case_of(person),
    )
