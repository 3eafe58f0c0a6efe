"""Two records of one person joined by a pointer, and taken apart again; no row of either moves.

The caseload drives both, since two open cases need a choice (`caseload.actions.merge_people`).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.people import queries
from kith.people.models import Merge, NotTheSame, Person
from kith.people.rules.gaps import emptied, gaps
from kith.resilience.errors import Refused
from kith.resilience.versions import change


@action("people.merge")
def merge(
    *, by: Actor, kept: Person, lost: Person, why: str = "", at: datetime.datetime | None = None
) -> Merge:
    """Let `lost` be read as part of `kept` from now on; each stands for the record it was merged into.

    Merging what is merged already changes nothing and gives that merge, so that two at once are one.
    Raises Refused for records of two schemes.
    """
    if kept.scheme_id != lost.scheme_id:
        raise Refused("These are people of two schemes. They stay apart.")
    into, gone = queries.locked_pair(kept, lost)
    if into.pk == gone.pk:
        return _in_force(lost, kept)
    _point(Person.objects.filter(merged_into=gone), into)
    change(gone, merged_into=into)
    return Merge.objects.create(
        scheme_id=into.scheme_id,
        kept=into,
        lost=gone,
        by_id=by.membership_id(into.scheme_id),
        by_name=by.name[:200],
        at=at or timezone.now(),
        why=why.strip()[:300],
    )


@action("people.fill_from_merged")
def fill_from_merged(*, by: Actor, merge: Merge) -> Person:
    """Take over what the kept record does not say and the one merged into it does; undoing the merge empties
    it again where nobody changed it. Raises Refused when there is nothing to take over.
    """
    queries.locked_pair(merge.kept, merge.lost)
    there = Merge.objects.select_for_update().select_related("kept", "lost").get(pk=merge.pk)
    found = gaps(there.kept, there.lost)
    if there.undone_at is not None or there.lost.merged_into_id != there.kept_id or not found:
        raise Refused("There is nothing more to take over. Reload the record to see it as it is.")
    change(there.kept, **found)
    change(there, filled=sorted({*there.filled, *found}))
    return there.kept


@action("people.undo_merge")
def undo_merge(*, by: Actor, merge: Merge, at: datetime.datetime | None = None) -> Merge:
    """Take two records apart: each shows again the rows that were written on it, and nothing else moves.

    What was written since stays on the record it was written on; what was taken over goes back. Where both
    came to have one NHS number otherwise, the kept record's is in doubt. Raises Refused when it was undone already.
    """
    queries.locked_pair(merge.kept, merge.lost)
    there = Merge.objects.select_for_update().select_related("kept", "lost").get(pk=merge.pk)
    if there.undone_at is not None:
        raise Refused("This was undone already. Reload the page to see both records.")
    own = _merged_under(there.lost)
    taken_back = emptied(there.kept, there.lost, there.filled)
    if taken_back:
        change(there.kept, **taken_back)
    _give_number_back(there.lost.kept, there.lost)
    change(there.lost, merged_into=None)
    _point(Person.objects.filter(pk__in=own), there.lost)
    change(there, undone_at=at or timezone.now(), undone_by_name=by.name[:200])
    return there


@action("people.tell_apart")
def tell_apart(*, by: Actor, one: Person, other: Person, why: str = "") -> NotTheSame:
    """Remember that two records are of two people, so that they are not offered as one again.

    Saying it twice says it once. Raises Refused for one record, merged ones, or two schemes.
    """
    if one.scheme_id != other.scheme_id or one.kept.pk == other.kept.pk:
        raise Refused("These are one record now. Undo the merge first.")
    first, second = sorted((one, other), key=lambda person: person.pk)
    row, _ = NotTheSame.objects.get_or_create(
        scheme_id=one.scheme_id,
        one=first,
        other=second,
        defaults={
            "by_id": by.membership_id(one.scheme_id),
            "by_name": by.name[:200],
            "why": why.strip()[:300],
        },
    )
    return row


def _in_force(lost: Person, kept: Person) -> Merge:
    rows = Merge.objects.filter(undone_at=None, lost__in=[lost.pk, kept.pk])
    found = rows.order_by("-at").first()
    if found is None:
        raise Refused("This is one record. There is nothing to merge.")
    return found


def _merged_under(person: Person) -> set[UUID]:
    """The records that were merged into this one, or into those, by the merges in force."""
    pairs = Merge.objects.filter(scheme_id=person.scheme_id, undone_at=None)
    into: dict[UUID, list[UUID]] = {}
    for kept, lost in pairs.values_list("kept_id", "lost_id"):
        into.setdefault(kept, []).append(lost)
    found: set[UUID] = set()
    waiting = [person.pk]
    while waiting:
        below = into.get(waiting.pop(), [])
        found |= set(below)
        waiting += below
    return found


def _point(rows: Iterable[Person], into: Person) -> None:
    for row in rows:
        change(row, merged_into=into)


def _give_number_back(kept: Person, lost: Person) -> None:
    if lost.nhs_number and kept.nhs_number == lost.nhs_number:
        change(kept, nhs_number="", nhs_number_in_doubt=lost.nhs_number)
