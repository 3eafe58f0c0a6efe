"""Two records turn out to be one person: their open cases become one, and can become two again."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.pathway.caseload import queries
from kith.pathway.caseload.actions.ending import end
from kith.pathway.caseload.actions.joining import part_joined
from kith.pathway.caseload.models import Case, EndedByMerge, Holding
from kith.pathway.caseload.states import CaseState
from kith.people import actions as people
from kith.people import queries as people_queries
from kith.people.models import Merge, Person
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import today


@action("caseload.merge_people")
def merge_people(
    *, by: Actor, kept: Person, lost: Person, why: str = "", at: datetime.datetime | None = None
) -> Merge:
    """Say that two records are of one person. The record that is kept is the one whose open case goes on.

    With two open cases that of `lost` ends, its history kept. Whoever sees the kept record sees both,
    and nobody else does. Raises Refused when only `lost` has an open case, and for somebody who
    may not see both; merging twice is merging once.
    """
    _check_may(by, kept, lost)
    moment = at or timezone.now()
    there, other = people_queries.locked_pair(kept, lost)
    if there.pk == other.pk:
        return people.merge(by=by, kept=kept, lost=lost)
    kept, lost = there, other
    mine, theirs = queries.open_case_of(kept), queries.open_case_of(lost)
    if theirs is not None and mine is None:
        raise Refused(
            f"The record of {lost.full_name} that you would not keep has the open case. Keep that one,"
            " so that whoever holds the case sees the person.",
            field="decision",
        )
    joined = people.merge(by=by, kept=kept, lost=lost, why=why, at=moment)
    if theirs is not None:
        _end(joined, theirs, moment)
    return joined


@action("caseload.undo_merge")
def undo_merge(*, by: Actor, merge: Merge, at: datetime.datetime | None = None) -> Merge:
    """Take two records apart at any later time: the case that ended for it goes on as it was.

    What was written meanwhile stays where it was written, and a referral of one that joined the case of the
    other is to be decided on again. Raises Refused for somebody who may not see
    the person, and when it was undone already.
    """
    _check_may(by, merge.kept, merge.lost)
    undone = people.undo_merge(by=by, merge=merge, at=at)
    for row in EndedByMerge.objects.filter(merge=merge).select_related("case__holder", "holding"):
        _go_on(row)
    part_joined(by=by, merge=undone)
    return undone


def _check_may(by: Actor, one: Person, other: Person) -> None:
    if not queries.may_compare(by, one, other):
        raise Refused("Only somebody who may see both records can say who they are.")


def _end(joined: Merge, case: Case, moment: datetime.datetime) -> None:
    held = Holding.objects.filter(case=case, to_at=None).first()
    EndedByMerge.objects.create(
        scheme_id=case.scheme_id,
        merge=joined,
        case=case,
        holding=held,
        next_step=case.next_step,
        next_step_on=case.next_step_on,
        next_step_time=case.next_step_time,
    )
    end(case, CaseState.CLOSED, moment, None)


def _go_on(row: EndedByMerge) -> None:
    """Open a case again as it was; waiting for a worker where its holder has left."""
    case, holder = row.case, row.case.holder
    if queries.open_case_of(case.person) is not None:
        return
    left = holder is not None and holder.to_date is not None and holder.to_date < today()
    change(
        case,
        expected=case.version,
        state=CaseState.OPEN,
        ended_at=None,
        holder=None if left else holder,
        next_step=row.next_step,
        next_step_on=row.next_step_on,
        next_step_time=row.next_step_time,
    )
    if row.holding is not None and not left:
        change(row.holding, to_at=None)
