"""What may be written on a meeting, and what must be known first."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from kith.accounts.permissions import Permission, holds
from kith.isolation.actor import Actor
from kith.meetings.models import Attender, Discussed, Meeting, MeetingAction
from kith.people.models import Person
from kith.resilience.errors import Refused
from kith.ui import dates

CLOSED = (
    "This meeting is closed or cancelled. Open it again to change it. What you wrote is kept here."
)


def may_change(actor: Actor, meeting: Meeting, attenders: Iterable[Attender]) -> bool:
    """Whether somebody may write on a meeting: whoever called it, attends, or sets the scheme up; on a
    supervision, the two whose it is.
    """
    if actor.kind == "system":
        return True
    own = actor.membership_id(meeting.scheme_id)
    if own is None or not holds(actor, Permission.WORK_WITH_PEOPLE, meeting.scheme_id):
        return False
    asked = {row.member_id for row in attenders if row.ended_at is None}
    if meeting.is_supervision:
        return own in asked
    return own in asked | {meeting.called_by_id} or holds(
        actor, Permission.SET_UP, meeting.scheme_id
    )


def check_open(meeting: Meeting) -> None:
    """Raise Refused for a meeting that has ended."""
    if not meeting.is_open:
        raise Refused(CLOSED)


def check_asking(meeting: Meeting) -> None:
    """Raise Refused for a meeting that has ended, and for a supervision: its two are asked from the start."""
    check_open(meeting)
    if meeting.is_supervision:
        raise Refused("Supervision is between two people. Plan a meeting to talk with others.")


def from_outside(attenders: Iterable[Attender]) -> list[Attender]:
    """Those who attend and are no staff of the scheme."""
    return [row for row in attenders if row.member_id is None and row.ended_at is None]


def check_basis(basis: str, basis_on: datetime.date | None, *, outside: bool) -> None:
    """Raise Refused where somebody from outside attends and nobody said on what basis they may hear,
    and for an agreement without its day or of a day to come.

    A basis for each person and each disclosure: UK GDPR article 6 and the common law duty of
    confidentiality; which one holds is for the scheme's own information-sharing agreement.
    """
    if basis not in ("", *Discussed.Basis.values):
        raise Refused("Choose a basis from the list.", field="basis")
    if outside and not basis:
        raise Refused(
            "Somebody from outside the scheme attends. Say on what basis they may hear about this"
            " person.",
            field="basis",
        )
    if basis != Discussed.Basis.AGREED:
        return
    if basis_on is None:
        raise Refused("Enter the day on which they agreed.", field="basis_on")
    if basis_on > dates.today():
        raise Refused("This day has not come yet. Enter when they agreed.", field="basis_on")


def without_basis(rows: Iterable[Discussed]) -> list[Discussed]:
    """Those of whom nobody said on what basis others may hear about them."""
    return [row for row in rows if not row.basis and row.taken_off_at is None]


def initials(person: Person) -> str:
    """``Maya Okafor`` gives ``M.O.``"""
    words = person.full_name.replace("-", " ").split()
    return "".join(f"{word[0].upper()}." for word in words)


def says_whose(action: MeetingAction) -> str:
    """Whose action it is, by name."""
    return action.owner.name if action.owner is not None else action.owner_name
