"""A team's day: who waits too long, who carries what, whose people nobody covers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from kith.accounts.permissions import Permission
from kith.desk.queries.cases import Placed, open_cases, placed
from kith.desk.queries.clocks import of_cases, of_referrals
from kith.desk.queries.standing import Standing, in_order, standing
from kith.desk.queries.today import QUIET_AFTER_DAYS
from kith.isolation.actor import Actor
from kith.meetings.queries import Minutes, minutes_of
from kith.organisations import queries as organisations
from kith.organisations.models import Absence, Membership
from kith.pathway.caseload.queries import schemes_where
from kith.pathway.clocks import Clock, next_running
from kith.pathway.progress import Stage
from kith.pathway.referrals import queries as referrals

# Of each list of people; behind it stands how many there are, and where all of them are.
MOST_LISTED = 20
# Of those who have not been spoken with, the longest waiting are read to find whose clocks run out.
MOST_READ = 60
# How far back the time that each noted is added up.
NOTED = dt.timedelta(days=28)
UNSPOKEN = frozenset({Stage.FIRST_CALL, Stage.TRYING})


@dataclass
class Waiting:
    """Somebody whose clock has run out, or is about to. `referral_id` while nobody has taken them on."""

    name: str
    clock: Clock
    person_id: UUID | None = None
    referral_id: UUID | None = None
    holder: str = ""


@dataclass
class Load:
    """What one worker carries."""

    member: Membership
    people: int = 0
    weight: int = 0
    overdue: int = 0
    quiet: int = 0
    off: bool = False
    away: Absence | None = None
    spent: Minutes = field(default_factory=Minutes)


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
        """Those who left, or are away with nobody to cover, and hold people."""
        return [
            load
            for load in self.loads
            if load.people and (load.off or (load.away is not None and load.away.cover is None))
        ]

    @property
    def away(self) -> list[Load]:
        """Those who are away today."""
        return [load for load in self.loads if load.away is not None]


def team_of(actor: Actor, *, today: dt.date) -> Team:
    """The teams that the actor may see, of all their schemes: a fixed number of queries."""
    schemes = schemes_where(actor, Permission.SEE_TEAM)
    cases = open_cases(actor, schemes)
    rows = standing(cases)
    nobodys = sorted((r for r in rows if r.holder_id is None), key=lambda r: r.sort_name)
    unspoken = sorted((r for r in rows if r.stage in UNSPOKEN), key=lambda r: r.began)[:MOST_READ]
    listed = [*nobodys[:MOST_LISTED], *unspoken]
    read = {case.pk: case for case in in_order(cases, {row.case_id for row in listed})}
    silent = placed([read[r.case_id] for r in unspoken if r.case_id in read], today=today)
    waiting = [*_unread(actor, schemes, today), *_promised(silent, today)]
    waiting.sort(key=lambda one: (one.clock.due_on, one.name))
    unallocated = [read[r.case_id] for r in nobodys[:MOST_LISTED] if r.case_id in read]
    return Team(
        unallocated=placed(unallocated, today=today),
        waiting=waiting[:MOST_LISTED],
        loads=_loads(actor, schemes, rows, today),
        unallocated_in_all=len(nobodys),
        waiting_in_all=len(waiting),
    )


def _unread(actor: Actor, schemes: list[UUID], today: dt.date) -> list[Waiting]:
    """Those whom nobody has taken on, whatever partner they will be of: as their referral names them."""
    rows = list(referrals.waiting(actor).filter(scheme_id__in=schemes)[:MOST_READ])
    times = of_referrals(rows, referrals.first_readings(rows), today=today)
    return [
        Waiting(row.name_given, clock, referral_id=row.pk)
        for row in rows
        if (clock := _urgent(times[row.pk]))
    ]


def _promised(rows: list[Placed], today: dt.date) -> list[Waiting]:
    times = of_cases(rows, today=today)
    return [
        Waiting(
            row.person.full_name,
            clock,
            person_id=row.case.person_id,
            holder=row.case.holder.name if row.case.holder else "",
        )
        for row in rows
        if (clock := _urgent(times[row.case.pk]))
    ]


def _urgent(clocks: tuple[Clock, ...]) -> Clock | None:
    """The clock that ran out first, or is about to; None when none has."""
    found = next_running(clocks)
    return found if found and (found.breached or found.nearly) else None


def _loads(
    actor: Actor, schemes: list[UUID], rows: Iterable[Standing], today: dt.date
) -> list[Load]:
    held: dict[UUID, list[Standing]] = defaultdict(list)
    for row in rows:
        if row.holder_id:
            held[row.holder_id].append(row)
    away = {
        pk: one for scheme in schemes for pk, one in organisations.away_on(scheme, today).items()
    }
    members = Membership.objects.filter(scheme_id__in=schemes).order_by("name")
    loads = [
        _load(member, held[member.pk], today, away.get(member.pk))
        for member in members.select_related("partner")
        if held[member.pk] or _is_ours(actor, member, today)
    ]
    spent = minutes_of([load.member.pk for load in loads], today - NOTED)
    for load in loads:
        load.spent = spent[load.member.pk]
    return loads


def _is_ours(actor: Actor, member: Membership, today: dt.date) -> bool:
    """Whether a worker without a case belongs on the actor's page: a link worker of theirs, here now."""
    seat = actor.seat(member.scheme_id)
    near = seat is not None and (seat.sees_all or seat.partner_id == member.partner_id)
    return near and "linkworker" in member.roles and not _gone(member, today)


def _gone(member: Membership, today: dt.date) -> bool:
    return member.to_date is not None and member.to_date < today


def _load(member: Membership, rows: list[Standing], today: dt.date, away: Absence | None) -> Load:
    return Load(
        member=member,
        people=len(rows),
        weight=sum(row.weight for row in rows),
        overdue=sum(row.is_late(today) for row in rows),
        quiet=sum(row.days_silent(today) >= QUIET_AFTER_DAYS for row in rows),
        off=_gone(member, today),
        away=away,
    )


def holders(actor: Actor) -> list[Membership]:
    """The staff whose caseloads the actor may open, by name."""
    found: list[Membership] = []
    for scheme_id in schemes_where(actor, Permission.SEE_TEAM):
        found += [
            member for member in organisations.staff(scheme_id) if "linkworker" in member.roles
        ]
    return found
