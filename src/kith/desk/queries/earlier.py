"""What whoever decides on a referral is told of the support that its person had before."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from kith.isolation.actor import Actor
from kith.organisations.models import Membership, Scheme
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CaseState
from kith.pathway.closures import queries as closures
from kith.pathway.closures.models import Closure
from kith.pathway.closures.rules import reopen_until
from kith.people import queries as people
from kith.people.models import Person
from kith.ui.dates import day_of


@dataclass(frozen=True)
class Earlier:
    """A case that has ended. `until`: the last day on which it can be opened again, None when that is over;
    `holder`: who would hold it then. `closure` is None where the person declined at once.
    """

    case: Case
    closure: Closure | None
    until: datetime.date | None = None
    holder: Membership | None = None


def earlier_of(
    actor: Actor, whom: Iterable[Person], day: datetime.date
) -> dict[UUID, list[Earlier]]:
    """Person (as the record that is kept) -> their ended cases, the last first; the last one alone may be opened
    again. Whether the reader may see the person is asked before. A fixed number of reads within a scheme.
    """
    cases = _ended(person.kept.pk for person in whom)
    closed = _closures(cases)
    days = dict(
        Scheme.objects.filter(pk__in={case.scheme_id for case in cases}).values_list(
            "pk", "reopen_within_days"
        )
    )
    holders = closures.next_holders(actor, cases)
    found: dict[UUID, list[Earlier]] = defaultdict(list)
    for case in cases:
        mine = found[case.person.kept.pk]
        until = reopen_until(day_of(case.ended_at or case.opened_at), days[case.scheme_id])
        mine.append(
            Earlier(
                case,
                closed.get(case.pk),
                until if not mine and until >= day else None,
                holders[case.pk],
            )
        )
    return found


def _ended(kept_ids: Iterable[UUID]) -> list[Case]:
    rows = Case.objects.filter(person__in=people.records_of_all(kept_ids))
    rows = rows.exclude(state=CaseState.OPEN).select_related("person__merged_into", "holder")
    return list(rows.order_by("-ended_at"))


def _closures(cases: Sequence[Case]) -> dict[UUID, Closure]:
    rows = Closure.objects.filter(case__in=cases, reopened_at=None)
    return {row.case_id: row for row in rows}
