"""Reading concerns and visits: who may read what, what is open, what waits for whom."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from kith.accounts.permissions import Permission, holds
from kith.concerns import rules
from kith.concerns.models import (
    Concern,
    ConcernEntry,
    Ladder,
    LadderStep,
    SafetyNumber,
    SafetyPolicy,
    Visit,
)
from kith.concerns.rules import Rung
from kith.concerns.states import ConcernState, VisitState
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.duty import Duty
from kith.organisations.models import Absence, Membership
from kith.people.models import ContactPoint, Person
from kith.people.queries import contact_points, partners_who_see, with_merged_visible_to
from kith.ui.dates import day_of

ASKED = LadderStep.Kind.ASKED


def policy(scheme_id: UUID) -> SafetyPolicy:
    """Whom a scheme asks and for how long; our defaults, unsaved, until it is set up."""
    return SafetyPolicy.objects.select_related("lead", "deputy", "manager").filter(
        scheme_id=scheme_id
    ).first() or SafetyPolicy(scheme_id=scheme_id)


def numbers(scheme_id: UUID) -> QuerySet[SafetyNumber]:
    """Whom to ring where a scheme works, in the order in which they were added."""
    return SafetyNumber.objects.filter(scheme_id=scheme_id, ended_at=None).order_by("created_at")


def number_for(actor: Actor, number_id: UUID) -> SafetyNumber:
    """A number in use of the actor's schemes; raises the one 404 otherwise."""
    found = SafetyNumber.objects.filter(
        scheme_id__in=actor.schemes, pk=number_id, ended_at=None
    ).first()
    if found is None:
        raise Http404
    return found


def rungs_for_person(
    person: Person,
    *,
    now: datetime.datetime,
    without: UUID | None,
    last: Iterable[UUID] = (),
    responder: UUID | None = None,
) -> list[Rung]:
    """Who is asked about somebody, in order; `last`: those to ask only after the others; `responder`: who is named
    to answer before anybody else.
    """
    day = day_of(now)
    near = {row.partner_id for row in partners_who_see(person.kept, day)}
    away = {*organisations.away_on(person.scheme_id, day), *last}
    staff = organisations.staff(person.scheme_id).select_related("user")
    return rules.rungs(
        policy(person.scheme_id),
        staff,
        near=near,
        first=responder,
        first_what=rules.RESPONDER,
        without=without,
        last=away,
    )


def rungs_of(concern: Concern, *, now: datetime.datetime) -> list[Rung]:
    """Who is asked about a concern, in order; never whoever raised it, unless there is nobody else."""
    last = concern.ladder.last_id
    return rungs_for_person(
        concern.person, now=now, without=concern.raised_by_id, last=[last] if last else []
    )


def rungs_of_visit(visit: Visit, *, now: datetime.datetime) -> list[Rung]:
    """Who is alerted when somebody does not come out, in order, their buddy first."""
    staff = list(organisations.staff(visit.scheme_id).select_related("user"))
    partner = next((m.partner_id for m in staff if m.pk == visit.worker_id), None)
    return rules.rungs(
        policy(visit.scheme_id),
        staff,
        near={partner} if partner else (),
        first=visit.buddy_id,
        without=visit.worker_id,
        last=organisations.away_on(visit.scheme_id, day_of(now)),
    )


def schemes_of(actor: Actor, permission: Permission = Permission.LOOK_OUT) -> list[UUID]:
    """The schemes in which an actor may do that."""
    return [scheme for scheme in actor.schemes if holds(actor, permission, scheme)]


def readable_by(actor: Actor) -> QuerySet[Concern]:
    """The concerns whose words an actor may read (decision 0023): whoever raised it, has it, or is asked while
    nobody has it; the lead and the deputy of the scheme; who holds the permission. Jobs and commands all.
    """
    rows = Concern.objects.select_related("person", "ladder__asked", "holder")
    if actor.kind == "system":
        return rows
    mine = [seat.membership_id for seat in actor.seats]
    led = _led_by(mine)
    asked = LadderStep.objects.filter(ladder=OuterRef("ladder"), kind=ASKED, member__in=mine)
    return rows.filter(
        Q(raised_by__in=mine)
        | Q(holder__in=mine)
        | Q(Exists(asked), state=ConcernState.RAISED)
        | Q(scheme_id__in=led)
        | Q(scheme_id__in=schemes_of(actor, Permission.READ_CONCERNS)),
        scheme_id__in=schemes_of(actor),
    )


def _led_by(members: Iterable[UUID]) -> QuerySet[SafetyPolicy, Any]:
    """The schemes whose lead or deputy of safety is among these."""
    named = SafetyPolicy.objects.filter(Q(lead__in=members) | Q(deputy__in=members))
    return named.values("scheme_id")


