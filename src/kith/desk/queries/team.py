"""A team's day: who waits too long, who carries what, whose people nobody covers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from kith.accounts.permissions import Permission
from kith.desk.queries.cases import Placed, open_cases, placed
from kith.desk.queries.standing import Standing, in_order, standing
from kith.desk.queries.today import QUIET_AFTER_DAYS
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.queries import schemes_where
from kith.pathway.progress import Stage
from kith.pathway.referrals.models import Referral
from kith.pathway.referrals.states import Decision
from kith.people.queries import with_merged_visible_to
from kith.ui.dates import LONDON, day_of
from kith.vocabulary import working_days

# Ours, until a scheme sets its own: a referral is read in two working days, and the first call is
# made in five.
READ_WITHIN = 2
CALL_WITHIN = 5
# Of each list of people; behind it stands how many there are, and where all of them are.
MOST_LISTED = 20


@dataclass
class Waiting:
    """Somebody who waits: `days` working days of the `most` we allow."""

    person_id: UUID
    name: str
    what: str
    days: int
    most: int
    holder: str = ""

    @property
    def late(self) -> bool:
        """Whether it has been longer than we allow."""
        return self.days > self.most

    @property
    def nearly(self) -> bool:
        """Whether tomorrow it will be."""
        return self.days == self.most


@dataclass
class Load:
    """What one worker carries."""

    member: Membership
    people: int = 0
    weight: int = 0
    overdue: int = 0
    quiet: int = 0
    off: bool = False


@dataclass
class Team:
    """One scheme's team on one day. Of long lists the first that need help, and how many there are."""

    unallocated: list[Placed] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    loads: list[Load] = field(default_factory=list)
    unallocated_in_all: int = 0
    waiting_in_all: int = 0

    @property
    def uncovered(self) -> list[Load]:
        """Those who left and still hold people."""
        return [load for load in self.loads if load.off and load.people]


def team_of(actor: Actor, *, today: dt.date) -> Team:
    """The teams that the actor may see, of all their schemes: a fixed number of queries."""
    schemes = schemes_where(actor, Permission.SEE_TEAM)
    cases = open_cases(actor, schemes)
    rows = standing(cases)
    nobodys = sorted((r for r in rows if r.holder_id is None), key=lambda r: r.sort_name)
    uncalled = _uncalled(rows, today)
    listed = [*nobodys[:MOST_LISTED], *uncalled[:MOST_LISTED]]
    read = {case.pk: case for case in in_order(cases, {row.case_id for row in listed})}
    unread, unread_in_all = _unread(actor, schemes, today)
    calls = [_call(read[r.case_id], r, today) for r in uncalled[:MOST_LISTED] if r.case_id in read]
    waiting = sorted([*unread, *calls], key=lambda one: (one.most - one.days, one.name))
    unallocated = [read[r.case_id] for r in nobodys[:MOST_LISTED] if r.case_id in read]
    return Team(
        unallocated=placed(unallocated, today=today),
        waiting=waiting[:MOST_LISTED],
        loads=_loads(actor, schemes, rows, today),
        unallocated_in_all=len(nobodys),
        waiting_in_all=unread_in_all + len(uncalled),
    )


def _unread(actor: Actor, schemes: list[UUID], today: dt.date) -> tuple[list[Waiting], int]:
    """Referrals nobody has read that are late or nearly so: the oldest, and how many there are."""
    after = _nearly_since(today, READ_WITHIN) + dt.timedelta(days=1)
    rows = Referral.objects.filter(
        scheme_id__in=schemes,
        decision=Decision.RECEIVED,
        received_at__lt=dt.datetime.combine(after, dt.time.min, tzinfo=LONDON),
        person__in=with_merged_visible_to(actor),
    )
    oldest = rows.select_related("person").order_by("received_at", "pk")[:MOST_LISTED]
    return [
        Waiting(
            row.person_id,
            row.person.full_name,
            "Referral not read",
            working_days.between(day_of(row.received_at), today),
            READ_WITHIN,
        )
        for row in oldest
    ], rows.count()


def _uncalled(rows: Iterable[Standing], today: dt.date) -> list[Standing]:
    """Those whose first call is late or nearly so, the oldest first."""
    since = _nearly_since(today, CALL_WITHIN)
    found = [r for r in rows if r.stage is Stage.FIRST_CALL and day_of(r.began) <= since]
    return sorted(found, key=lambda row: row.began)


def _call(case: Case, row: Standing, today: dt.date) -> Waiting:
    return Waiting(
        case.person_id,
        case.person.full_name,
        "No first call",
        working_days.between(day_of(row.began), today),
        CALL_WITHIN,
        case.holder.name if case.holder else "",
    )


def _nearly_since(today: dt.date, most: int) -> dt.date:
    """The last day since which `most` working days have gone."""
    day = today
    while working_days.between(day, today) < most:
        day -= dt.timedelta(days=1)
    return day


def _loads(
    actor: Actor, schemes: list[UUID], rows: Iterable[Standing], today: dt.date
) -> list[Load]:
    held: dict[UUID, list[Standing]] = defaultdict(list)
    for row in rows:
        if row.holder_id:
            held[row.holder_id].append(row)
    members = Membership.objects.filter(scheme_id__in=schemes).order_by("name")
    return [
        _load(member, held[member.pk], today)
        for member in members.select_related("partner")
        if held[member.pk] or _is_ours(actor, member, today)
    ]


def _is_ours(actor: Actor, member: Membership, today: dt.date) -> bool:
    """Whether a worker without a case belongs on the actor's page: a link worker of theirs, here now."""
    seat = actor.seat(member.scheme_id)
    near = seat is not None and (seat.sees_all or seat.partner_id == member.partner_id)
    return near and "linkworker" in member.roles and not _gone(member, today)


def _gone(member: Membership, today: dt.date) -> bool:
    return member.to_date is not None and member.to_date < today


def _load(member: Membership, rows: list[Standing], today: dt.date) -> Load:
    return Load(
        member=member,
        people=len(rows),
        weight=sum(row.weight for row in rows),
        overdue=sum(row.is_late(today) for row in rows),
        quiet=sum(row.days_silent(today) >= QUIET_AFTER_DAYS for row in rows),
        off=_gone(member, today),
    )


def holders(actor: Actor) -> list[Membership]:
    """The staff whose caseloads the actor may open, by name."""
    found: list[Membership] = []
    for scheme_id in schemes_where(actor, Permission.SEE_TEAM):
        found += [
            member for member in organisations.staff(scheme_id) if "linkworker" in member.roles
        ]
    return found
