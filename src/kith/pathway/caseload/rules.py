"""Who may give a case to whom, when the first call is due, and whom to suggest."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from kith.accounts.permissions import Permission
from kith.accounts.roles import permissions_of
from kith.isolation.actor import Actor
from kith.organisations.models import Membership, Practice
from kith.organisations.queries import seat_of
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CaseState
from kith.ui.dates import medium_date
from kith.vocabulary import languages, working_days

# Ours, a start for a scheme: working days until the first call, by urgency.
FIRST_CALL_WORKING_DAYS = {"urgent": 0, "soon": 2, "routine": 5}
FIRST_STEP = "Call for the first time"
AFTER_PAUSE = "After the pause: "
# Ours: a pause is for weeks or months. Who needs longer finishes, and comes back by a call.
MOST_PAUSED_DAYS = 366


@dataclass(frozen=True)
class Suggestion:
    """Whom to give a referral to, and why, in words; what speaks for them and what against."""

    holder: Membership
    reason: str
    weight: int
    pros: tuple[str, ...] = ()
    cons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """What a referral asks of whoever takes it, and what the scheme knows of its workers today.

    `serving` are the partners that support people of the practice; `away` who is away until when; `leaving` who will
    be from when until when, before the first call is due; `in_programme` how many people of the programme each
    worker supports.
    """

    practice: Practice | None = None
    serving: frozenset[UUID] = frozenset()
    language: str = ""
    programme: str = ""
    in_programme: Mapping[UUID, int] = field(default_factory=dict)
    away: Mapping[UUID, datetime.date] = field(default_factory=dict)
    leaving: Mapping[UUID, tuple[datetime.date, datetime.date]] = field(default_factory=dict)
    today: datetime.date | None = None


@dataclass(frozen=True)
class OpenedAgain:
    """What an ended case was before it was opened again for a new referral, and when that was done."""

    state: CaseState
    ended_at: datetime.datetime
    at: datetime.datetime


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


def may_work_along(case: Case, member: Membership, *, opened: bool) -> bool:
    """Whether a colleague may work along on a case: somebody who supports people and sees this person without
    it, being of the partner whose case it is or of the prime contractor, or because the manager `opened` the
    partners to each other.
    """
    own = member.partner_id is not None and member.partner_id == case.partner_id
    ruled = opened and member.partner_id is not None
    return may_hold(member) and (own or ruled or seat_of(member).sees_all)


def step_after_pause(promised: str) -> str:
    """The next step of a case that rests: what was promised, said to be for after the pause."""
    words = promised.removeprefix(AFTER_PAUSE) or "get in touch again"
    return f"{AFTER_PAUSE}{words}"[:200]


def first_call_by(urgency: str, day: datetime.date) -> datetime.date:
    """The day of the first call: so many working days after the referral is taken on."""
    return working_days.add(day, FIRST_CALL_WORKING_DAYS[urgency])


def candidates(
    members: Iterable[Membership],
    weights: Mapping[UUID, int],
    *,
    cases: Mapping[UUID, int],
    wanted: Wanted,
) -> list[Suggestion]:
    """Everyone who could take somebody on, whom we suggest first: those who are here and stay until the first
    call is due, then of the partner that serves the practice, who speak the language, who support people of the
    programme, and of these whoever carries least for each day they work.

    `cases` and `weights` are how many people each membership holds now and how much of a week they take. It
    orders caseloads for one person, never people.
    """
    workers = [m for m in members if may_hold(m) and m.job_role == "link_worker"] or [
        m for m in members if may_hold(m)
    ]
    least = min((_a_day(m, weights) for m in workers), default=0)
    found = [_suggest(m, weights, cases, wanted, least) for m in workers]
    order = {one.holder.pk: _order(one.holder, weights, wanted) for one in found}
    return sorted(found, key=lambda one: order[one.holder.pk])


def _order(
    member: Membership, weights: Mapping[UUID, int], wanted: Wanted
) -> tuple[bool, bool, bool, bool, bool, float, str, str]:
    return (
        member.pk in wanted.away,
        member.pk in wanted.leaving,
        member.partner_id not in wanted.serving,
        not _speaks(member, wanted.language),
        not wanted.in_programme.get(member.pk),
        _a_day(member, weights),
        member.name,
        str(member.pk),
    )


def _a_day(member: Membership, weights: Mapping[UUID, int]) -> float:
    """The weight that somebody carries for each day they work."""
    return weights.get(member.pk, 0) / max(len(member.works_on), 1)


def _suggest(
    member: Membership,
    weights: Mapping[UUID, int],
    cases: Mapping[UUID, int],
    wanted: Wanted,
    least: float,
) -> Suggestion:
    held, weight = cases.get(member.pk, 0), weights.get(member.pk, 0)
    carried = f"{_people(held)}, weight {weight}{_days(member)}"
    reason = f"holds {carried}" if held else "holds nobody yet"
    if held and _a_day(member, weights) == least:
        reason = f"has the lightest caseload: {carried}"
    pros, cons = _pros(member, wanted), _cons(member, wanted)
    if member.partner_id in wanted.serving and wanted.practice and member.partner:
        reason = (
            f"{member.partner.name} works with {wanted.practice.name}, and {member.name} {reason}"
        )
    said = f"{reason[0].upper()}{reason[1:]}."
    return Suggestion(member, " ".join((said, *(f"{pro}." for pro in pros))), weight, pros, cons)


def _pros(member: Membership, wanted: Wanted) -> tuple[str, ...]:
    known = wanted.in_programme.get(member.pk, 0)
    return tuple(
        words
        for holds, words in (
            (
                wanted.language and _speaks(member, wanted.language),
                f"Speaks {languages.label(wanted.language)}" if wanted.language else "",
            ),
            (known, f"Supports {_people(known)} of {wanted.programme} already"),
        )
        if holds
    )


def _cons(member: Membership, wanted: Wanted) -> tuple[str, ...]:
    away = wanted.away.get(member.pk)
    cons = [f"Away until {medium_date(away)}"] if away else []
    if member.pk in wanted.leaving:
        first, last = wanted.leaving[member.pk]
        cons.append(f"Away from {medium_date(first)} to {medium_date(last)}")
    if wanted.today and not away:
        on = _works_next(member, wanted.today)
        cons += [f"Works next on {on:%A}"] if (on - wanted.today).days > 1 else []
    if wanted.language and not _speaks(member, wanted.language):
        cons.append(f"Needs an interpreter for {languages.label(wanted.language)}")
    return tuple(cons)


def _works_next(member: Membership, day: datetime.date) -> datetime.date:
    days = set(member.works_on) or set(range(7))
    while day.weekday() not in days or working_days.holiday(day):
        day += datetime.timedelta(days=1)
    return day


def _speaks(member: Membership, language: str) -> bool:
    return not language or language in member.languages


def may_undo(case: Case, now: datetime.datetime) -> bool:
    """Whether taking on can still be taken back: an open case, less than a minute old."""
    return case.state == CaseState.OPEN and now - case.created_at <= datetime.timedelta(minutes=1)


def _days(member: Membership) -> str:
    """``" over 3 working days"``, of somebody who does not work on all five."""
    days = len(member.works_on)
    return f" over {days} working {'day' if days == 1 else 'days'}" if 0 < days < 5 else ""


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