def may_read(actor: Actor, concern: Concern) -> bool:
    """Whether an actor may read the words of a concern."""
    return readable_by(actor).filter(pk=concern.pk).exists()


def concern_for(actor: Actor, concern_id: UUID) -> tuple[Concern, bool]:
    """A concern and whether the actor may read its words; whoever sees the person knows that it is there.

    Raises the one 404 for anybody else.
    """
    found = readable_by(actor).filter(pk=concern_id).first()
    if found is not None:
        return found, True
    seen = Concern.objects.filter(
        pk=concern_id,
        scheme_id__in=schemes_of(actor),
        person__in=with_merged_visible_to(actor),
    )
    short = seen.select_related("person", "ladder__asked", "holder").first()
    if short is None:
        raise Http404
    return short, False


def entry_for(actor: Actor, entry_id: UUID) -> ConcernEntry:
    """An entry of a concern that the actor may read; raises the one 404 otherwise."""
    found = (
        ConcernEntry.objects.filter(pk=entry_id, concern__in=readable_by(actor).values("pk"))
        .select_related("concern__person")
        .first()
    )
    if found is None:
        raise Http404
    return found


def locked(concern: Concern) -> Concern:
    """The same concern, which no other transaction changes until this one ends."""
    rows = Concern.objects.select_for_update(of=("self",)).select_related("person", "ladder")
    return rows.get(pk=concern.pk)


def locked_visit(visit: Visit) -> Visit:
    """The same visit, which no other transaction changes until this one ends."""
    rows = Visit.objects.select_for_update(of=("self",)).select_related("worker", "ladder")
    return rows.get(pk=visit.pk)


def open_of(person: Person) -> list[Concern]:
    """The concerns about somebody that are not over, those that nobody has first."""
    rows = Concern.objects.filter(person__in=person.records).exclude(state=ConcernState.CLOSED)
    return list(rows.select_related("ladder__asked", "holder").order_by("-state", "raised_at"))


def all_of(person: Person) -> list[Concern]:
    """Every concern about somebody, newest first."""
    rows = Concern.objects.filter(person__in=person.records)
    return list(rows.select_related("ladder__asked", "holder").order_by("-raised_at"))


def is_open_for(person: Person) -> bool:
    """Whether there is a concern about somebody that is not over."""
    rows = Concern.objects.filter(person__in=person.records)
    return rows.exclude(state=ConcernState.CLOSED).exists()


def held_by(member_id: UUID) -> int:
    """How many open concerns somebody has."""
    return Concern.objects.filter(holder=member_id, state=ConcernState.ACCEPTED).count()


def entries(concern: Concern) -> list[ConcernEntry]:
    """What was done about a concern, oldest first."""
    return list(ConcernEntry.objects.filter(concern=concern).order_by("happened_at", "created_at"))


def was_phoned(concern: Concern) -> bool:
    """Whether somebody was rung about it, with the name of who answered."""
    return ConcernEntry.objects.filter(concern=concern, kind=ConcernEntry.Kind.RANG).exists()


def steps(ladder: Ladder) -> list[LadderStep]:
    """Whom a ladder asked and when, oldest first."""
    return list(LadderStep.objects.filter(ladder=ladder).order_by("number"))


def home_of(person: Person) -> str:
    """Somebody's address in use on one line, or ""."""
    rows = contact_points(person).filter(kind=ContactPoint.Kind.ADDRESS)
    point = rows.first()
    return ", ".join(filter(None, [point.value, point.postcode])) if point else ""


def concerns_to_climb(scheme_id: UUID, now: datetime.datetime) -> list[Concern]:
    """The concerns of a scheme about which the next has to be asked."""
    rows = Concern.objects.filter(scheme_id=scheme_id, state=ConcernState.RAISED)
    return list(rows.filter(ladder__climb_at__lte=now).order_by("ladder__climb_at"))


def visits_to_climb(scheme_id: UUID, now: datetime.datetime) -> list[Visit]:
    """The visits of a scheme about which the next has to be asked."""
    rows = Visit.objects.filter(scheme_id=scheme_id, state=VisitState.OUT)
    return list(rows.filter(ladder__climb_at__lte=now).order_by("ladder__climb_at"))


@dataclass
class Desk:
    """What waits for somebody: concerns to accept, those they have, those of somebody who is away, those they raised
    that are not over, colleagues who should be out by now, and the visit on which they are.
    """

    to_accept: list[Concern] = field(default_factory=list)
    mine: list[Concern] = field(default_factory=list)
    resting: list[Concern] = field(default_factory=list)
    raised: list[Concern] = field(default_factory=list)
    overdue: list[Visit] = field(default_factory=list)
    own_visit: Visit | None = None


