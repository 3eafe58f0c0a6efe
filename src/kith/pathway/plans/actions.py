"""The write door of the plan: what matters, needs, goals, actions, agreement, review."""

from __future__ import annotations

import datetime

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.organisations.models import Membership, Reason
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.plans import queries, rules
from kith.pathway.plans.models import Action, Goal, Need, Plan
from kith.resilience.errors import Refused, Stale
from kith.resilience.versions import change
from kith.ui import dates
from kith.vocabulary import foundations
from kith.vocabulary.word_back import Kind


@action("plans.start")
def start(*, by: Actor, case: Case, at: datetime.datetime | None = None) -> Plan:
    """The plan of a case, started when there is none. Raises Refused when the support has ended."""
    rules.check_open(case, at)
    plan, _ = Plan.objects.get_or_create(
        scheme_id=case.scheme_id, case=case, defaults={"person_id": case.person_id}
    )
    plan.case = case
    return plan


@action("plans.save_about")
def save_about(
    *,
    by: Actor,
    case: Case,
    strengths: str = "",
    what_matters: str = "",
    expected: int | None = None,
    at: datetime.datetime | None = None,
) -> Plan:
    """Keep the person's strengths and what matters to them. Raises Stale on another's change."""
    plan = start(by=by, case=case, at=at)
    if expected is None and (
        (plan.strengths and plan.strengths != strengths)
        or (plan.what_matters and plan.what_matters != what_matters)
    ):
        raise Stale()  # the writer saw an empty page; somebody has written since
    change(plan, expected=expected, strengths=strengths, what_matters=what_matters)
    return plan


@action("plans.add_need")
def add_need(
    *,
    by: Actor,
    case: Case,
    foundation: str,
    text: str,
    reason: Reason | None = None,
    at: datetime.datetime | None = None,
) -> Need:
    """Add something that matters under a foundation. Raises Refused without words or place."""
    if foundation not in dict(foundations.choices()):
        raise Refused("Choose where this belongs.", field="foundation")
    said = rules.check_said(text, "text", "Say what would make a difference")
    plan = start(by=by, case=case, at=at)
    return Need.objects.create(
        scheme_id=case.scheme_id,
        person_id=case.person_id,
        plan=plan,
        foundation=foundation,
        reason=reason,
        text=said,
    )


@action("plans.change_need")
def change_need(*, by: Actor, need: Need, text: str, expected: int | None = None) -> Need:
    """Put a need in better words. Raises Refused without words, Stale on another's change."""
    rules.check_open(need.plan.case)
    said = rules.check_said(text, "text", "Say what would make a difference")
    change(need, expected=expected, text=said)
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
    rules.check_open(goal.need.plan.case)
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
    if who not in Action.Who.values:
        raise Refused("Choose who will do it.", field="who")
    if who == Action.Who.OTHER and not who_name.strip():
        raise Refused("Say who will do it.", field="who_name")
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


@action("plans.mark_action")
def mark_action(
    *,
    by: Actor,
    step: Action,
    status: str,
    on: datetime.date | None = None,
    expected: int | None = None,
    at: datetime.datetime | None = None,
) -> Action:
    """Say that an action is done (on a day), will not happen, or is still to do.

    Raises Refused for another word, or a day that has not come.
    """
    rules.check_open(step.goal.need.plan.case, at)
    if status not in Action.Status.values:
        raise Refused("Choose whether this was done.", field="status")
    day = (on or dates.today(at)) if status == Action.Status.DONE else None
    if day is not None:
        rules.check_not_future(day, "on")
    change(step, expected=expected, status=status, done_on=day)
    return step


@action("plans.agree")
def agree(
    *,
    by: Actor,
    case: Case,
    agreed_with: str,
    agreed_on: datetime.date | None = None,
    expected: int | None = None,
    at: datetime.datetime | None = None,
) -> Plan:
    """Record with whom the plan was agreed, and when (PRSB v1.1, section 19).

    Raises Refused without a name or for a future day, Stale on another's change.
    """
    said = rules.check_said(agreed_with, "agreed_with", "Say who agreed the plan")
    day = agreed_on or dates.today(at)
    rules.check_not_future(day, "agreed_on")
    plan = start(by=by, case=case, at=at)
    change(plan, expected=expected, agreed_on=day, agreed_with=said[:200], not_agreed_why="")
    steps = list(queries.open_actions(case))
    asks = tuple(step.text for step in steps if step.who == Action.Who.PROFESSIONAL)
    own = tuple(step.text for step in steps if step.who == Action.Who.PERSON)
    caseload.tell(by=by, case=case, kind=Kind.PLAN, asks=asks, steps=own, at=at)
    return plan


@action("plans.leave_unagreed")
def leave_unagreed(*, by: Actor, case: Case, why: str, expected: int | None = None) -> Plan:
    """Record why the plan is not agreed (PRSB v1.1, section 19). Raises Refused without why."""
    said = rules.check_said(why, "not_agreed_why", "Say why it is not agreed")
    plan = start(by=by, case=case)
    change(plan, expected=expected, agreed_on=None, agreed_with="", not_agreed_why=said[:300])
    return plan


@action("plans.set_review")
def set_review(
    *,
    by: Actor,
    case: Case,
    on: datetime.date | None,
    reviewer: Membership | None = None,
    expected: int | None = None,
    at: datetime.datetime | None = None,
) -> Plan:
    """Say when the plan is looked at again, and by whom (the case's holder unless said)."""
    plan = start(by=by, case=case, at=at)
    holder = reviewer.pk if reviewer else case.holder_id
    change(plan, expected=expected, review_on=on, review_by_id=holder if on else None)
    return plan
