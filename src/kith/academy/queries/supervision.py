"""Reading supervision: when each worker's is due, and what belongs to one session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max, Min, Q, QuerySet
from django.http import Http404

from kith.academy import rules
from kith.academy.models import AgreedAction, SupervisionNote, SupervisionPolicy
from kith.accounts.permissions import Permission, holds
from kith.isolation.actor import Actor
from kith.meetings import queries as meetings
from kith.meetings.models import Attender, Meeting
from kith.meetings.states import MeetingState
from kith.organisations import queries as organisations
from kith.organisations.duty import Duty
from kith.organisations.models import Membership
from kith.ui.dates import day_of

TO_DO = AgreedAction.Status.TO_DO


def policy(scheme_id: UUID) -> SupervisionPolicy | None:
    """How often a scheme wants supervision, once it has said so."""
    return SupervisionPolicy.objects.filter(scheme_id=scheme_id).first()


def interval(scheme_id: UUID) -> dt.timedelta:
    """The time from one session to the next: four weeks, ours, until the scheme says otherwise."""
    set_to = policy(scheme_id)
    return dt.timedelta(weeks=set_to.every_weeks if set_to else 4)


@dataclass(frozen=True)
class Due:
    """Where one worker's supervision is: when it last was and with whom, what is planned, by when it is due."""

    member: Membership
    last: dt.date | None
    planned: dt.datetime | None
    due_on: dt.date | None
    with_whom: frozenset[UUID] = frozenset()

    def presses(self, today: dt.date) -> bool:
        """Whether it is due or nearly so, and none is planned."""
        return (
            self.planned is None and self.due_on is not None and self.due_on - rules.SOON <= today
        )

    def is_late(self, today: dt.date) -> bool:
        """Whether the day has gone, whatever is planned."""
        return self.due_on is not None and self.due_on < today


def dues(actor: Actor) -> list[Due]:
    """The supervision of everybody whom the actor may supervise, by name; whether or not it is due."""
    return _dues(_led_by(actor), _intervals())


def own_dues(actor: Actor) -> list[Due]:
    """The actor's own supervision, in each scheme in which they are to have it."""
    return _dues(_own(actor), _intervals())


def pressing(duty: Duty) -> tuple[list[Due], list[Due]]:
    """The supervision that presses on a day: one's own, and that which is one's to plan: of whom one supervised
    last, and of those of one's own employer whom nobody has yet. In one read where no interval is set.
    """
    every = _intervals()
    if not every:
        return [], []
    own, partners = set(duty.own), {seat.partner_id for seat in duty.actor.seats}
    found = _dues([*_own(duty.actor), *_led_by(duty.actor)], every)
    now = [due for due in found if due.presses(duty.day)]
    mine = [due for due in now if due.member.pk in own]
    theirs = [
        due
        for due in now
        if due.member.pk not in own
        and (due.with_whom & own or (not due.with_whom and due.member.partner_id in partners))
    ]
    return mine, theirs


def _intervals() -> dict[UUID, int]:
    return dict(SupervisionPolicy.objects.values_list("scheme_id", "every_weeks"))


def _own(actor: Actor) -> list[Membership]:
    own = [seat.membership_id for seat in actor.seats]
    rows = Membership.objects.filter(pk__in=own).select_related("partner")
    return [one for one in rows if rules.is_supervised(one)]


def _led_by(actor: Actor) -> list[Membership]:
    found = []
    for seat in actor.seats:
        if holds(actor, Permission.SEE_TEAM, seat.scheme_id):
            staff = list(organisations.staff(seat.scheme_id))
            mine = next((one for one in staff if one.pk == seat.membership_id), None)
            found += [one for one in staff if mine and rules.may_supervise(mine, one)]
    return [one for one in found if rules.is_supervised(one)]


def _dues(members: Sequence[Membership], every: Mapping[UUID, int]) -> list[Due]:
    held, planned, whom = _times(members)
    return [
        Due(
            member,
            held.get(member.pk),
            planned.get(member.pk),
            rules.due_on(member, held.get(member.pk), every.get(member.scheme_id)),
            frozenset(whom.get(member.pk, ())),
        )
        for member in members
    ]


