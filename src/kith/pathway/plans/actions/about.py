"""The plan itself, strengths and “About me”, and beginning from the plan of an earlier case."""

from __future__ import annotations

import datetime

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.pathway.caseload.models import Case
from kith.pathway.plans import queries, rules, wording
from kith.pathway.plans.about_me import FIELDS
from kith.pathway.plans.models import Action, Goal, Need, Plan
from kith.resilience.errors import Refused, Stale
from kith.resilience.versions import change


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
    expected: int | None = None,
    at: datetime.datetime | None = None,
    **said: str,
) -> Plan:
    """Keep what the person said of themself, by the names in about_me; what is not given stays.

    What stands there already is no change. Raises Stale on another's, KeyError for another name.
    """
    if unknown := set(said) - set(FIELDS):
        raise KeyError(unknown.pop())
    plan = start(by=by, case=case, at=at)
    new = {name: text for name, text in said.items() if getattr(plan, name) != text}
    if expected is None and any(getattr(plan, name) for name in new):
        raise Stale()  # the writer saw an empty page; somebody has written since
    if new:
        change(plan, expected=expected, **new)
    return plan


@action("plans.start_from")
def start_from(*, by: Actor, case: Case, earlier: Plan) -> Plan:
    """Begin with what is still true of an earlier plan: “About me”, what was not settled, what is left to do.

    Days stay behind, since they have passed. Raises Refused when this plan was begun already.
    """
    plan = start(by=by, case=case)
    begun = plan.needs.exists() or any(getattr(plan, name) for name in FIELDS)
    if begun or plan.started_from_id:
        raise Refused("This plan has begun already, so nothing was copied into it.")
    about = {name: getattr(earlier, name) for name in FIELDS}
    change(plan, started_from_id=earlier.pk, **about)
    for need in queries.needs(earlier.case):
        if need.ended_on is None:
            _copy_need(plan, need)
    return plan


def _copy_need(plan: Plan, need: Need) -> None:
    own = {"scheme_id": plan.scheme_id, "person_id": plan.person_id}
    copied = Need.objects.create(
        **own,
        plan=plan,
        foundation=need.foundation,
        reason=need.reason,
        text=need.text,
        position=need.position,
    )
    for goal in need.goals.all():
        if goal.status in wording.GOALS_NOW:
            again = Goal.objects.create(
                **own,
                need=copied,
                text=goal.text,
                importance=goal.importance,
                position=goal.position,
            )
            for step in goal.actions.all():
                if step.status == Action.Status.TO_DO:
                    Action.objects.create(
                        **own, goal=again, text=step.text, who=step.who, who_name=step.who_name
                    )
