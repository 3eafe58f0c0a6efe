"""Caseload: who are my forty, and who am I losing?"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from kith.accounts.permissions import ActingRequest, Permission, allowed, holds
from kith.desk.forms import WeightForm
from kith.desk.presenters import caseload as presented
from kith.desk.presenters.weights import rule_rows, why_words
from kith.desk.queries.cases import open_case_of, open_cases, placed, with_foundations
from kith.desk.queries.standing import in_order, standing, with_foundation
from kith.desk.queries.team import holders
from kith.pathway.caseload import actions
from kith.pathway.caseload.models import Case
from kith.people.views.opening import open_record
from kith.resilience.pages import carry_out, page
from kith.ui.dates import today
from kith.vocabulary.foundations import Foundation

PER_PAGE = 50


@allowed(Permission.SEE_PEOPLE)
def caseload(request: ActingRequest) -> HttpResponse:
    """One row a person, sorted and narrowed by the address; counted whole, shown a page at a time."""
    day = today()
    leads = holds(request.actor, Permission.SEE_TEAM)
    choice = presented.chosen(request.GET, may_choose_holder=leads)
    people = holders(request.actor) if leads else []
    cases = open_cases(request.actor)
    mine = [seat.membership_id for seat in request.actor.seats]
    if choice.holder == "":
        cases = cases.filter(holder_id__in=mine)
    elif choice.holder == "nobody":
        cases = cases.filter(holder=None)
    elif choice.holder != "all":
        known = {str(member.pk): member.pk for member in people}
        cases = cases.filter(holder_id=known.get(choice.holder))
    rows = standing(cases)
    needing = with_foundation(cases, Foundation(choice.foundation)) if choice.foundation else None
    fitting = presented.sorted_and_narrowed(rows, choice, needing=needing, today=day)
    on_page = Paginator(fitting, PER_PAGE).get_page(request.GET.get("page"))
    shown = with_foundations(placed(in_order(cases, [row.case_id for row in on_page]), today=day))
    return render(
        request,
        "desk/caseload.html",
        presented.shown(
            rows,
            on_page,
            shown,
            choice,
            holders=people,
            works=holds(request.actor, Permission.WORK_WITH_PEOPLE),
            today=day,
        )
        | {"rules": rule_rows()},
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def weight(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """What a case weighs and why, and the worker's own word on it."""
    person = open_record(request, person_id)
    case = open_case_of(person)
    form = WeightForm(
        request,
        version_of=case,
        initial={"own_weight": case.own_weight, "own_weight_why": case.own_weight_why},
    )
    done = carry_out(
        form,
        lambda typed: actions.set_weight(
            by=request.actor, case=case, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        messages.success(request, f"Saved how much {person.called} takes of a week.")
        return redirect("desk:weight", person.pk)
    (row,) = standing(Case.objects.filter(pk=case.pk))
    shown = {"weight": row.weight, "why": why_words(row.why), "rules": rule_rows()}
    return page(request, "desk/weight.html", form=form, person=person, **shown)
