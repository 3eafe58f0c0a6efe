"""Two records turn out to be one person: their open cases become one, and can become two again."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.organisations.models import Membership
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

    With two open cases that of `lost` ends, its history kept, and what is under way in it goes on with the other.
    Whoever sees the kept record sees both, and nobody else does. Raises Refused when only `lost` has an open case,
    and for somebody who may not see both; merging twice is merging once.
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
        assert mine is not None
        _end(joined, theirs, mine, moment)
    return joined


@action("caseload.undo_merge")
def undo_merge(*, by: Actor, merge: Merge, at: datetime.datetime | None = None) -> Merge:
    """Take two records apart at any later time: the case that ended for it goes on as it was, with its pause, who
    worked along on it, and all that is under way in it; unless it was opened again meanwhile.

    What was written meanwhile stays where it was written, and a referral of one that joined the case of the
    other is to be decided on again. Raises Refused for somebody who may not see
    the person, and when it was undone already.
    """
    _check_may(by, merge.kept, merge.lost)
    undone = people.undo_merge(by=by, merge=merge, at=at)
    rows = EndedByMerge.objects.filter(merge=merge)
    for row in rows.select_related("case__holder", "case__person", "holding", "merge"):
        _go_on(row)
    _part_cases(undone)
    part_joined(by=by, merge=undone)
    return undone


def _check_may(by: Actor, one: Person, other: Person) -> None:
    if not queries.may_compare(by, one, other):
        raise Refused("Only somebody who may see both records can say who they are.")


def _end(joined: Merge, case: Case, into: Case, moment: datetime.datetime) -> None:
    held = Holding.objects.filter(case=case, to_at=None).first()
    row = EndedByMerge.objects.create(
        scheme_id=case.scheme_id,
        merge=joined,
        case=case,
        holding=held,
        next_step=case.next_step,
        next_step_on=case.next_step_on,
        next_step_time=case.next_step_time,
    )
    end(case, CaseState.CLOSED, moment, None, ended_by=row)
    _point(Case.objects.filter(merged_into=case), into)
    change(case, merged_into=into)


def _point(cases: Iterable[Case], into: Case | None) -> None:
    for case in cases:
        change(case, merged_into=into)


def _go_on(row: EndedByMerge) -> None:
    """Open a case again as it was; waiting for a worker where its holder has left."""
    case, holder = row.case, row.case.holder
    if case.ended_at != row.merge.at or queries.open_case_of(case.person) is not None:
        return
    left = holder is not None and _has_left(holder)
    change(
        case,
        expected=case.version,
        state=CaseState.OPEN,
        ended_at=None,
        merged_into=None,
        holder=None if left else holder,
        next_step=row.next_step,
        next_step_on=row.next_step_on,
        next_step_time=row.next_step_time,
    )
    if row.holding is not None and not left:
        change(row.holding, to_at=None)
    row.pauses.update(ended_on=None, ended_by=None)
    for joint in row.joint_work.select_related("member"):
        if not _has_left(joint.member):
            change(joint, ended_on=None, ended_by=None)


def _has_left(member: Membership) -> bool:
    return member.to_date is not None and member.to_date < today()


def _part_cases(merge: Merge) -> None:
    """What ended by an earlier merge goes on with the case of the person whose it is now."""
    both = people_queries.records_of_all([merge.kept_id, merge.lost_id])
    rows = Case.objects.filter(person__in=both).exclude(merged_into=None)
    for case in rows.select_related("person__merged_into", "merged_into__person__merged_into"):
        if case.kept.person.kept.pk != case.person.kept.pk:
            change(case, merged_into=queries.open_case_of(case.person))
