"""Who is away and who covers: one's own days, and those of the team one leads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from kith.accounts.permissions import Permission, holds
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.duty import Duty
from kith.organisations.models import Absence, Membership
from kith.pathway.caseload.rules import may_give_to, may_hold
from kith.pathway.caseload.states import CaseState

# Ours: a fortnight is enough to find cover, and soon enough to be seen to.
SOON_DAYS = 14


def team_of(actor: Actor) -> list[Membership]:
    """Oneself in each scheme, and those to whom the actor may give people: whose days they may note."""
    found: list[Membership] = []
    for seat in actor.seats:
        opened = organisations.scheme(seat.scheme_id).partners_see_each_other
        found += [
            member
            for member in organisations.staff(seat.scheme_id)
            if member.pk == seat.membership_id
            or (
                holds(actor, Permission.SEE_TEAM, seat.scheme_id)
                and may_hold(member)
                and may_give_to(actor, member, partners_see_each_other=opened)
            )
        ]
    return found


def colleagues(actor: Actor) -> list[Membership]:
    """Who could cover: those who support people, of the actor's schemes."""
    return [
        member
        for seat in actor.seats
        for member in organisations.staff(seat.scheme_id)
        if may_hold(member)
    ]


def coming(members: list[Membership], today: dt.date) -> list[Absence]:
    """The absences of these members that are not over, the next first."""
    rows = Absence.objects.filter(member__in=members, to_date__gte=today)
    return list(rows.select_related("member", "cover").order_by("from_date", "member__name"))


def for_today(duty: Duty) -> list[Any]:
    """Days away that have begun or begin soon and that nobody covers, of somebody who has people (`people`: how many):
    one's own, and those of the team that one leads; in one read.
    """
    near = Q(member__in=duty.own)
    for seat in duty.actor.seats:
        if holds(duty.actor, Permission.SEE_TEAM, seat.scheme_id):
            team = Q(scheme_id=seat.scheme_id)
            near |= team if seat.sees_all else team & Q(member__partner=seat.partner_id)
    soon = duty.day + dt.timedelta(days=SOON_DAYS)
    rows = Absence.objects.filter(near, cover=None, to_date__gte=duty.day, from_date__lte=soon)
    held = Count("member__cases", filter=Q(member__cases__state=CaseState.OPEN))
    found: QuerySet[Any] = rows.annotate(people=held).filter(people__gt=0)
    return list(found.select_related("member").order_by("from_date", "member__name"))


@dataclass(frozen=True)
class Gap:
    """Days away that nobody covers, and who could: here on all of them, and able to see the people."""

    absence: Absence
    covers: list[Membership]


def gaps(duty: Duty) -> list[Gap]:
    """The days of `for_today` with who could cover each, by name."""
    rows = for_today(duty)
    staff = colleagues(duty.actor) if rows else []
    away = list(Absence.objects.filter(member__in=staff, to_date__gte=duty.day))
    return [Gap(row, _could_cover(row, staff, away)) for row in rows]


def _could_cover(
    row: Absence, staff: Iterable[Membership], away: Iterable[Absence]
) -> list[Membership]:
    gone = {
        one.member_id
        for one in away
        if one.from_date <= row.to_date and one.to_date >= row.from_date
    }
    return [
        one
        for one in staff
        if one.pk not in {*gone, row.member_id}
        and one.scheme_id == row.scheme_id
        and can_see_people_of(one, row.member)
    ]


def can_see_people_of(cover: Membership, member: Membership) -> bool:
    """Whether a cover sees the people of somebody who is away: of one employer, or of the prime."""
    return cover.partner_id == member.partner_id or bool(cover.partner and cover.partner.is_prime)


def member_for(actor: Actor, member_id: UUID) -> Membership:
    """Somebody whose days the actor may note; raises the one 404 otherwise."""
    found = next((one for one in team_of(actor) if one.pk == member_id), None)
    if found is None:
        raise Http404
    return found


def absence_for(actor: Actor, absence_id: UUID) -> Absence:
    """One absence of somebody whose days the actor may note; raises the one 404 otherwise."""
    row = (
        Absence.objects.select_related("member")
        .filter(pk=absence_id, member__in=team_of(actor))
        .first()
    )
    if row is None:
        raise Http404
    return row
