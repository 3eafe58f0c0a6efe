"""The conversation and its plan: one page of small forms, each saved without leaving it; the person's own copy.

Every form is answered with the way back to the page, with scripts or without. With them, htmx follows it and puts
in place what the form names; that is all the difference.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.messages.documents.render import UnprintableText
from kith.organisations import queries as organisations
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.views.opening import open_case
from kith.pathway.plans import actions, presenters, queries, wording
from kith.pathway.plans.forms import PlanForms
from kith.pathway.plans.models import Action, Goal, Need, Plan
from kith.pathway.plans.scheme_words import Asked
from kith.pathway.plans.views.addresses import page_address
from kith.resilience import drafts
from kith.resilience.errors import Refused
from kith.resilience.pages import carry_out, page, press
from kith.ui import dates


@allowed(Permission.WORK_WITH_PEOPLE)
def plan(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """What matters, needs, goals and actions; every small form returns to where it was."""
    case = open_case(request, case_id)
    if request.method == "POST" and "press" in request.POST:
        return _back(request, case, _press(request, case))
    row, needs = queries.plan_of(case), queries.needs(case)
    kept = drafts.of_page(request.path)
    versions = list(queries.versions(case))
    changed = presenters.changed_since(row, needs, versions)
    asked = Asked(case.scheme_id)
    forms = PlanForms(
        request, row, needs, case.person.called, kept, asked=asked.about_me, changed=changed
    )
    sent = forms.sent
    if request.method == "POST" and sent is None:
        raise Http404
    if sent is not None:
        place = carry_out(sent, lambda typed: _act(request, case, forms, typed))
        if place is not None:
            if "" in kept:
                drafts.discard(request.path)  # rescued when a session ended, and now sent
            return _back(request, case, place)
    return page(
        request,
        "plans/plan.html",
        form=sent,
        forms=forms,
        versions=versions,
        changed_since=changed,
        **_shown(request, case, row, needs, asked),
    )


def _shown(
    request: ActingRequest, case: Case, row: Plan | None, needs: list[Need], asked: Asked
) -> dict[str, Any]:
    """Everything of the page besides its forms."""
    earlier = queries.earlier(case)
    rows = presenters.rows(needs, organisations.reasons(case.scheme_id), asked.foundations)
    return {
        "phrases": asked.phrases,
        "case": case,
        "plan": row,
        "rows": rows,
        "summary": presenters.summary(case, row, needs),
        "person": case.person,
        "age": case.person.age_on(dates.today()),
        "record_url": reverse("desk:record", args=[case.person_id]),
        "editable": case.goes_on,
        "who": wording.who,
        "opened": _opened(request, rows),
        "at": request.GET.get("at", ""),
        "saved_at": timezone.now() if "HX-Request" in request.headers else None,
        "taken_back": queries.taken_back(case),
        "before": presenters.became_of(earlier),
        "also": [one for one in earlier if one.case.merged_into_id == case.pk],
        "waiting": [
            (one, presenters.beside(one))
            for one in queries.corrections(case).filter(state="waiting")
        ],
    }


def _opened(request: ActingRequest, rows: list[presenters.Row]) -> str:
    """The one row that stands open: where something was done last, or sent and not right."""
    sent = request.POST.get("form", "").partition("-")[2]
    for row in rows:
        goals = [goal for need in row.needs for goal in need.goals.all()]
        ids = {str(one.pk) for one in (*row.needs, *goals)}
        if sent == row.key or sent in ids:
            return row.key
    return request.GET.get("open", "")


@allowed(Permission.WORK_WITH_PEOPLE)
def print_plan(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """The person's own copy as a PDF; `?large=yes` in large print."""
    case = open_case(request, case_id)
    own = queries.last_page(case)
    link = queries.link_of(own) if own else None
    made = presenters.document(
        case,
        queries.plan_of(case),
        queries.needs(case),
        organisations.scheme(case.scheme_id),
        large=request.GET.get("large") == "yes",
        own_page=page_address(link) if link else "",
    )
    try:
        pdf = made.pdf()
    except UnprintableText as error:
        messages.error(request, f"The plan was not printed, and nothing was changed. {error}")
        return redirect("plans:plan", case.pk)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="plan.pdf"'
    return response


