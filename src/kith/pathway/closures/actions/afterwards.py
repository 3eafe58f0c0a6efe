"""Calls some months after our support finished: planned, made, called off."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.models import Membership
from kith.pathway.closures import queries, rules
from kith.pathway.closures.models import Closure, FollowUp
from kith.pathway.contacts import actions as contacts
from kith.pathway.contacts.models import Outcome
from kith.people.models import Person
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import day_of, today

BEGAN_AGAIN = "Our support began again."


@action("closures.plan_calls")
def plan_calls(*, by: Actor, closure: Closure) -> list[FollowUp]:
    """Plan the calls after a closure in the months that the scheme chose, for whoever finished it.

    The person has agreed. Raises Refused after a reason for which nobody is rung (`rules.is_rung_after`).
    """
    if not rules.is_rung_after(closure.reason):
        raise Refused("After this reason nobody is rung. Choose no.", field="follow_up")
    day = day_of(closure.closed_at)
    return [
        FollowUp.objects.create(
            scheme_id=closure.scheme_id,
            person_id=closure.person_id,
            closure=closure,
            months=months,
            due_on=rules.call_on(day, months),
            member_id=closure.by_id or closure.case.holder_id,
        )
        for months in organisations.scheme(closure.scheme_id).follow_up_months
    ]


@action("closures.record_call")
def record_call(
    *,
    by: Actor,
    call: FollowUp,
    outcome: str,
    changed: str = "",
    wants_support: bool | None = None,
    again_on: datetime.date | None = None,
    note: str = "",
    reason: str = "",
) -> FollowUp:
    """Record what came of a call: a contact, and with a conversation what changed since; without one, the
    day to try again. `wants_support`: whether they ask for support anew, which opening again answers.

    Raises Refused for one that is over, for a conversation without what changed, a try without a later day,
    and as `contacts.record` does.
    """
    _check_open(call)
    reached = outcome == Outcome.REACHED
    if reached and not changed.strip():
        raise Refused("Say what changed, or that nothing did.", field="changed")
    if not reached and (again_on is None or again_on <= today()):
        raise Refused("Say on which day to try again.", field="again_on")
    said = "\n\n".join(part for part in (changed.strip() if reached else "", note.strip()) if part)
    contact = contacts.record(
        by=by, person=call.person.kept, outcome=outcome, medium="02", note=said, reason=reason
    )
    if reached:
        change(call, contact=contact, changed=changed.strip(), wants_support=wants_support)
    else:
        change(call, due_on=again_on)
    return call


@action("closures.call_off")
def call_off(*, by: Actor, call: FollowUp, why: str) -> FollowUp:
    """Call a planned call off. Raises Refused without a reason, and for one that is over."""
    _check_open(call)
    if not why.strip():
        raise Refused("Say why nobody rings.", field="why")
    change(call, called_off_at=timezone.now(), called_off_why=why.strip()[:300])
    return call


@action("closures.give_call")
def give_call(*, by: Actor, call: FollowUp, to: Membership) -> FollowUp:
    """Let a colleague make a planned call. Raises Refused for one that is over."""
    _check_open(call)
    change(call, member=to)
    return call


@action("closures.call_off_all")
def call_off_all(*, by: Actor, person: Person, why: str) -> list[FollowUp]:
    """Call off every call still planned to somebody: they died, or are supported again."""
    rows = list(queries.calls_planned(person))
    for row in rows:
        call_off(by=by, call=row, why=why)
    return rows


@action("closures.give_calls_back")
def give_calls_back(*, by: Actor, person: Person, since: datetime.datetime) -> list[FollowUp]:
    """Plan again the calls to somebody that were called off since a moment because our support began again, when
    it did not after all; those called off for another reason stay so.
    """
    rows = list(queries.calls_called_off(person, why=BEGAN_AGAIN, since=since))
    for row in rows:
        change(row, called_off_at=None, called_off_why="")
    return rows


def _check_open(call: FollowUp) -> None:
    if not call.is_open:
        raise Refused("This call is over. Open the record to see what came of it.")
