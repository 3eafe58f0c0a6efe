"""Supervision: how often, planned between two, what they write and agree."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.academy import queries, rules
from kith.academy.models import AgreedAction, SupervisionNote, SupervisionPolicy
from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.meetings import actions as meetings
from kith.meetings import rules as meeting_rules
from kith.meetings.models import Meeting
from kith.organisations.models import Membership
from kith.resilience.errors import Refused
from kith.resilience.versions import change


@action("academy.set_interval")
def set_interval(
    *, by: Actor, scheme_id: UUID, every_weeks: int, expected: int | None = None
) -> SupervisionPolicy:
    """Say how often each worker of a scheme is to be supervised. Raises Refused for less than weekly or
    more than half a year apart, Stale on another's change.
    """
    if not 1 <= every_weeks <= 26:
        raise Refused("Choose from 1 to 26 weeks.", field="every_weeks")
    there = queries.policy(scheme_id)
    if there is None:
        return SupervisionPolicy.objects.create(scheme_id=scheme_id, every_weeks=every_weeks)
    change(there, expected=expected, every_weeks=every_weeks)
    return there


@action("academy.plan_supervision")
def plan_supervision(
    *,
    by: Actor,
    worker: Membership,
    supervisor: Membership,
    starts_at: datetime.datetime,
    place: str = "",
) -> Meeting:
    """Plan a session of a worker with who supervises them; one that was held can be noted too.

    Raises Refused for anybody but the two, and for somebody who may not supervise this worker.
    """
    if by.kind != "system" and by.membership_id(worker.scheme_id) not in (worker.pk, supervisor.pk):
        raise Refused("Only the two plan their supervision.")
    if not rules.may_supervise(supervisor, worker):
        raise Refused(
            f"{supervisor.name} does not lead {worker.name}. Choose somebody who does.",
            field="supervisor",
        )
    meeting = meetings.plan_meeting(
        by=by,
        scheme_id=worker.scheme_id,
        kind=Meeting.Kind.SUPERVISION,
        starts_at=starts_at,
        place=place,
        supervises=worker,
    )
    for member in (worker, supervisor):
        meetings.add_attender(by=by, meeting=meeting, member=member)
    return meeting


@action("academy.plan_next")
def plan_next(*, by: Actor, room: queries.Room) -> Meeting:
    """Plan the next session of the same two, the scheme's interval on, with the people about whom something
    is still to do. Raises Refused when it is planned already.
    """
    after = queries.interval(room.meeting.scheme_id)
    following, _ = meetings.same_again(by=by, meeting=room.meeting, after=after)
    return following


@action("academy.write_note")
def write_note(*, by: Actor, room: queries.Room, kind: str, text: str) -> SupervisionNote:
    """Write something for the agenda, or how things are: read by the two alone.

    Raises Refused without words, for anybody else, and when the session has ended.
    """
    _check_one_of_two(by, room)
    meeting_rules.check_open(room.meeting)
    if kind not in SupervisionNote.Kind.values:
        raise Refused("Choose what it is.", field="kind")
    return SupervisionNote.objects.create(
        **_between(room), kind=kind, text=_words(text), by=room.own, by_name=room.own.name
    )


@action("academy.change_note")
def change_note(
    *, by: Actor, note: SupervisionNote, text: str, expected: int | None = None
) -> SupervisionNote:
    """Put one's own note right. Raises Refused for another's, without words, and when the session has ended;
    Stale when it was changed meanwhile.
    """
    _check_own(by, note)
    change(note, expected=expected, text=_words(text))
    return note


@action("academy.take_off_note")
def take_off_note(*, by: Actor, note: SupervisionNote) -> SupervisionNote:
    """Take one's own note off. Raises Refused for another's, and when the session has ended."""
    _check_own(by, note)
    change(note, taken_off_at=timezone.now())
    return note


@action("academy.agree")
def agree(
    *, by: Actor, room: queries.Room, what: str, owner: Membership, by_when: datetime.date
) -> AgreedAction:
    """Note what one of the two is to do, and by when: it is on their Today when it is due.

    Raises Refused without words, for an owner who is not in the room, and for anybody but the two.
    """
    _check_one_of_two(by, room)
    meeting_rules.check_open(room.meeting)
    if not what.strip():
        raise Refused("Write what is to be done.", field="what")
    if owner.pk not in (room.worker.pk, room.supervisor.pk):
        raise Refused("Choose one of you two.", field="owner")
    return AgreedAction.objects.create(
        **_between(room), what=what.strip(), owner=owner, owner_name=owner.name, by_when=by_when
    )


@action("academy.settle_agreed")
def settle_agreed(*, by: Actor, step: AgreedAction, status: str) -> AgreedAction:
    """Say that an agreed action is done, will not happen, or is still to do. Raises Refused otherwise."""
    if status not in AgreedAction.Status.values:
        raise Refused("Choose what became of it.", field="status")
    settled = status != AgreedAction.Status.TO_DO
    change(step, status=status, settled_at=timezone.now() if settled else None)
    return step


def _between(room: queries.Room) -> dict[str, Any]:
    return {
        "scheme_id": room.meeting.scheme_id,
        "meeting": room.meeting,
        "supervisor_user_id": room.supervisor.user_id,
        "worker_user_id": room.worker.user_id,
    }


def _check_one_of_two(by: Actor, room: queries.Room) -> None:
    if by.membership_id(room.meeting.scheme_id) not in (room.worker.pk, room.supervisor.pk):
        raise Refused("Only the two whose supervision it is write here.")


def _check_own(by: Actor, note: SupervisionNote) -> None:
    if note.by_id != by.membership_id(note.scheme_id):
        raise Refused("Only whoever wrote it changes it.")
    meeting_rules.check_open(note.meeting)


def _words(text: str) -> str:
    if not text.strip():
        raise Refused("Write something, or go back.", field="text")
    return text.strip()