def _times(
    members: Iterable[Membership],
) -> tuple[dict[UUID, dt.date], dict[UUID, dt.datetime], dict[UUID, set[UUID]]]:
    """By worker: the day of the last session held, the next one planned, and who was at the last."""
    ids = [member.pk for member in members]
    rows = Meeting.objects.filter(kind=Meeting.Kind.SUPERVISION, supervises__in=ids)
    times = rows.order_by().values_list("supervises_id").annotate(
        last=Max("starts_at", filter=Q(state=MeetingState.CLOSED)),
        planned=Min("starts_at", filter=Q(state=MeetingState.PLANNED)),
    )  # fmt: skip
    found = {pk: (last, planned) for pk, last, planned in times}
    last = {pk: when for pk, (when, _) in found.items() if when}
    came = Attender.objects.filter(
        meeting__in=rows.filter(starts_at__in=list(last.values())), ended_at=None
    )
    whom: dict[UUID, set[UUID]] = {}
    for worker, member in came.values_list("meeting__supervises_id", "member_id"):
        if member is not None and member != worker:
            whom.setdefault(worker, set()).add(member)
    days = {pk: day_of(when) for pk, when in last.items()}
    return days, {pk: when for pk, (_, when) in found.items() if when}, whom


def supervisors_of(worker: Membership) -> list[Membership]:
    """Those who may supervise a worker, by name."""
    staff = organisations.staff(worker.scheme_id)
    return [one for one in staff if rules.may_supervise(one, worker)]


def member_to_supervise(actor: Actor, member_id: UUID) -> Membership:
    """The actor themself or somebody whom they may supervise; raises the one 404 otherwise."""
    own = [seat.membership_id for seat in actor.seats]
    found = [*Membership.objects.filter(pk__in=own), *(due.member for due in dues(actor))]
    member = next((one for one in found if one.pk == member_id), None)
    if member is None or not rules.is_supervised(member):
        raise Http404
    return member


@dataclass(frozen=True)
class Room:
    """One session and its two; `own` is which of them looks."""

    meeting: Meeting
    worker: Membership
    supervisor: Membership
    own: Membership

    @property
    def other(self) -> Membership:
        """Who else is in the room."""
        return self.supervisor if self.own.pk == self.worker.pk else self.worker


def room_of(actor: Actor, meeting_id: UUID) -> Room:
    """A session of the actor's own; raises the one 404 for anybody else, a manager too."""
    meeting = meetings.meeting_for(actor, meeting_id)
    asked = [row.member for row in meetings.attenders(meeting) if row.member is not None]
    worker = next((one for one in asked if one.pk == meeting.supervises_id), None)
    supervisor = next((one for one in asked if one.pk != meeting.supervises_id), None)
    mine = actor.membership_id(meeting.scheme_id)
    own = next((one for one in asked if one.pk == mine), None)
    if not meeting.is_supervision or worker is None or supervisor is None or own is None:
        raise Http404
    return Room(meeting, worker, supervisor, own)


def sessions(actor: Actor) -> QuerySet[Meeting]:
    """The actor's own sessions, the newest first."""
    rows = meetings.meetings(actor).filter(kind=Meeting.Kind.SUPERVISION)
    return rows.order_by("-starts_at", "pk")


def notes(meeting: Meeting, kind: str) -> list[SupervisionNote]:
    """What the two wrote for a session, oldest first; nothing for anybody else (the wall)."""
    rows = SupervisionNote.objects.filter(meeting=meeting, kind=kind, taken_off_at=None)
    return list(rows.order_by("created_at", "pk"))


def note_for(actor: Actor, note_id: UUID) -> tuple[SupervisionNote, Room]:
    """A note of the actor's own hand, with its session; raises the one 404 otherwise."""
    row = SupervisionNote.objects.filter(pk=note_id, taken_off_at=None).first()
    if row is None or row.by_id != actor.membership_id(row.scheme_id):
        raise Http404
    return row, room_of(actor, row.meeting_id)


def agreed(meeting: Meeting) -> list[AgreedAction]:
    """What the two agreed at a session, by day."""
    return list(AgreedAction.objects.filter(meeting=meeting).order_by("by_when", "created_at"))


def agreed_for(actor: Actor, action_id: UUID) -> AgreedAction:
    """One agreed action of the actor's own sessions; raises the one 404 otherwise."""
    row = AgreedAction.objects.filter(pk=action_id).select_related("meeting").first()
    if row is None:
        raise Http404
    room_of(actor, row.meeting_id)
    return row


def still_open(room: Room) -> list[AgreedAction]:
    """What the same two agreed at earlier sessions and is not settled."""
    rows = AgreedAction.objects.filter(
        meeting__supervises=room.worker, status=TO_DO, meeting__starts_at__lt=room.meeting.starts_at
    )
    return list(rows.order_by("by_when", "created_at"))


def actions_due(actor: Actor, day: dt.date) -> list[AgreedAction]:
    """What the actor agreed to do by a day."""
    own = [seat.membership_id for seat in actor.seats]
    rows = AgreedAction.objects.filter(owner__in=own, status=TO_DO, by_when__lte=day)
    return list(rows.select_related("meeting__supervises").order_by("by_when", "created_at"))
