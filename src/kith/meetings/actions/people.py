"""Whom a meeting talks about, what was said and decided, and who does what by when."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.meetings import queries, rules
from kith.meetings.models import Discussed, Meeting, MeetingAction
from kith.organisations.models import Membership
from kith.people.models import Person
from kith.people.queries import with_merged_visible_to
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui import dates

Status = MeetingAction.Status


@action("meetings.bring")
def bring(
    *,
    by: Actor,
    meeting: Meeting,
    person: Person,
    why: str,
    basis: str = "",
    basis_on: datetime.date | None = None,
) -> Discussed:
    """Put somebody on a meeting's list, beforehand or during it; who was taken off is put back.

    Raises Refused for a record that the writer may not open, without a reason, without a basis where
    somebody from outside attends, for somebody on the list already, and when the meeting has ended.
    """
    rules.check_open(meeting)
    _check_may_open(by, person)
    if not why.strip():
        raise Refused("Write why this person is to be discussed.", field="why")
    _check_basis(meeting, basis, basis_on)
    row = queries.on_list(meeting, person)
    agreed_on = basis_on if basis == Discussed.Basis.AGREED else None
    if row is not None and row.taken_off_at is None:
        raise Refused(f"{person.called} is on the list of this meeting already.")
    if row is not None:
        change(row, why=why.strip(), basis=basis, basis_on=agreed_on, taken_off_at=None)
        return row
    return Discussed.objects.create(
        scheme_id=meeting.scheme_id,
        meeting=meeting,
        person=person,
        by_id=by.membership_id(meeting.scheme_id),
        by_name=by.name,
        why=why.strip(),
        basis=basis,
        basis_on=agreed_on,
    )


@action("meetings.write")
def write(
    *,
    by: Actor,
    discussed: Discussed,
    why: str,
    basis: str = "",
    basis_on: datetime.date | None = None,
    note: str = "",
    decision: str = "",
    expected: int | None = None,
) -> Discussed:
    """Write what was said of a person and what was decided.

    Raises Refused as `bring` does, and Stale on another's change: nothing of either is lost.
    """
    rules.check_open(discussed.meeting)
    _check_may_open(by, discussed.person)
    _check_basis(discussed.meeting, basis, basis_on)
    change(
        discussed,
        expected=expected,
        why=why.strip(),
        basis=basis,
        basis_on=basis_on if basis == Discussed.Basis.AGREED else None,
        note=note.strip(),
        decision=decision.strip(),
    )
    return discussed


@action("meetings.take_off")
def take_off(*, by: Actor, discussed: Discussed) -> Discussed:
    """Take somebody off the list; what was written stays in its history.

    Raises Refused while an action about them is to do, and when the meeting has ended.
    """
    rules.check_open(discussed.meeting)
    _check_may_open(by, discussed.person)
    if discussed.actions.filter(status=Status.TO_DO).exists():
        raise Refused("An action about them is still to do. Say first what becomes of it.")
    change(discussed, taken_off_at=timezone.now())
    return discussed


@action("meetings.put_back")
def put_back(*, by: Actor, discussed: Discussed) -> Discussed:
    """Put somebody back on the list, as they were. Raises Refused when the meeting has ended."""
    rules.check_open(discussed.meeting)
    _check_may_open(by, discussed.person)
    change(discussed, taken_off_at=None)
    return discussed


@action("meetings.add_action")
def add_action(
    *,
    by: Actor,
    discussed: Discussed,
    what: str,
    by_when: datetime.date,
    owner: Membership | None = None,
    owner_name: str = "",
) -> MeetingAction:
    """Note what somebody is to do for a person, and by when: `owner` of the staff, or somebody from
    outside by name. Staff have it on their Today when it is due.

    Raises Refused without words or an owner, for staff who may not open the record, and when the
    meeting has ended.
    """
    rules.check_open(discussed.meeting)
    _check_may_open(by, discussed.person)
    _check_action(discussed.person, what, owner, owner_name)
    return MeetingAction.objects.create(
        scheme_id=discussed.scheme_id,
        discussed=discussed,
        person_id=discussed.person_id,
        what=what.strip(),
        owner=owner,
        owner_name=owner.name if owner else owner_name.strip(),
        by_when=by_when,
    )


@action("meetings.change_action")
def change_action(
    *,
    by: Actor,
    step: MeetingAction,
    what: str,
    by_when: datetime.date,
    owner: Membership | None = None,
    owner_name: str = "",
    expected: int | None = None,
) -> MeetingAction:
    """Put an action right, move it, or give it to somebody else, after the meeting too.

    Raises Refused as `add_action` does and when it is settled, and Stale on another's change.
    """
    _check_may_open(by, step.person)
    if step.status != Status.TO_DO:
        raise Refused("This action is settled. Say first that it is still to do.")
    _check_action(step.person, what, owner, owner_name)
    change(
        step,
        expected=expected,
        what=what.strip(),
        owner=owner,
        owner_name=owner.name if owner else owner_name.strip(),
        by_when=by_when,
    )
    return step


@action("meetings.settle_action")
def settle_action(
    *, by: Actor, step: MeetingAction, status: str, at: datetime.datetime | None = None
) -> MeetingAction:
    """Say that an action is done, will not happen, or (taking that back) is still to do.

    Raises Refused for a record that the writer may not open, and an unknown status.
    """
    _check_may_open(by, step.person)
    if status not in Status.values:
        raise Refused("Choose what became of it.", field="status")
    settled = status != Status.TO_DO
    change(
        step,
        status=status,
        settled_at=(at or timezone.now()) if settled else None,
        settled_by_name=by.name if settled else "",
    )
    return step


@action("meetings.note_handed_out")
def note_handed_out(*, by: Actor, meeting: Meeting, reason: str) -> Meeting:
    """Note that the papers of a meeting were made with full names, for whom and why; the log keeps it.

    Raises Refused without a reason, and while somebody from outside attends and it is not said of
    everybody on what basis they may hear about them.
    """
    if not reason.strip():
        raise Refused("Say who gets the full names, and why they need them.", field="reason")
    rows = list(Discussed.objects.filter(meeting=meeting, taken_off_at=None))
    lacking = rules.without_basis(rows)
    if lacking and rules.from_outside(queries.attenders(meeting)):
        raise Refused(
            f"Somebody from outside attends, and of {len(lacking)} of the {len(rows)} on the list"
            " nobody said on what basis they may hear about them. Say so first, or print initials."
        )
    return meeting


def _check_may_open(by: Actor, person: Person) -> None:
    if not with_merged_visible_to(by).filter(pk=person.pk).exists():
        raise Refused("Only somebody who may open this person’s record writes about them.")


def _check_basis(meeting: Meeting, basis: str, basis_on: datetime.date | None) -> None:
    outside = bool(rules.from_outside(queries.attenders(meeting)))
    rules.check_basis(basis, basis_on, outside=outside)


def _check_action(person: Person, what: str, owner: Membership | None, owner_name: str) -> None:
    if not what.strip():
        raise Refused("Write what is to be done.", field="what")
    if owner is None and not owner_name.strip():
        raise Refused("Say who is to do it.", field="owner_name")
    if owner is not None and (
        owner.scheme_id != person.scheme_id
        or (owner.to_date is not None and owner.to_date < dates.today())
        or not queries.may_open(owner, person)
    ):
        raise Refused(
            f"{owner.name} may not open this record, so could not do it. Choose somebody who may.",
            field="owner",
        )
