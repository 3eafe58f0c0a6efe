"""Going in alone: until when, that one is safe, and the alert when nobody has heard."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.audit.write import action
from kith.concerns import queries, rules
from kith.concerns.actions.climbing import Alert, climb, new_ladder, note_taken, settle
from kith.concerns.models import Visit
from kith.concerns.states import VISITS, VisitState
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.models import Membership
from kith.people.actions.contact_points import normal_phone
from kith.people.models import Person
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import clock


@action("concerns.check_in")
def check_in(
    *,
    by: Actor,
    worker: Membership,
    where: str,
    expected_at: datetime.datetime,
    phone: str = "",
    person: Person | None = None,
    buddy: Membership | None = None,
    note: str = "",
    at: datetime.datetime | None = None,
) -> Visit:
    """Say that one goes in alone, where, and until when; without word after that the ladder is asked, `buddy` first.

    `phone` is the number the worker carries (default: the one on their place). Raises Refused without a place
    or a number, for a time gone by or more than half a day off, and while another visit is under way.
    """
    moment = at or timezone.now()
    if by.kind != "system" and worker.pk != by.membership_id(worker.scheme_id):
        raise Refused("Everyone says for themselves that they go in.")
    if not where.strip():
        raise Refused("Say where you will be: the address.", field="where")
    number = normal_phone(phone or worker.phone, field="phone")
    if not number:
        raise Refused("Give the number of the phone you carry.", field="phone")
    _check_end(expected_at, moment)
    if buddy is not None and buddy.pk == worker.pk:
        raise Refused("Choose somebody else as your buddy.", field="buddy")
    if queries.under_way(queries.locked_member(worker).pk) is not None:
        raise Refused("You are on a visit already. Say first that you are safe.")
    return Visit.objects.create(
        scheme_id=worker.scheme_id,
        worker=worker,
        worker_name=worker.name,
        person=person,
        buddy=buddy,
        where=where.strip(),
        phone=number,
        note=note.strip(),
        went_at=moment,
        expected_at=expected_at,
        ladder=new_ladder(worker.scheme_id, climb_at=_alert_at(worker, expected_at)),
    )


@action("concerns.extend")
def extend(
    *, by: Actor, visit: Visit, expected_at: datetime.datetime, at: datetime.datetime | None = None
) -> Visit:
    """Say that one will be longer. Raises Refused for a time gone by, or more than half a day off, and afterwards."""
    moment = at or timezone.now()
    there = queries.locked_visit(visit)
    _check_out(there)
    if by.kind != "system" and there.worker_id != by.membership_id(there.scheme_id):
        raise Refused("Only the worker says that it will be longer.")
    _check_end(expected_at, moment)
    settle(there.ladder, moment)
    _wait_until(there, expected_at, _alert_at(there.worker, expected_at))
    return there


@action("concerns.say_safe")
def say_safe(*, by: Actor, visit: Visit, at: datetime.datetime | None = None) -> Visit:
    """Say that one is out and safe. Raises Refused for anybody else, who must say by whose word, and twice."""
    there = queries.locked_visit(visit)
    if by.kind != "system" and there.worker_id != by.membership_id(there.scheme_id):
        raise Refused("Say by whose word they are safe.", field="on_word_of")
    return _ended(by, there, VisitState.SAFE, at or timezone.now())


@action("concerns.safe_by_word")
def safe_by_word(
    *, by: Actor, visit: Visit, on_word_of: str, at: datetime.datetime | None = None
) -> Visit:
    """Say that a colleague is safe, by whose word. Raises Refused without a name, and twice."""
    if not on_word_of.strip():
        raise Refused("Say who told you that they are safe.", field="on_word_of")
    there = queries.locked_visit(visit)
    return _ended(by, there, VisitState.SAFE, at or timezone.now(), on_word_of.strip())


@action("concerns.call_off_visit")
def call_off_visit(*, by: Actor, visit: Visit, at: datetime.datetime | None = None) -> Visit:
    """Say that one did not go in. Raises Refused for anybody else, and when it has ended."""
    there = queries.locked_visit(visit)
    if by.kind != "system" and there.worker_id != by.membership_id(there.scheme_id):
        raise Refused("Only the worker says that they did not go in.")
    return _ended(by, there, VisitState.CALLED_OFF, at or timezone.now())


@action("concerns.undo_visit_end")
def undo_visit_end(*, by: Actor, visit: Visit, at: datetime.datetime | None = None) -> Visit:
    """Take back, within a minute, that a visit has ended: its clock goes on.

    Raises Refused later, and while the worker is on another visit.
    """
    moment = at or timezone.now()
    there = queries.locked_visit(visit)
    VISITS.check(there.state, VisitState.OUT)
    if there.ended_at is None or moment > there.ended_at + rules.UNDO:
        raise Refused("The minute for this is over. Start a new visit if somebody is still inside.")
    if queries.under_way(queries.locked_member(there.worker).pk) is not None:
        raise Refused("Another visit has begun meanwhile.")
    change(there, state=VisitState.OUT, ended_at=None, ended_by_name="", on_word_of="")
    due = max(_alert_at(there.worker, there.expected_at), moment)
    _wait_until(there, there.expected_at, due)
    return there


@action("concerns.take_alert")
def take_alert(*, by: Actor, visit: Visit, at: datetime.datetime | None = None) -> Visit:
    """Say that one sees to an overdue colleague. The ladder goes on, with the time it gives, until they are safe.

    Raises Refused while the visit is not overdue, or when it has ended.
    """
    moment = at or timezone.now()
    there = queries.locked_visit(visit)
    _check_out(there)
    if not there.is_overdue(moment):
        raise Refused(f"{there.worker_name} is expected out by {clock(there.expected_at)}.")
    member = _member(by, there)
    change(there, taken_by_name=member.name)
    note_taken(there.ladder, member, moment)
    change(there.ladder, climb_at=_next_at(there, moment))
    return there


@action("concerns.alert")
def alert(*, by: Actor, visit: Visit, now: datetime.datetime) -> Visit:
    """Ask the next of the ladder when the time of whoever was asked is over at `now`; else nothing."""
    there = queries.locked_visit(visit)
    due = there.ladder.climb_at
    if there.state != VisitState.OUT or due is None or due > now:
        return there
    said = Alert(
        asking="visit_overdue",
        unheld="visit_overdue",
        view="concerns:visit",
        subject_id=there.pk,
        wait=lambda asked: _next_at(there, asked),
    )
    climb(by, there.ladder, queries.rungs_of_visit(there, now=now), said, now)
    return there


def _alert_at(worker: Membership, expected_at: datetime.datetime) -> datetime.datetime:
    grace = queries.policy(worker.scheme_id).visit_minutes
    return expected_at + datetime.timedelta(minutes=grace)


def _next_at(visit: Visit, asked: datetime.datetime) -> datetime.datetime:
    minutes = queries.policy(visit.scheme_id).now_minutes
    return asked + datetime.timedelta(minutes=minutes)


def _wait_until(visit: Visit, expected_at: datetime.datetime, climb_at: datetime.datetime) -> None:
    ladder = new_ladder(visit.scheme_id, climb_at=climb_at)
    change(visit, expected_at=expected_at, taken_by_name="", ladder=ladder)


def _check_end(expected_at: datetime.datetime, moment: datetime.datetime) -> None:
    if expected_at <= moment:
        raise Refused("This time has gone. Say when you expect to be out.", field="until")
    if expected_at > moment + rules.LONGEST_VISIT:
        raise Refused("That is more than twelve hours off. Choose an earlier time.", field="until")


def _check_out(visit: Visit) -> None:
    if visit.state != VisitState.OUT:
        raise Refused("This visit has ended already. Reload the page.")


def _ended(
    by: Actor, visit: Visit, state: VisitState, moment: datetime.datetime, on_word_of: str = ""
) -> Visit:
    VISITS.check(visit.state, state)
    settle(visit.ladder, moment)
    change(
        visit,
        state=state,
        ended_at=max(moment, visit.went_at),
        ended_by_name=by.name,
        on_word_of=on_word_of,
    )
    return visit


def _member(by: Actor, visit: Visit) -> Membership:
    own = by.membership_id(visit.scheme_id)
    member = organisations.staff(visit.scheme_id).filter(pk=own).first() if own else None
    if member is None or member.pk == visit.worker_id:
        raise Refused("A colleague sees to it, not the worker.")
    return member
