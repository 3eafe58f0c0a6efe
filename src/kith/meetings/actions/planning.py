"""Meetings as a whole: planned, changed, closed, cancelled, held again."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from uuid import UUID

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.meetings import queries, rules
from kith.meetings.actions.attending import add_attender, add_outsider
from kith.meetings.actions.people import Status, bring
from kith.meetings.models import Attender, Discussed, Meeting
from kith.meetings.states import MEETINGS, MeetingState
from kith.organisations.models import Membership, Practice
from kith.pathway.contacts.rules import check_minutes, moment
from kith.people.queries import with_merged_visible_to
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui import dates

TWO_WEEKS = datetime.timedelta(days=14)


@action("meetings.plan_meeting")
def plan_meeting(
    *,
    by: Actor,
    scheme_id: UUID,
    kind: str,
    starts_at: datetime.datetime,
    place: str = "",
    practice: Practice | None = None,
    follows: Meeting | None = None,
    supervises: Membership | None = None,
) -> Meeting:
    """Plan a meeting; whoever plans it attends. One that was held already can be noted too.

    `supervises` is whose supervision it is. Raises Refused for an unknown kind, a practice of another scheme,
    and a supervision of nobody.
    """
    _check(scheme_id, kind, practice)
    if (kind == Meeting.Kind.SUPERVISION) != (supervises is not None):
        raise Refused("Say whose supervision it is.", field="supervises")
    own = by.membership_id(scheme_id)
    meeting = Meeting.objects.create(
        scheme_id=scheme_id,
        kind=kind,
        starts_at=starts_at,
        place=place.strip(),
        practice=practice,
        called_by_id=own,
        called_by_name=by.name,
        follows=follows,
        supervises=supervises,
    )
    if own is not None:
        add_attender(by=by, meeting=meeting, member=Membership.objects.get(pk=own))
    return meeting


@action("meetings.change_meeting")
def change_meeting(
    *,
    by: Actor,
    meeting: Meeting,
    kind: str,
    starts_at: datetime.datetime,
    place: str = "",
    practice: Practice | None = None,
    expected: int | None = None,
) -> Meeting:
    """Put a meeting right or move it. Raises Refused as planning does and when it has ended, and Stale
    on another's change.
    """
    rules.check_open(meeting)
    _check(meeting.scheme_id, kind, practice)
    change(
        meeting,
        expected=expected,
        kind=kind,
        starts_at=starts_at,
        place=place.strip(),
        practice=practice,
    )
    return meeting


@action("meetings.close")
def close(
    *,
    by: Actor,
    meeting: Meeting,
    minutes: int | None,
    came: Collection[UUID],
    expected: int | None = None,
    at: datetime.datetime | None = None,
) -> Meeting:
    """Close a meeting that was held: how long it took, and which of those asked (their ids) `came`.

    Its minutes count as work of the staff who came. Raises Refused before it begins, for impossible
    minutes, while a basis for sharing is missing of somebody who was discussed with people from
    outside, and when it has ended already; Stale on another's change.
    """
    MEETINGS.check(meeting.state, MeetingState.CLOSED)
    now = at or timezone.now()
    if meeting.starts_at > now:
        raise Refused(
            f"This meeting begins on {dates.date_and_time(meeting.starts_at)}. Close it afterwards,"
            " or change its time."
        )
    check_minutes(minutes)
    rows = queries.attenders(meeting)
    _check_all_have_a_basis(meeting, [row for row in rows if row.pk in came])
    change(
        meeting, expected=expected, state=MeetingState.CLOSED.value, minutes=minutes, ended_at=now
    )
    for row in rows:
        change(row, came=row.pk in came)
    return meeting


@action("meetings.open_again")
def open_again(*, by: Actor, meeting: Meeting) -> Meeting:
    """Open a closed meeting again to put something right, or hold one that was cancelled after all.

    Raises Refused when it is open, or another took the place of a cancelled one.
    """
    MEETINGS.check(meeting.state, MeetingState.PLANNED)
    before = meeting.follows
    if meeting.state == MeetingState.CANCELLED and before and queries.following(before):
        raise Refused("Another meeting was planned in its place. Use that one.")
    change(meeting, state=MeetingState.PLANNED.value, ended_at=None, cancelled_why="")
    return meeting


@action("meetings.cancel")
def cancel(
    *,
    by: Actor,
    meeting: Meeting,
    why: str,
    expected: int | None = None,
    at: datetime.datetime | None = None,
) -> Meeting:
    """Cancel a meeting, saying why; the staff asked to it read it on their Today.

    Raises Refused without a reason and when it has ended, Stale on another's change.
    """
    MEETINGS.check(meeting.state, MeetingState.CANCELLED)
    if not why.strip():
        raise Refused(
            "Say why it does not take place. Those who were asked will read it.", field="why"
        )
    change(
        meeting,
        expected=expected,
        state=MeetingState.CANCELLED.value,
        cancelled_why=why.strip(),
        ended_at=at or timezone.now(),
    )
    own = by.membership_id(meeting.scheme_id)
    for row in Attender.objects.filter(meeting=meeting, member__isnull=False, ended_at=None):
        change(row, seen_at=timezone.now() if row.member_id == own else None)
    return meeting


@action("meetings.same_again")
def same_again(
    *, by: Actor, meeting: Meeting, after: datetime.timedelta = TWO_WEEKS
) -> tuple[Meeting, int]:
    """Plan the same meeting some time on, at the same time by the clock: with those who were asked, and
    with the people about whom something is still to do.

    Returns it, and how many such people were left out because the actor may not open their record.
    Raises Refused when the next one is planned already.
    """
    there = queries.following(meeting)
    if there is not None:
        raise Refused(f"The next one is planned already: {dates.date_and_time(there.starts_at)}.")
    following = plan_meeting(
        by=by,
        scheme_id=meeting.scheme_id,
        kind=meeting.kind,
        starts_at=moment(meeting.on + after, meeting.time),
        place=meeting.place,
        practice=meeting.practice,
        follows=meeting,
        supervises=meeting.supervises,
    )
    left_out = _copy_people(by, meeting, following)
    for row in queries.attenders(meeting):
        if row.member is None:
            add_outsider(
                by=by,
                meeting=following,
                name=row.name,
                role=row.role,
                organisation=row.organisation,
            )
        elif row.member.to_date is None or row.member.to_date >= following.on:
            add_attender(by=by, meeting=following, member=row.member)
    return following, left_out


def _copy_people(by: Actor, meeting: Meeting, following: Meeting) -> int:
    """Before people from outside are asked: on what basis they may hear is asked anew of each person."""
    rows = Discussed.objects.filter(
        meeting=meeting, taken_off_at=None, actions__status=Status.TO_DO
    )
    seen = with_merged_visible_to(by)
    left_out = 0
    for row in rows.select_related("person__merged_into").distinct().order_by("created_at"):
        if not seen.filter(pk=row.person_id).exists():
            left_out += 1
            continue
        steps = row.actions.filter(status=Status.TO_DO).order_by("by_when")
        why = "\n".join(f"To do since {dates.medium_date(meeting.on)}: {one.what}" for one in steps)
        bring(by=by, meeting=following, person=row.person.kept, why=why)
    return left_out


def _check(scheme_id: UUID, kind: str, practice: Practice | None) -> None:
    if kind not in Meeting.Kind.values:
        raise Refused("Choose what kind of meeting it is.", field="kind")
    if practice is not None and practice.scheme_id != scheme_id:
        raise Refused("Choose a practice of this scheme.", field="practice")


def _check_all_have_a_basis(meeting: Meeting, came: list[Attender]) -> None:
    if not rules.from_outside(came):
        return
    rows = Discussed.objects.filter(meeting=meeting, taken_off_at=None)
    lacking = rules.without_basis(rows.exclude(note="", decision=""))
    if lacking:
        raise Refused(
            f"Somebody from outside came. Of {len(lacking)} of the people discussed nobody said on"
            " what basis they heard about them: say so with each, then close."
        )
