"""Contacts that are planned, and what becomes of them."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from kith.audit.write import action
from kith.concerns import actions as concerns
from kith.concerns import queries
from kith.concerns.models import Visit
from kith.isolation.actor import Actor
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.queries import open_case_of
from kith.pathway.contacts import rules
from kith.pathway.contacts.actions.calling_off import check_planned, joined
from kith.pathway.contacts.actions.following import Following, follow
from kith.pathway.contacts.actions.happened import AT_HOME, point_of, with_reason
from kith.pathway.contacts.actions.interpreting import ask_interpreter_again, note_interpreter
from kith.pathway.contacts.models import Contact, Outcome
from kith.people.models import ContactPoint, Person
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.vocabulary import media


@action("contacts.plan_contact")
def plan_contact(
    *,
    by: Actor,
    person: Person,
    planned_for: datetime.datetime,
    medium: str = "02",
    case: Case | None = None,
    minutes: int | None = None,
    at_home: bool = False,
    place: str = "",
    note: str = "",
    reason: str = "",
    worker: Membership | None = None,
    at: datetime.datetime | None = None,
) -> Contact:
    """Plan an appointment; `minutes` is how long it is to take, `reason` why an unsafe way, `worker` with whom
    it is when whoever plans it does so for another.

    Raises Refused for a time gone by, impossible minutes, a home visit before risk was asked about,
    or an unsafe way without a reason.
    """
    _check_ahead(planned_for, at)
    if person.died_on is not None:
        raise Refused(f"{person.called} has died, so no appointment was planned.")
    rules.check_minutes(minutes, "planned_minutes")
    case = case or open_case_of(person)
    rules.check_case(case, person)
    if medium not in media.TABLE:
        raise Refused("Choose how you will meet.", field="medium")
    rules.check_home_visit(person, at_home=at_home)
    channel = rules.channel_of(medium, "", at_home=at_home)
    point = point_of(person, channel)
    rules.check_safe(person, channel=channel, point=point, reason=reason)
    return Contact.objects.create(
        scheme_id=person.scheme_id,
        person=person,
        case=case,
        medium=medium,
        planned_for=planned_for,
        planned_minutes=minutes,
        point=point,
        place=AT_HOME if at_home else place.strip(),
        note=with_reason(note, reason),
        by_id=worker.pk if worker else by.membership_id(person.scheme_id),
        by_name=worker.name if worker else by.name,
    )


@action("contacts.complete")
def complete(
    *,
    by: Actor,
    contact: Contact,
    outcome: str,
    minutes: int | None = None,
    travel_minutes: int | None = None,
    interpreter: str = "",
    note: str = "",
    next_step: str = "",
    next_step_on: datetime.date | None = None,
    next_step_time: datetime.time | None = None,
    agreed: bool | None = None,
    answer_note: str = "",
    keep_planned: bool = False,
    as_asked: bool = False,
    point: ContactPoint | None = None,
    expected: int | None = None,
    at: datetime.datetime | None = None,
) -> Contact:
    """Say what came of an appointment; it happened when planned, or now if that is earlier. One that was planned
    without a case, or before the last one ended, is of the case that is open now, and so is what follows.

    `point` is which of their numbers or addresses it was by (default: the one it was planned by, while in use).
    An interpreter who was booked is noted as having come, or not, by what is said of the contact; and whoever
    went in alone for it as safe, when it is they who say so.

    Raises Refused when that was said already or for impossible values, Stale on another's change.
    """
    check_planned(contact)
    assert contact.planned_for is not None
    happened = at or min(contact.planned_for, timezone.now())
    rules.check_happened(happened)
    rules.check_minutes(minutes)
    rules.check_minutes(travel_minutes, "travel_minutes")
    if outcome not in Outcome.values:
        raise Refused("Choose what happened.", field="outcome")
    rules.check_home_visit(
        contact.person, at_home=contact.place == AT_HOME and outcome == Outcome.REACHED
    )
    channel = rules.channel_of(contact.medium, outcome, at_home=contact.place == AT_HOME)
    used = point_of(contact.person, channel, point, contact.point_id)
    now_open = open_case_of(contact.person)
    change(
        contact,
        expected=expected,
        case=_case_of(contact, now_open),
        outcome=outcome,
        point=used,
        happened_at=happened,
        minutes=minutes,
        travel_minutes=travel_minutes,
        interpreter=interpreter,
        counts=rules.counts_as_try(
            contact.person,
            medium=contact.medium,
            outcome=outcome,
            unsafe=rules.is_unsafe(channel, used),
            interpreter=interpreter,
            as_asked=as_asked,
        ),
        note=joined(contact.note, note),
    )
    note_interpreter(contact)
    _out_of(by, contact)
    following = Following(
        agreed, answer_note, next_step, next_step_on, next_step_time, keep_planned
    )
    follow(by=by, case=now_open, outcome=outcome, following=following, at=happened)
    return contact


def _case_of(contact: Contact, now_open: Case | None) -> Case | None:
    """The open case, where it is of the same record: what was written on one that was merged stays its own."""
    same = now_open is not None and now_open.person_id == contact.person_id
    return now_open if same else contact.case


@action("contacts.go_in")
def go_in(*, by: Actor, contact: Contact, **said: Any) -> Visit:
    """Begin the visit alone of an appointment; `said` is what `concerns.check_in` takes. Saying what came of the
    appointment then says that one is out. Raises Refused as that does, and when it happened or was called off.
    """
    check_planned(contact)
    visit = concerns.check_in(by=by, **{**said, "person": contact.person.kept})
    change(contact, visit=visit)
    return visit


def _out_of(by: Actor, contact: Contact) -> None:
    visit = contact.visit
    if visit is None or visit.worker_id != by.membership_id(visit.scheme_id):
        return
    if queries.under_way(visit.worker_id) == visit:
        contact.visit = concerns.say_safe(by=by, visit=visit)


@action("contacts.move")
def move(
    *,
    by: Actor,
    contact: Contact,
    planned_for: datetime.datetime,
    expected: int | None = None,
    at: datetime.datetime | None = None,
) -> Contact:
    """Move an appointment; an interpreter's yes was to the old time, so it is asked for again.

    Raises Refused for a time gone by or one that happened, and Stale.
    """
    check_planned(contact)
    _check_ahead(planned_for, at)
    change(contact, expected=expected, planned_for=planned_for)
    ask_interpreter_again(contact)
    return contact


@action("contacts.meet_elsewhere")
def meet_elsewhere(*, by: Actor, contact: Contact, place: str) -> Contact:
    """Keep an appointment's time, at another place; an interpreter's yes was to the old one, so it is asked for again.

    Raises Refused when it happened.
    """
    check_planned(contact)
    change(contact, place=place)
    ask_interpreter_again(contact)
    return contact


@action("contacts.give_contact")
def give_contact(*, by: Actor, contact: Contact, member: Membership) -> Contact:
    """Let a colleague keep an appointment in place of whoever planned it. Raises Refused when it happened."""
    check_planned(contact)
    change(contact, by=member, by_name=member.name[:200])
    return contact


def _check_ahead(planned_for: datetime.datetime, at: datetime.datetime | None) -> None:
    if planned_for <= (at or timezone.now()):
        raise Refused("This time has gone. Choose one to come.", field="on")
