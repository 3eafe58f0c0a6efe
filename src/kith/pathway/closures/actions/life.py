"""What follows when someone has died or moved: nothing goes on that would hurt, and nothing is lost."""

from __future__ import annotations

import datetime

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.queries import open_case_of
from kith.pathway.closures import queries
from kith.pathway.closures.actions.afterwards import call_off_all
from kith.pathway.closures.actions.closing import close, reopen
from kith.pathway.connections import actions as connections
from kith.pathway.contacts import actions as contacts
from kith.pathway.referrals import actions as referrals
from kith.people import actions as people
from kith.people.models import LifeEvent, Person
from kith.resilience.errors import Refused
from kith.ui.dates import day_of, medium_date
from kith.vocabulary import closure_reasons

# A community service reads this: it says what to do, and nothing of why.
NO_LONGER = "No longer needed. Please do not contact them."
HAS_DIED = "The person has died."
BY_MISTAKE = "Recorded as died by mistake."


@action("closures.record_death")
def record_death(
    *,
    by: Actor,
    person: Person,
    on: datetime.date,
    told_by: str,
    note: str = "",
    expected: int | None = None,
) -> LifeEvent:
    """Note that someone has died, and end what would otherwise go on to them, in the same act.

    Appointments and later calls are called off, introductions under way end (the group is asked not to get in touch),
    referrals nobody decided on are withdrawn, and an open case finishes with its letter to the practice.
    Raises Refused and Stale as `people.record_death` and `close` do; then nothing has happened.
    """
    event = people.record_death(
        by=by, person=person, on=on, told_by=told_by, note=note, expected=expected
    )
    for contact in queries.appointments_of(person):
        contacts.cancel(by=by, contact=contact, by_person=False, note=HAS_DIED)
    for introduction in queries.introductions_going_on(person):
        connections.withdraw(by=by, introduction=introduction, reason=NO_LONGER)
    for referral in queries.referrals_undecided(person):
        referrals.withdraw(by=by, referral=referral, reason=HAS_DIED)
    call_off_all(by=by, person=person, why=HAS_DIED)
    connections.ask_no_more(by=by, person=person)
    case = open_case_of(person)
    if case is not None:
        close(by=by, case=case, reason=closure_reasons.DIED, why_now=HAS_DIED)
    return event


@action("closures.take_back_death")
def take_back_death(*, by: Actor, event: LifeEvent, why: str) -> Person:
    """Take back a death recorded by mistake; the case that it ended is open again.

    What was called off stays called off: somebody decides what to plan anew. Raises Refused as
    `people.take_back_death` does.
    """
    person = people.take_back_death(by=by, event=event, why=why)
    closure = queries.ended_by_death(person)
    until = queries.last_day_to_reopen(closure.case) if closure is not None else None
    if closure is not None and until is not None and until >= day_of(event.created_at):
        reopen(by=by, case=closure.case, why=BY_MISTAKE)
    return person


@action("closures.record_move")
def record_move(
    *,
    by: Actor,
    person: Person,
    on: datetime.date,
    told_by: str,
    goes_on_until: datetime.date | None,
    address: str = "",
    postcode: str = "",
    note: str = "",
    keep_planned: bool = False,
) -> LifeEvent:
    """Note that someone moved out of the area; our support finishes, or goes on until a day.

    With `goes_on_until` the open case has a next step that day: hand over, or finish. Without, it
    finishes now, with its letter, and what is planned is called off unless `keep_planned`.
    Raises Refused as `people.record_move` and `close` do.
    """
    event = people.record_move(
        by=by,
        person=person,
        on=on,
        told_by=told_by,
        address=address,
        postcode=postcode,
        note=note,
    )
    case = open_case_of(person)
    if case is None:
        return event
    if goes_on_until is None:
        close(
            by=by,
            case=case,
            reason=closure_reasons.MOVED,
            why_now="Moved out of the area.",
            keep_planned=keep_planned,
        )
        return event
    if goes_on_until < on:
        raise Refused("Choose a day after the move.", field="goes_on_until")
    caseload.set_next_step(
        by=by,
        case=case,
        text=f"Hand over or finish: moved away on {medium_date(on)}",
        on=goes_on_until,
    )
    return event
