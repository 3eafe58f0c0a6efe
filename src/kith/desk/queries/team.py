"""A team's day: who waits too long, who carries what, whose people nobody covers."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from kith.accounts.permissions import Permission
from kith.desk.queries.cases import Placed, open_cases, placed
from kith.desk.queries.clocks import pressing, taken_on, undecided
from kith.desk.queries.standing import Standing, in_order, standing
from kith.desk.queries.today import QUIET_AFTER_DAYS
from kith.isolation.actor import Actor
from kith.meetings.queries import Minutes, minutes_of
from kith.messages import queries as messages
from kith.organisations import queries as organisations
from kith.organisations.models import Absence, Membership
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.queries import schemes_where
from kith.pathway.clocks import Clock, Name
from kith.pathway.counted_clocks import Counted
from kith.pathway.referrals import queries as referrals
from kith.pathway.referrals.queries.unseen import Waits
from kith.ui.dates import day_of

# Of each list of people; behind it stands how many there are, and where all of them are.
MOST_LISTED = 20
# How far back the time that each noted is added up.
NOTED = dt.timedelta(days=28)


@dataclass(frozen=True)
class Waiting:
    """Somebody whose clock has run out, or is about to. `referral_id` while nobody has taken them on."""

    name: str
    clock: Clock
    person_id: UUID | None = None
    referral_id: UUID | None = None
    holder: str = ""


@dataclass
class Load:
    """What one worker carries: `why` says of how many people each rule of weight holds."""

    member: Membership
    people: int = 0
    weight: int = 0
    why: Counter[str] = field(default_factory=Counter)
    overdue: int = 0
    quiet: int = 0
    paused: int = 0
    off: bool = False
    away: Absence | None = None
    spent: Minutes = field(default_factory=Minutes)


@dataclass
class Team:
    """One scheme's team on one day: every clock that presses, of those whom nobody holds the first."""

    unallocated: list[Placed] = field(default_factory=list)
    waiting: list[Counted] = field(default_factory=list)
    loads: list[Load] = field(default_factory=list)
    unallocated_in_all: int = 0
    stuck: list[tuple[Placed, Standing]] = field(default_factory=list)
    stuck_in_all: int = 0

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
    stuck = stuck_first([row for row in rows if row.holder_id], today)
    listed = {row.case_id: row for row in [*nobodys[:MOST_LISTED], *stuck[:MOST_LISTED]]}
    shown = {one.case.pk: one for one in placed(in_order(cases, listed), today=today)}
    # Those whom nobody has taken on are everybody's, whatever partner they will be of.
    unread = referrals.waiting(actor).filter(scheme_id__in=schemes)
    return Team(
        unallocated=[shown[row.case_id] for row in nobodys[:MOST_LISTED]],
        waiting=sorted(
            pressing(undecided(unread).union(taken_on(cases), all=True), today=today),
            key=lambda one: list(Name).index(one.clock.name),  # the longest due first in each
        ),
        loads=_loads(actor, schemes, rows, today),
        unallocated_in_all=len(nobodys),
        stuck=[(shown[row.case_id], row) for row in stuck[:MOST_LISTED]],
        stuck_in_all=len(stuck),
    )


def stuck_first(rows: Iterable[Standing], today: dt.date) -> list[Standing]:
    """Those of the cases that may be stuck: those for most reasons first, then whoever was heard of least
    lately. By case, whoever holds it.
    """
    found = [row for row in rows if row.stuck(today)]
    found.sort(key=lambda row: (row.sort_name, row.case_id))
    found.sort(key=lambda row: (len(row.stuck(today)), row.days_silent(today)), reverse=True)
    return found


def named(actor: Actor, some: Sequence[Counted]) -> list[Waiting]:
    """A page of those whose clocks press, in their order: until they are taken on as the referral names
    them, then as the record does.
    """
    cases = open_cases(actor).in_bulk([one.case_id for one in some if one.case_id])
    unread = referrals.waiting(actor).prefetch_related(None)
    rows = unread.in_bulk([one.referral_id for one in some if one.case_id is None])
    found = []
    for one in some:
        if one.case_id in cases:
            found.append(_of_case(cases[one.case_id], one.clock))
        elif one.referral_id in rows:
            row = rows[one.referral_id]
            found.append(Waiting(row.name_given, one.clock, referral_id=row.pk))
    return found


def _of_case(case: Case, clock: Clock) -> Waiting:
    person = case.person.kept
    holder = case.holder.name if case.holder else ""
    return Waiting(person.full_name, clock, person_id=person.pk, holder=holder)


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
        why=Counter(key for row in rows for key in row.why),
        overdue=sum(row.is_late(today) for row in rows),
        quiet=sum(row.is_quiet(today, QUIET_AFTER_DAYS) for row in rows),
        paused=sum(row.rests(today) for row in rows),
        off=_gone(member, today),
        away=away,
    )


def letters_owed(actor: Actor) -> Waits:
    """The letters that are to be sent, of the people whom the actor may see."""
    count, since = messages.owed(actor)
    return Waits(count, day_of(since) if since else None)


def holders(actor: Actor) -> list[Membership]:
    """The staff whose caseloads the actor may open, by name."""
    found: list[Membership] = []
    for scheme_id in schemes_where(actor, Permission.SEE_TEAM):
        found += [
            member for member in organisations.staff(scheme_id) if "linkworker" in member.roles
        ]
    return found


def member_of(actor: Actor, member_id: str) -> Membership | None:
    """A worker by their id, of a scheme whose team the actor sees, those who left among them; None otherwise."""
    try:
        wanted = UUID(member_id)
    except ValueError:
        return None
    schemes = schemes_where(actor, Permission.SEE_TEAM)
    return Membership.objects.filter(pk=wanted, scheme_id__in=schemes).first()
