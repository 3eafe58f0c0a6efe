"""Who may give a case to whom, when the first call is due, and whom to suggest."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from kith.accounts.permissions import Permission
from kith.accounts.roles import permissions_of
from kith.isolation.actor import Actor
from kith.organisations.models import Membership, Practice
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CaseState
from kith.vocabulary import working_days

# Ours, a start for a scheme: working days until the first call, by urgency.
FIRST_CALL_WORKING_DAYS = {"urgent": 0, "soon": 2, "routine": 5}
FIRST_STEP = "Call for the first time"


@dataclass(frozen=True)
class Suggestion:
    """Whom to give a referral to, and why, in words."""

    holder: Membership
    reason: str
    weight: int


def may_hold(member: Membership) -> bool:
    """Whether someone's role lets them support people."""
    return Permission.WORK_WITH_PEOPLE in permissions_of(frozenset(member.roles))


def may_give_to(actor: Actor, holder: Membership, *, partners_see_each_other: bool = False) -> bool:
    """Whether the actor may give a case to someone: to their own partner's staff, or to anyone when
    their seat or a rule of the scheme opens the whole of it. Jobs and commands may.
    """
    if actor.kind == "system":
        return True
    seat = actor.seat(holder.scheme_id)
    if seat is None or Permission.ALLOCATE not in permissions_of(seat.roles):
        return False
    own = seat.partner_id is not None and seat.partner_id == holder.partner_id
    return seat.sees_all or partners_see_each_other or own


def first_call_by(urgency: str, day: datetime.date) -> datetime.date:
    """The day of the first call: so many working days after the referral is taken on."""
    return working_days.add(day, FIRST_CALL_WORKING_DAYS[urgency])


def suggested_holder(
    members: Iterable[Membership],
    weights: Mapping[UUID, int],
    *,
    cases: Mapping[UUID, int],
    practice: Practice | None = None,
    partner_ids_of_practice: Iterable[UUID] = (),
) -> Suggestion | None:
    """The lightest link worker, those of the partner that already serves the practice first.

    `weights` and `cases` are what each membership holds now. None when nobody may hold a case.
    """
    serving = set(partner_ids_of_practice)
    workers = [m for m in members if may_hold(m) and m.job_role == "link_worker"] or [
        m for m in members if may_hold(m)
    ]
    near = [m for m in workers if m.partner_id in serving]
    chosen = min(
        near or workers, key=lambda m: (weights.get(m.pk, 0), m.name, str(m.pk)), default=None
    )
    if chosen is None:
        return None
    held, weight = cases.get(chosen.pk, 0), weights.get(chosen.pk, 0)
    reason = "holds nobody yet" if not held else f"has the lightest caseload: {_people(held)}"
    if near and practice is not None and chosen.partner is not None:
        reason = f"{chosen.partner.name} works with {practice.name}, and {chosen.name} {reason}"
    return Suggestion(chosen, f"{reason[0].upper()}{reason[1:]}.", weight)


def may_undo(case: Case, now: datetime.datetime) -> bool:
    """Whether taking on can still be taken back: an open case, less than a minute old."""
    return case.state == CaseState.OPEN and now - case.created_at <= datetime.timedelta(minutes=1)


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
