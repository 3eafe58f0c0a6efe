"""Correcting a need, a goal or a step, on a page of its own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.pathway.caseload.views.opening import open_case
from kith.pathway.plans import actions, queries
from kith.pathway.plans.forms import ChangeGoalForm, ChangeNeedForm, ChangeStepForm
from kith.pathway.plans.models import Action, Goal, Need
from kith.pathway.plans.views.conversation import address_of
from kith.resilience.pages import carry_out, page

STEP = ("text", "who", "who_name", "by_when", "confidence")


@allowed(Permission.WORK_WITH_PEOPLE)
def change_need(request: ActingRequest, case_id: UUID, need_id: UUID) -> HttpResponse:
    """A need in better words, or under another foundation."""
    case = open_case(request, case_id)
    need = queries.of_case(Need, case, need_id)
    form = ChangeNeedForm(request, version_of=need, initial=_now(need, "text", "foundation"))
    done = carry_out(
        form,
        lambda typed: actions.change_need(
            by=request.actor, need=need, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        return redirect(address_of(case, (need.foundation, f"need-{need.pk}")))
    return page(request, "plans/change.html", form=form, case=case, what="need", row=need)


@allowed(Permission.WORK_WITH_PEOPLE)
def change_goal(request: ActingRequest, case_id: UUID, goal_id: UUID) -> HttpResponse:
    """A goal in other words, or as important as it is now."""
    case = open_case(request, case_id)
    goal = queries.of_case(Goal, case, goal_id)
    form = ChangeGoalForm(request, version_of=goal, initial=_now(goal, "text", "importance"))
    done = carry_out(
        form,
        lambda typed: actions.change_goal(
            by=request.actor, goal=goal, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        return redirect(address_of(case, (goal.need.foundation, f"goal-{goal.pk}")))
    return page(request, "plans/change.html", form=form, case=case, what="goal", row=goal)


@allowed(Permission.WORK_WITH_PEOPLE)
def change_step(request: ActingRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    """Who does what by when, corrected."""
    case = open_case(request, case_id)
    step = queries.of_case(Action, case, step_id)
    form = ChangeStepForm(request, version_of=step, initial=_now(step, *STEP))
    done = carry_out(
        form,
        lambda typed: actions.change_action(
            by=request.actor, step=step, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        place = (step.goal.need.foundation, f"goal-{step.goal_id}")
        return redirect(address_of(case, place))
    return page(request, "plans/change.html", form=form, case=case, what="step", row=step)


def _now(row: Need | Goal | Action, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
