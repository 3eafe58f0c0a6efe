"""Who is away and who covers: one's own days, and those of the team one leads."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.http import Http404

from kith.accounts.permissions import Permission, holds
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.models import Absence, Membership
from kith.pathway.caseload.rules import may_give_to, may_hold


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
