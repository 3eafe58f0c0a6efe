"""A team's day: who waits too long, who carries what, whose people nobody covers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from kith.accounts.permissions import Permission
from kith.desk.queries.cases import Placed, open_cases, placed
from kith.desk.queries.today import QUIET_AFTER_DAYS
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.models import Membership
from kith.pathway.caseload.queries import schemes_where
from kith.pathway.progress import Stage
from kith.pathway.referrals.models import Referral
from kith.pathway.referrals.states import Decision
from kith.people.queries import visible_to
from kith.ui.dates import day_of
from kith.vocabulary import working_days

# Ours, until a scheme sets its own: a referral is read in two working days, and the first call is
# made in five.
READ_WITHIN = 2
CALL_WITHIN = 5


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
    """One scheme's team on one day."""

    unallocated: list[Placed] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    loads: list[Load] = field(default_factory=list)

    @property
    def uncovered(self) -> list[Load]:
        """Those who left and still hold people."""
        return [load for load in self.loads if load.off and load.people]


def team_of(actor: Actor, *, today: dt.date) -> Team:
    """The teams that the actor may see, of all their schemes: a fixed number of queries."""
    schemes = schemes_where(actor, Permission.SEE_TEAM)
    rows = placed(list(open_cases(actor, schemes)), today=today)
    unread = Referral.objects.filter(
        scheme_id__in=schemes, decision=Decision.RECEIVED, person__in=visible_to(actor)
    )
    waiting = [*_unread(unread.select_related("person"), today), *_uncalled(rows, today)]
    return Team(
        unallocated=[row for row in rows if row.case.holder_id is None],
        waiting=sorted(
            (one for one in waiting if one.late or one.nearly),
            key=lambda one: (one.most - one.days, one.name),
        ),
        loads=_loads(actor, schemes, rows, today),
    )


def _unread(referrals: Iterable[Referral], today: dt.date) -> list[Waiting]:
    return [
        Waiting(
            row.person_id,
            row.person.full_name,
            "Referral not read",
            working_days.between(day_of(row.received_at), today),
            READ_WITHIN,
        )
        for row in referrals
    ]


def _uncalled(rows: Iterable[Placed], today: dt.date) -> list[Waiting]:
    return [
        Waiting(
            row.case.person_id,
            row.person.full_name,
            "No first call",
            working_days.between(row.position.since, today),
            CALL_WITHIN,
            row.case.holder.name if row.case.holder else "",
        )
        for row in rows
        if row.position.stage is Stage.FIRST_CALL
    ]


def _loads(actor: Actor, schemes: list[UUID], rows: Iterable[Placed], today: dt.date) -> list[Load]:
    held: dict[UUID, list[Placed]] = defaultdict(list)
    for row in rows:
        if row.case.holder_id:
            held[row.case.holder_id].append(row)
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


def _load(member: Membership, rows: list[Placed], today: dt.date) -> Load:
    return Load(
        member=member,
        people=len(rows),
        weight=sum(row.case.weight for row in rows),
        overdue=sum(bool(r.case.next_step_on and r.case.next_step_on < today) for r in rows),
        quiet=sum(row.days_silent >= QUIET_AFTER_DAYS for row in rows),
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
