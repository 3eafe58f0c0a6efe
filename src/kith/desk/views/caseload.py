"""Caseload: who are my forty, and who am I losing?"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render

from kith.accounts.permissions import ActingRequest, Permission, allowed, holds
from kith.desk.forms import WeightForm
from kith.desk.presenters import caseload as presented
from kith.desk.presenters.weights import rule_rows, why_words
from kith.desk.queries.cases import open_case_of, open_cases, placed, with_foundations
from kith.desk.queries.standing import in_order, standing, standing_of, with_foundation
from kith.desk.queries.team import holders, member_of
from kith.isolation.actor import Actor
from kith.organisations.models import Membership
from kith.pathway.caseload import actions, together_queries
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
    whose = member_of(request.actor, choice.holder) if leads else None
    cases = _of(request.actor, choice.holder, whose)
    rows = standing(cases)
    needing = with_foundation(cases, Foundation(choice.foundation)) if choice.foundation else None
    fitting = presented.sorted_and_narrowed(rows, choice, needing=needing, today=day)
    on_page = Paginator(fitting, PER_PAGE).get_page(request.GET.get("page"))
    shown = with_foundations(placed(in_order(cases, [row.case_id for row in on_page]), today=day))
    return render(
        request,
        "desk/caseload.html",
        {
            **presented.shown(
                rows,
                on_page,
                shown,
                choice,
                holders=people,
                mine=frozenset(seat.membership_id for seat in request.actor.seats),
                works=holds(request.actor, Permission.WORK_WITH_PEOPLE),
                today=day,
            ),
            "rules": rule_rows(),
            "whose": whose,
            "went": together_queries.went_to(whose) if whose else [],
            "may_give": whose is not None
            and holds(request.actor, Permission.ALLOCATE, whose.scheme_id),
        },
    )


def _of(actor: Actor, chosen: str, whose: Membership | None) -> QuerySet[Case]:
    """The open cases of whom was chosen: one's own and those on which one works along; a worker's; nobody's."""
    cases = open_cases(actor)
    if chosen == "":
        mine: list[UUID] = [seat.membership_id for seat in actor.seats]
        return cases.filter(Q(holder_id__in=mine) | Q(together_queries.along(mine)))
    if chosen == "nobody":
        return cases.filter(holder=None)
    if chosen == "all":
        return cases
    return cases.filter(holder=whose) if whose else cases.none()


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
    row = standing_of(case)
    shown = {"weight": row.weight, "why": why_words(row.why), "rules": rule_rows()}
    return page(request, "desk/weight.html", form=form, person=person, **shown)