@allowed(Permission.WORK_WITH_PEOPLE)
@require_POST
def begin_from(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """One press: begin with the last plan of the person's earlier cases."""
    case = open_case(request, case_id)
    before = queries.earlier(case)
    if not before:
        raise Http404
    press(
        request,
        lambda: actions.start_from(by=request.actor, case=case, earlier=before[0]),
        done="Copied. Read it together: what is still true, and what has changed?",
    )
    return redirect("plans:plan", case.pk)


Place = tuple[str, str]
"""Where the page goes on: the row that stands open, and the part that was written."""


def _act(request: ActingRequest, case: Case, forms: PlanForms, typed: dict[str, Any]) -> Place:
    """Carry the sent form out."""
    by, key, sent = request.actor, forms.key, forms[forms.key]
    seen = sent.seen_version
    if key == "about":
        actions.save_about(by=by, case=case, expected=seen, **typed)
    elif key in forms.goals:
        need = forms.goals[key]
        goal = actions.add_goal(by=by, need=need, **typed)
        return need.foundation, f"goal-{goal.pk}"
    elif key in forms.actions:
        goal = forms.actions[key]
        actions.add_action(by=by, goal=goal, **typed)
        return goal.need.foundation, f"goal-{goal.pk}"
    elif key == "agree":
        _agree(request, case, typed, seen)
    elif key == "review":
        actions.set_review(by=by, case=case, on=typed["review_on"], expected=seen)
    else:
        foundation = key.removeprefix("need-")
        made = actions.add_need(by=by, case=case, foundation=foundation, **typed)
        return foundation, f"need-{made.pk}"
    return "", key


def _agree(request: ActingRequest, case: Case, typed: dict[str, Any], seen: int | None) -> None:
    why, agreed = typed.pop("not_agreed_why"), typed.pop("agreed")
    if agreed == "yes":
        actions.agree(by=request.actor, case=case, expected=seen, **typed)
    else:
        actions.leave_unagreed(by=request.actor, case=case, why=why, expected=seen)


def _press(request: ActingRequest, case: Case) -> Place:
    """One press on a tap-word, a need, a goal or an action."""
    try:
        row_id = UUID(request.POST.get("id", ""))
    except ValueError as error:
        raise Http404 from error
    what = request.POST["press"]
    found = _tapped(case, row_id) if what == "tap" else _row(case, what, row_id)
    return press(request, lambda: _pressed(request, case, found)) or ("", "plan")


def _tapped(case: Case, reason_id: UUID) -> Any:
    found = next(
        (one for one in organisations.reasons(case.scheme_id) if one.pk == reason_id), None
    )
    if found is None:
        raise Http404
    return found


def _row(case: Case, what: str, row_id: UUID) -> Need | Goal | Action:
    kinds: dict[str, Any] = {"need": Need, "goal": Goal, "action": Action}
    if what not in kinds:
        raise Http404
    row: Need | Goal | Action = queries.of_case(kinds[what], case, row_id)
    return row


def _pressed(request: ActingRequest, case: Case, row: Any) -> Place:
    by, do, status = request.actor, request.POST.get("do", ""), request.POST.get("status", "")
    if do == "take_back":
        actions.take_back(by=by, row=row)
    elif do == "put_back":
        actions.put_back(by=by, row=row)
    elif do == "up":
        if isinstance(row, Action):
            raise Refused("Steps stand in the order of their days.")
        actions.move_up(by=by, row=row)
    elif isinstance(row, Need):
        actions.end_need(by=by, need=row)
    elif isinstance(row, Goal):
        actions.mark_goal(by=by, goal=row, status=status)
    elif isinstance(row, Action):
        why = request.POST.get("why", "")
        actions.mark_action(by=by, step=row, status=status, why=why)
    else:
        row = actions.add_need(by=by, case=case, foundation=row.foundation, reason=row)
    return _place(row)


def _place(row: Need | Goal | Action) -> Place:
    if isinstance(row, Need):
        return row.foundation, f"need-{row.pk}"
    goal = row.goal if isinstance(row, Action) else row
    return goal.need.foundation, f"goal-{goal.pk}"


def _back(request: ActingRequest, case: Case, place: Place) -> HttpResponse:
    if request.POST.get("back") == "today":
        return redirect("desk:today")
    begun = "form" in request.POST or request.POST.get("press") == "tap"
    return redirect(address_of(case, place, write_on=begun))


def address_of(case: Case, place: Place, *, write_on: bool = False) -> str:
    """The page of a case's plan at a place; with `write_on`, in the box for what usually comes next."""
    opened, part = place
    said = {"open": opened, "at": part} if write_on else {"open": opened}
    asked = f"?{urlencode(said)}" if opened else ""
    return f"{reverse('plans:plan', args=[case.pk])}{asked}#{part}"