def for_today(duty: Duty) -> Desk:
    """What waits for somebody, in two reads; for the lead and the deputy of safety also what rests with somebody who
    is away.
    """
    actor, own = duty.actor, set(duty.own)
    away = Absence.objects.filter(from_date__lte=duty.day, to_date__gte=duty.day)
    resting = Q(holder__in=away.values("member"), scheme_id__in=_led_by(own))
    asked = LadderStep.objects.filter(ladder=OuterRef("ladder"), kind=ASKED, member__in=own)
    rows = Concern.objects.filter(
        Q(raised_by__in=own)
        | Q(Q(holder__in=own) | resting, state=ConcernState.ACCEPTED)
        | Q(Exists(asked), state=ConcernState.RAISED),
        scheme_id__in=schemes_of(actor),
    ).exclude(state=ConcernState.CLOSED)
    desk = Desk()
    for row in (
        rows.select_related("person", "ladder__asked", "holder")
        .annotate(asked_me=Exists(asked))
        .order_by("raised_at")
    ):
        _placed(desk, row, own)
    late = (Q(Exists(asked)) | Q(buddy__in=own)) & Q(expected_at__lte=duty.now)
    out = Visit.objects.filter(
        late | Q(worker__in=own), state=VisitState.OUT, scheme_id__in=schemes_of(actor)
    )
    visits = list(out.select_related("ladder__asked").order_by("expected_at"))
    desk.own_visit = next((row for row in visits if row.worker_id in own), None)
    desk.overdue = [row for row in visits if row.worker_id not in own]
    return desk


def _placed(desk: Desk, row: Any, own: set[UUID]) -> None:
    if row.state == ConcernState.RAISED and row.asked_me:
        desk.to_accept.append(row)
    elif row.state == ConcernState.ACCEPTED and row.holder_id in own:
        desk.mine.append(row)
    elif row.raised_by_id in own:
        desk.raised.append(row)
    else:
        desk.resting.append(row)


@dataclass(frozen=True)
class Unowned:
    """A concern that nobody has, as a team lead sees it: whose, where the actor may see the person."""

    concern: Concern
    seen: bool


def nobodys(actor: Actor) -> list[Unowned]:
    """The concerns of the schemes whose team an actor sees that nobody has accepted, the longest waiting first."""
    schemes = schemes_of(actor, Permission.SEE_TEAM)
    seen = with_merged_visible_to(actor).filter(pk=OuterRef("person"))
    rows = (
        Concern.objects.filter(state=ConcernState.RAISED, scheme_id__in=schemes)
        .select_related("person", "ladder__asked")
        .annotate(visible=Exists(seen))
        .order_by("raised_at")
    )
    return [Unowned(row, row.visible) for row in rows]


def visits_seen_by(actor: Actor) -> QuerySet[Visit]:
    """The visits an actor may open: one's own, as a buddy, when alerted; those of the team one leads; of the whole
    scheme for its lead, deputy and manager of safety. Where somebody is goes before who may see the person.
    """
    mine = [seat.membership_id for seat in actor.seats]
    named = SafetyPolicy.objects.filter(
        Q(lead__in=mine) | Q(deputy__in=mine) | Q(manager__in=mine)
    ).values("scheme_id")
    told = LadderStep.objects.filter(ladder=OuterRef("ladder"), kind=ASKED, member__in=mine)
    opened = Q(worker__in=mine) | Q(buddy__in=mine) | Q(Exists(told)) | Q(scheme_id__in=named)
    for seat in actor.seats:
        if holds(actor, Permission.SEE_TEAM, seat.scheme_id):
            team = Q(scheme_id=seat.scheme_id)
            opened |= team if seat.sees_all else team & Q(worker__partner=seat.partner_id)
    return Visit.objects.filter(opened, scheme_id__in=schemes_of(actor)).select_related(
        "worker", "buddy", "person", "ladder__asked"
    )


def visit_for(actor: Actor, visit_id: UUID) -> Visit:
    """A visit the actor may open; raises the one 404 otherwise."""
    found = visits_seen_by(actor).filter(pk=visit_id).first()
    if found is None:
        raise Http404
    return found


def visible(actor: Actor, person: Person) -> bool:
    """Whether an actor may see somebody's record."""
    return with_merged_visible_to(actor).filter(pk=person.pk).exists()


def locked_member(member: Membership) -> Membership:
    """The same place, which no other transaction locks until this one ends: one visit at a time."""
    return Membership.objects.select_for_update().get(pk=member.pk)


def under_way(worker_id: UUID) -> Visit | None:
    """The visit on which somebody is, if any."""
    return Visit.objects.filter(worker=worker_id, state=VisitState.OUT).first()
