"""For the worker: the person's own page, given and ended; and what the person wrote there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.isolation.models import PrivateLink
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.queries import case_for
from kith.pathway.caseload.views.opening import open_case
from kith.pathway.plans import actions, presenters, queries, rules
from kith.pathway.plans.forms import AnswerForm
from kith.pathway.plans.models import Correction, PersonPage
from kith.pathway.plans.views.addresses import page_address
from kith.people import queries as people
from kith.people.models import Channel, ContactPoint
from kith.people.views.opening import note_look
from kith.resilience.pages import carry_out, page, press
from kith.vocabulary.phone import sms_link


@allowed(Permission.WORK_WITH_PEOPLE)
def own_page(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """Give the person a page of their own, by a way that is safe; end it by one press."""
    case = open_case(request, case_id)
    given = queries.last_page(case)
    if request.method == "POST":
        _do(request, case, given)
        return redirect("plans:own_page", case.pk)
    link = queries.link_of(given) if given else None
    return render(
        request,
        "plans/own_page.html",
        {
            "case": case,
            "person": case.person,
            "given": given,
            "link": link,
            "editable": case.goes_on,
            "days": rules.PAGE_LASTS.days,
            "most_wrong": rules.MOST_WRONG_DATES,
            "written": [(one, presenters.beside(one)) for one in queries.corrections(case)],
            **(_ways(request, case, link) if link else {}),
        },
    )


def _ways(request: ActingRequest, case: Case, link: PrivateLink) -> dict[str, Any]:
    """How the address can go to them: only by what they said is safe."""
    address = page_address(link)
    points = list(people.contact_points(case.person))
    words = f"Your page is ready: {address} Ring me if it does not open."
    return {
        "address": address,
        "texts": [
            (point, sms_link(point.value, words))
            for point in points
            if point.is_safe_for(Channel.TEXT)
        ],
        "emails": [point for point in points if point.is_safe_for(Channel.EMAIL)],
    }


def _do(request: ActingRequest, case: Case, given: PersonPage | None) -> None:
    by, do = request.actor, request.POST.get("do", "")
    if do == "give":
        press(
            request, lambda: actions.give_page(by=by, case=case), done="The page is ready to give."
        )
    elif given is None or do not in ("end", "email"):
        raise Http404
    elif do == "end":
        press(request, lambda: actions.end_page(by=by, page=given), done="The link has ended.")
    else:
        point = _point(case, request.POST.get("point", ""))
        press(
            request,
            lambda: actions.send_page(by=by, page=given, to=point),
            done=f"The link goes to {point.value} in a minute.",
        )


def _point(case: Case, point_id: str) -> ContactPoint:
    """A contact point of the person by its id; raises the one 404 otherwise."""
    found = (one for one in people.contact_points(case.person) if str(one.pk) == point_id)
    point = next(found, None)
    if point is None:
        raise Http404
    return point


@allowed(Permission.WORK_WITH_PEOPLE)
def correction(request: ActingRequest, correction_id: UUID) -> HttpResponse:
    """What the person wrote, beside what their page said: take it over in one press, or answer it."""
    row = _open(request, correction_id)
    case = row.page.plan.case
    back = "desk:today" if request.POST.get("back") == "today" else "plans:plan"
    onwards = redirect(back) if back == "desk:today" else redirect(back, case.pk)
    if request.method == "POST" and "take_over" in request.POST:
        words = (
            "Marked as read."
            if row.kind == Correction.Kind.WENT
            else "Taken over. Their page says so."
        )
        press(request, lambda: actions.take_over(by=request.actor, correction=row), done=words)
        return onwards
    form = AnswerForm(request)
    done = carry_out(form, lambda typed: actions.answer(by=request.actor, correction=row, **typed))
    if done is not None:
        messages.success(request, "Answered. They read it on their page.")
        return onwards
    return page(
        request,
        "plans/correction.html",
        form=form,
        row=row,
        shown=presenters.beside(row),
        case=case,
        person=row.page.person.kept,
        plan_url=reverse("plans:plan", args=[case.pk]),
    )


def _open(request: ActingRequest, correction_id: UUID) -> Correction:
    """One of a person the actor may see, and the look is noted; raises the one 404 otherwise."""
    found = queries.correction_rows().filter(pk=correction_id).first()
    if found is None:
        raise Http404
    case = case_for(request.actor, found.page.plan.case_id)
    note_look(request, case.scheme_id, case.person_id)
    return found
