"""The plan: one page of small forms, and the person's own copy."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.messages.documents.render import UnprintableText
from kith.organisations import queries as organisations
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CaseState
from kith.pathway.caseload.views.opening import open_case
from kith.pathway.plans import actions, presenters, queries
from kith.pathway.plans.forms import PlanForms
from kith.pathway.plans.models import Action, Goal, Need
from kith.resilience.pages import carry_out, page, press
from kith.ui import dates


@allowed(Permission.WORK_WITH_PEOPLE)
def plan(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """What matters, needs, goals and actions; every small form returns to where it was."""
    case = open_case(request, case_id)
    if request.method == "POST" and "press" in request.POST:
        return _back(case, _press(request, case))
    row, needs = queries.plan_of(case), queries.needs(case)
    forms = PlanForms(request, row, needs, case.person.called)
    sent = forms.sent
    if request.method == "POST" and sent is None:
        raise Http404
    if sent is not None:
        anchor = carry_out(sent, lambda typed: _act(request, case, forms, typed))
        if anchor is not None:
            return _back(case, anchor)
    return page(
        request,
        "plans/plan.html",
        form=sent,
        forms=forms,
        case=case,
        plan=row,
        rows=presenters.rows(needs),
        summary=presenters.summary(case, row, needs),
        person=case.person,
        age=case.person.age_on(dates.today()),
        record_url=reverse("desk:record", args=[case.person_id]),
        editable=case.state == CaseState.OPEN,
        who=presenters.who,
        opened=forms.key,
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def print_plan(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """The person's own copy as a PDF; `?large=yes` in large print."""
    case = open_case(request, case_id)
    made = presenters.document(
        case,
        queries.plan_of(case),
        queries.needs(case),
        organisations.scheme(case.scheme_id),
        large=request.GET.get("large") == "yes",
    )
    try:
        pdf = made.pdf()
    except UnprintableText as error:
        messages.error(request, f"The plan was not printed, and nothing was changed. {error}")
        return redirect("plans:plan", case.pk)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="plan.pdf"'
    return response


def _act(request: ActingRequest, case: Case, forms: PlanForms, typed: dict[str, Any]) -> str:
    """Carry the sent form out; the anchor to return to."""
    by, key, sent = request.actor, forms.key, forms[forms.key]
    if key == "about":
        actions.save_about(by=by, case=case, expected=sent.seen_version, **typed)
    elif key in forms.goals:
        actions.add_goal(by=by, need=forms.goals[key], **typed)
        return f"need-{forms.goals[key].pk}"
    elif key in forms.actions:
        actions.add_action(by=by, goal=forms.actions[key], **typed)
        return f"goal-{forms.actions[key].pk}"
    elif key == "agree" and typed["agreed"] == "yes":
        actions.agree(
            by=by,
            case=case,
            agreed_with=typed["agreed_with"],
            agreed_on=typed["agreed_on"],
            expected=sent.seen_version,
        )
    elif key == "agree":
        why = typed["not_agreed_why"]
        actions.leave_unagreed(by=by, case=case, why=why, expected=sent.seen_version)
    elif key == "review":
        actions.set_review(by=by, case=case, on=typed["review_on"], expected=sent.seen_version)
    else:
        foundation = key.removeprefix("need-")
        actions.add_need(by=by, case=case, foundation=foundation, **typed)
        return f"row-{foundation}"
    return key


def _press(request: ActingRequest, case: Case) -> str:
    """One press on a need, a goal or an action; the anchor to return to."""
    by, status = request.actor, request.POST.get("status", "")
    try:
        row_id = UUID(request.POST.get("id", ""))
    except ValueError as error:
        raise Http404 from error

    def act() -> str:
        if request.POST["press"] == "need":
            need = _of(Need.objects.filter(plan__case=case), row_id)
            actions.end_need(by=by, need=need)
            return f"row-{need.foundation}"
        if request.POST["press"] == "goal":
            goal = _of(Goal.objects.filter(need__plan__case=case), row_id)
            actions.mark_goal(by=by, goal=goal, status=status)
            return f"goal-{goal.pk}"
        step = _of(Action.objects.filter(goal__need__plan__case=case), row_id)
        actions.mark_action(by=by, step=step, status=status)
        return f"goal-{step.goal_id}"

    return press(request, act) or "plan"


def _of(found: Any, row_id: UUID) -> Any:
    row = found.filter(pk=row_id).first()
    if row is None:
        raise Http404
    return row


def _back(case: Case, anchor: str) -> HttpResponse:
    return redirect(f"{reverse('plans:plan', args=[case.pk])}#{anchor}")
