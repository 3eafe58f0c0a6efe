"""Needs, goals and actions: added, corrected, moved, put in order, taken back and put back."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.organisations.models import Reason
from kith.pathway.caseload.models import Case
from kith.pathway.plans import queries, rules
from kith.pathway.plans.actions.about import start
from kith.pathway.plans.models import Action, Goal, Need
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui import dates


@action("plans.add_need")
def add_need(
    *,
    by: Actor,
    case: Case,
    foundation: str,
    text: str = "",
    reason: Reason | None = None,
    at: datetime.datetime | None = None,
) -> Need:
    """Add something that matters under a foundation; one of the scheme's reasons is words enough.

    Raises Refused without words or place.
    """
    rules.check_foundation(foundation)
    said = text or (reason.label if reason else "")
    said = rules.check_said(said, "text", "Say what would make a difference")
    plan = start(by=by, case=case, at=at)
    return Need.objects.create(
        scheme_id=case.scheme_id,
        person_id=case.person_id,
        plan=plan,
        foundation=foundation,
        reason=reason,
        text=said,
        position=plan.needs.count(),
    )


@action("plans.change_need")
def change_need(
    *, by: Actor, need: Need, text: str, foundation: str = "", expected: int | None = None
) -> Need:
    """Put a need in better words, or under another foundation. Raises Refused and Stale."""
    rules.check_open(need.plan.case)
    where = foundation or need.foundation
    rules.check_foundation(where)
    said = rules.check_said(text, "text", "Say what would make a difference")
    change(need, expected=expected, text=said, foundation=where)
    return need


@action("plans.end_need")
def end_need(
    *, by: Actor, need: Need, on: datetime.date | None = None, expected: int | None = None
) -> Need:
    """Say that a need is met or no longer matters, from a day. Raises Refused for a future day."""
    rules.check_open(need.plan.case)
    day = on or dates.today()
    rules.check_not_future(day, "on")
    change(need, expected=expected, ended_on=day)
    return need


@action("plans.add_goal")
def add_goal(
    *,
    by: Actor,
    need: Need,
    text: str,
    importance: int | None = None,
    at: datetime.datetime | None = None,
) -> Goal:
    """Add what the person wants; `importance` is theirs, 1 to 10, or None when not asked."""
    rules.check_open(need.plan.case, at)
    if need.ended_on is not None:
        raise Refused("This need has ended. Add the goal to one that still matters.")
    rules.check_ten(importance, "importance")
    return Goal.objects.create(
        scheme_id=need.scheme_id,
        person_id=need.person_id,
        need=need,
        text=rules.check_said(text, "text", "Say what they want"),
        importance=importance,
        position=need.goals.count(),
    )


@action("plans.change_goal")
def change_goal(
    *, by: Actor, goal: Goal, text: str, importance: int | None, expected: int | None = None
) -> Goal:
    """Put a goal in other words, or change its importance. Raises Refused and Stale."""
    rules.check_open(goal.need.plan.case)
    rules.check_ten(importance, "importance")
    said = rules.check_said(text, "text", "Say what they want")
    change(goal, expected=expected, text=said, importance=importance)
    return goal


@action("plans.mark_goal")
def mark_goal(
    *,
    by: Actor,
    goal: Goal,
    status: str,
    expected: int | None = None,
    at: datetime.datetime | None = None,
) -> Goal:
    """Say where a goal stands (`Goal.Status`). Raises Refused for a word that is none of them."""
    rules.check_open(goal.need.plan.case, at)
    if status not in Goal.Status.values:
        raise Refused("Choose where this goal stands.", field="status")
    change(goal, expected=expected, status=status)
    return goal


@action("plans.add_action")
def add_action(
    *,
    by: Actor,
    goal: Goal,
    text: str,
    who: str,
    who_name: str = "",
    by_when: datetime.date | None = None,
    confidence: int | None = None,
    at: datetime.datetime | None = None,
) -> Action:
    """Add who does what by when; `confidence` is the person's, 1 to 10, or None when not asked.

    Raises Refused without words or a doer, or when someone else has no name.
    """
    rules.check_open(goal.need.plan.case, at)
    rules.check_doer(who, who_name)
    rules.check_ten(confidence, "confidence")
    return Action.objects.create(
        scheme_id=goal.scheme_id,
        person_id=goal.person_id,
        goal=goal,
        text=rules.check_said(text, "text", "Say what will be done"),
        who=who,
        who_name=who_name.strip(),
        by_when=by_when,
        confidence=confidence,
    )


@action("plans.change_action")
def change_action(
    *,
    by: Actor,
    step: Action,
    text: str,
    who: str,
    who_name: str = "",
    by_when: datetime.date | None = None,
    confidence: int | None = None,
    expected: int | None = None,
) -> Action:
    """Correct who does what by when. Raises Refused as `add_action` does, and Stale."""
    rules.check_open(step.goal.need.plan.case)
    rules.check_doer(who, who_name)
    rules.check_ten(confidence, "confidence")
    said = rules.check_said(text, "text", "Say what will be done")
    change(
        step,
        expected=expected,
        text=said,
        who=who,
        who_name=who_name.strip(),
        by_when=by_when,
        confidence=confidence,
    )
    return step


@action("plans.mark_action")
def mark_action(
    *,
    by: Actor,
    step: Action,
    status: str,
    on: datetime.date | None = None,
    why: str = "",
    expected: int | None = None,
    at: datetime.datetime | None = None,
) -> Action:
    """Say that an action is done (on a day), will not happen (and `why`), or is still to do.

    Raises Refused for another word, or a day that has not come.
    """
    rules.check_open(step.goal.need.plan.case, at)
    if status not in Action.Status.values:
        raise Refused("Choose whether this was done.", field="status")
    day = (on or dates.today(at)) if status == Action.Status.DONE else None
    if day is not None:
        rules.check_not_future(day, "on")
    reason = why.strip()[:300] if status == Action.Status.NOT_DONE else ""
    change(step, expected=expected, status=status, done_on=day, not_done_why=reason)
    return step


@action("plans.take_back")
def take_back(*, by: Actor, row: Need | Goal | Action) -> Need | Goal | Action:
    """Take back what was written by mistake, and what hangs on it; `put_back` undoes it."""
    rules.check_open(rules.case_of(row))
    if row.taken_back_at is None:
        change(row, taken_back_at=timezone.now())
    return row


@action("plans.put_back")
def put_back(*, by: Actor, row: Need | Goal | Action) -> Need | Goal | Action:
    """Put back what was taken back."""
    rules.check_open(rules.case_of(row))
    if row.taken_back_at is not None:
        change(row, taken_back_at=None)
    return row


@action("plans.move_up")
def move_up(*, by: Actor, row: Need | Goal) -> Need | Goal:
    """Put a need before the one above it under its foundation, or a goal under its need."""
    rules.check_open(rules.case_of(row))
    beside = queries.beside(row)
    here = next(place for place, one in enumerate(beside) if one.pk == row.pk)
    if here:
        beside[here - 1], beside[here] = beside[here], beside[here - 1]
    for place, one in enumerate(beside):
        if one.position != place:
            change(one, position=place)
    return row
