"""Who is asked to a meeting, and what they spend on it beforehand."""

from __future__ import annotations

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.meetings import rules
from kith.meetings.models import Attender, Meeting
from kith.organisations.models import Membership
from kith.pathway.contacts.rules import check_minutes
from kith.resilience.errors import Refused
from kith.resilience.versions import change


@action("meetings.add_attender")
def add_attender(*, by: Actor, meeting: Meeting, member: Membership) -> Attender:
    """Ask somebody of the scheme to a meeting; once is enough. Raises Refused for staff of another
    scheme, when the meeting has ended, and for a third to a supervision.
    """
    rules.check_open(meeting)
    others = Attender.objects.filter(meeting=meeting, ended_at=None).exclude(member=member)
    if meeting.is_supervision and others.count() > 1:
        rules.check_asking(meeting)
    if member.scheme_id != meeting.scheme_id:
        raise Refused("Choose somebody of this scheme.", field="member")
    row, _ = Attender.objects.get_or_create(
        scheme_id=meeting.scheme_id,
        meeting=meeting,
        member=member,
        ended_at=None,
        defaults={"name": member.name},
    )
    return row


@action("meetings.add_outsider")
def add_outsider(
    *, by: Actor, meeting: Meeting, name: str, organisation: str, role: str = ""
) -> Attender:
    """Ask somebody from outside the scheme. Raises Refused without a name or an organisation, when the
    meeting has ended, and to a supervision.
    """
    rules.check_asking(meeting)
    if not name.strip():
        raise Refused("Enter their name.", field="name")
    if not organisation.strip():
        raise Refused("Enter where they work.", field="organisation")
    return Attender.objects.create(
        scheme_id=meeting.scheme_id,
        meeting=meeting,
        name=name.strip(),
        role=role.strip(),
        organisation=organisation.strip(),
    )


@action("meetings.take_off_attender")
def take_off_attender(*, by: Actor, attender: Attender) -> Attender:
    """Take somebody off who need not come; that they were asked is kept. Raises Refused when the meeting
    has ended, and of a supervision.
    """
    rules.check_asking(attender.meeting)
    change(attender, ended_at=timezone.now())
    return attender


@action("meetings.note_preparation")
def note_preparation(*, by: Actor, meeting: Meeting, minutes: int | None) -> Attender:
    """Note how long one prepared for a meeting: it is work. Raises Refused for somebody who is not asked
    to it, a cancelled meeting, and impossible minutes.
    """
    check_minutes(minutes)
    own = by.membership_id(meeting.scheme_id)
    row = Attender.objects.filter(meeting=meeting, member=own, ended_at=None).first()
    if own is None or row is None:
        raise Refused("Only somebody who is asked to this meeting notes their preparation.")
    change(row, preparing_minutes=minutes)
    return row


@action("meetings.see_cancelled")
def see_cancelled(*, by: Actor, attender: Attender) -> Attender:
    """Note that one has read that a meeting is cancelled. Raises Refused for anybody else's."""
    if attender.member_id != by.membership_id(attender.scheme_id):
        raise Refused("Only the one who was asked marks this as read.")
    if attender.seen_at is None:
        change(attender, seen_at=timezone.now())
    return attender
