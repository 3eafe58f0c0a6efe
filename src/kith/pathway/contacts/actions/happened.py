"""Attempts and conversations that took place."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.messages.models import Letter
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.queries import open_case_of
from kith.pathway.contacts import rules
from kith.pathway.contacts.actions.following import Following, follow
from kith.pathway.contacts.models import Contact, Outcome
from kith.people import actions as people
from kith.people.models import Channel, ContactPoint, Person
from kith.people.queries import contact_points
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.vocabulary import interpreters, media

AT_HOME = "At their home"


@action("contacts.record")
def record(
    *,
    by: Actor,
    person: Person,
    outcome: str,
    medium: str = "02",
    direction: str = Contact.Direction.OUT,
    case: Case | None = None,
    minutes: int | None = None,
    travel_minutes: int | None = None,
    interpreter: str = "",
    note: str = "",
    at_home: bool = False,
    place: str = "",
    next_step: str = "",
    next_step_on: datetime.date | None = None,
    next_step_time: datetime.time | None = None,
    agreed: bool | None = None,
    answer_note: str = "",
    keep_planned: bool = False,
    reason: str = "",
    as_asked: bool = False,
    asks_answer: bool = False,
    point: ContactPoint | None = None,
    letter: Letter | None = None,
    dead: ContactPoint | None = None,
    of_the_past: bool = False,
    at: datetime.datetime | None = None,
) -> Contact:
    """Record one attempt or conversation, and in the same act what follows from it.

    `at` is when it happened (default: now); minutes are of the contact and of the journey; `agreed`
    is the person's answer to being supported, None when not asked; `next_step` with its day (and
    time) is what was promised; after a no the appointments to come are called off unless `keep_planned`;
    `reason` says why a way not marked safe was used. The case is the person's open one unless given. `as_asked`: it
    was in the language and the way that their record asks for, without which a try is not counted; nor is what was
    sent, unless it asked for an answer (`asks_answer`). `point` is which of their numbers or addresses it was by
    (default: the one to offer first), `letter` the letter that was made, and `dead` the number that does not work,
    and comes off the record. What was written down in another system (`of_the_past`) is not judged by what this one
    knows to be safe, nor put on another case. Raises Refused for a time to come, impossible minutes, a home visit
    before risk was asked about, a number or address that is not in use, or an unsafe way without a reason.
    """
    happened = at or timezone.now()
    rules.check_happened(happened)
    if case is None and not of_the_past:
        case = open_case_of(person)
    _check(person, case, medium, outcome, direction, minutes, travel_minutes, interpreter)
    rules.check_home_visit(person, at_home=at_home)
    ours_now = direction == Contact.Direction.OUT and not of_the_past
    channel = rules.channel_of(medium, outcome, at_home=at_home) if ours_now else None
    used = point_of(person, channel, dead or point)
    rules.check_safe(person, channel=channel, point=used, reason=reason)
    contact = Contact.objects.create(
        scheme_id=person.scheme_id,
        person=person,
        case=case,
        medium=medium,
        direction=direction,
        outcome=outcome,
        happened_at=happened,
        minutes=minutes,
        travel_minutes=travel_minutes,
        interpreter=interpreter,
        counts=rules.counts_as_try(
            person,
            medium=medium,
            outcome=outcome,
            unsafe=bool(reason.strip()) or rules.is_unsafe(channel, used),
            interpreter=interpreter,
            as_asked=as_asked or of_the_past,
            asks_answer=asks_answer,
        ),
        point=dead if outcome == Outcome.WRONG_NUMBER else used,
        letter=letter,
        place=AT_HOME if at_home else place.strip(),
        note=with_reason(note, reason),
        by_id=by.membership_id(person.scheme_id),
        by_name=by.name,
    )
    if dead is not None and outcome == Outcome.WRONG_NUMBER:
        people.end_contact_point(by=by, point=dead)
    following = Following(
        agreed, answer_note, next_step, next_step_on, next_step_time, keep_planned
    )
    follow(by=by, case=case, outcome=outcome, following=following, at=at)
    return contact


@action("contacts.correct_note")
def correct_note(
    *,
    by: Actor,
    contact: Contact,
    note: str,
    minutes: int | None = None,
    travel_minutes: int | None = None,
    expected: int | None = None,
) -> Contact:
    """Put a note right; what it said before is kept in the log of changes.

    Raises Refused for impossible minutes, Stale (with both texts kept) on another's change.
    """
    rules.check_minutes(minutes)
    rules.check_minutes(travel_minutes, "travel_minutes")
    change(contact, expected=expected, note=note, minutes=minutes, travel_minutes=travel_minutes)
    return contact


def point_of(
    person: Person,
    channel: Channel | None,
    said: ContactPoint | None = None,
    planned_by: UUID | None = None,
) -> ContactPoint | None:
    """Which of somebody's points a contact by a channel is by: the one said, or the one it was planned by while that
    is in use, or the one to offer first. Raises Refused as `rules.point_used` does.
    """
    if channel is None:
        return None
    points = list(contact_points(person))
    planned = next((point for point in points if point.pk == planned_by), None)
    return rules.point_used(points, channel, said or planned)


def with_reason(note: str, reason: str) -> str:
    """The note, and below it why a way not marked safe was used."""
    said = f"Used though not marked safe: {reason.strip()}" if reason.strip() else ""
    return "\n\n".join(part for part in (note.strip(), said) if part)


def _check(
    person: Person,
    case: Case | None,
    medium: str,
    outcome: str,
    direction: str,
    minutes: int | None,
    travel_minutes: int | None,
    interpreter: str,
) -> None:
    rules.check_case(case, person)
    if medium not in media.TABLE:
        raise Refused("Choose how the contact took place.", field="medium")
    if outcome not in Outcome.values:
        raise Refused("Choose what happened.", field="outcome")
    if direction not in Contact.Direction.values:
        raise Refused("Choose who contacted whom.", field="direction")
    if interpreter and interpreter not in interpreters.TABLE:
        raise Refused("Choose who interpreted from the list.", field="interpreter")
    rules.check_minutes(minutes)
    rules.check_minutes(travel_minutes, "travel_minutes")
