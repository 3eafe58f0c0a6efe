"""Who came: one press writes everybody's contact, and can be put right later."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from itertools import takewhile
from uuid import UUID

from django.utils import timezone

from kith.audit.write import action
from kith.concerns import actions as concerns
from kith.groups import queries, rules
from kith.groups.models import Attendance, GroupPlace, GroupSession
from kith.groups.states import SessionState
from kith.isolation.actor import Actor
from kith.pathway.contacts import actions as contacts
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.vocabulary import concerns as worries


@action("groups.mark_register")
def mark_register(
    *,
    by: Actor,
    session: GroupSession,
    came: Collection[UUID],
    among: Iterable[GroupPlace],
    walk_ins: int = 0,
    walk_in_names: str = "",
    note: str = "",
    expected: int | None = None,
    at: datetime.datetime | None = None,
) -> GroupSession:
    """Take the register, or put it right: of `among` (those whom the writer was shown) the places in `came` came, and
    the others did not.

    Who came has a contact of it on their record. Raises Refused for a session that was cancelled or is to come, and
    for a number of walk-ins that nobody counted; Stale on another's change.
    """
    now = at or timezone.now()
    rules.check_marking(session, walk_ins, now)
    change(
        session,
        expected=expected,
        state=SessionState.HELD.value,
        walk_ins=walk_ins,
        walk_in_names=walk_in_names.strip(),
        note=note.strip(),
        marked_at=now,
        marked_by_id=by.membership_id(session.scheme_id),
        marked_by_name=by.name,
    )
    places = list(among)
    there = {row.joined_id: row for row in queries.attendances(session)}
    for place in places:
        _mark(by, session, place, there.get(place.pk), came=place.pk in came, now=now)
    _count_missed(places)
    return session


@action("groups.note_about")
def note_about(
    *, by: Actor, attendance: Attendance, note: str, worried: bool = False
) -> Attendance:
    """Write a note about one person of a session; it stands on their record with the contact.

    `worried` says that somebody must know today: a concern is raised in these words. Raises Refused without words.
    """
    if not note.strip():
        raise Refused("Write what there is to say.", field="note")
    change(attendance, note=note.strip())
    if attendance.contact is not None:
        contacts.correct_group(
            by=by,
            contact=attendance.contact,
            came=attendance.came,
            note=attendance.note,
        )
    if worried:
        concerns.raise_concern(
            by=by,
            person=attendance.joined.person.kept,
            kind="other",
            urgency=worries.TODAY,
            words=f"At {attendance.session.group.name}: {note.strip()}",
        )
    return attendance


def _mark(
    by: Actor,
    session: GroupSession,
    place: GroupPlace,
    row: Attendance | None,
    *,
    came: bool,
    now: datetime.datetime,
) -> None:
    if row is None:
        row = Attendance(scheme_id=session.scheme_id, session=session, joined=place, came=False)
        row.save(force_insert=True)
    elif row.came == came:
        return
    contact = row.contact
    if contact is not None:
        contacts.correct_group(by=by, contact=contact, came=came, note=row.note)
    elif came:
        contact = contacts.came_to_group(
            by=by,
            person=place.person.kept,
            place=session.group.where,
            note=row.note,
            at=min(session.starts_at, now),
        )
    change(row, came=came, contact=contact)


def _count_missed(places: Iterable[GroupPlace]) -> None:
    """How many each missed one after the other up to the newest; who came again begins afresh."""
    ids = [place.pk for place in places]
    newest = queries.newest_attendances(ids)
    for place in GroupPlace.objects.select_for_update().filter(pk__in=ids):
        missed = len(list(takewhile(lambda came: not came, newest.get(place.pk, []))))
        if missed != place.missed:
            change(place, missed=missed, missed_asked=min(place.missed_asked, missed))
