"""Caseload: who are my forty, and who am I losing?"""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from kith.accounts.permissions import ActingRequest, Permission, allowed, holds
from kith.desk.presenters import caseload as presented
from kith.desk.queries.cases import open_cases, placed, with_foundations
from kith.desk.queries.standing import in_order, standing, with_foundation
from kith.desk.queries.team import holders, member_of
from kith.isolation.actor import Actor
from kith.organisations.models import Membership
from kith.pathway.caseload import together_queries
from kith.pathway.caseload.models import Case
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
    page = Paginator(fitting, PER_PAGE).get_page(request.GET.get("page"))
    shown = with_foundations(placed(in_order(cases, [row.case_id for row in page]), today=day))
    return render(
        request,
        "desk/caseload.html",
        {
            **presented.shown(
                rows,
                page,
                shown,
                choice,
                holders=people,
                mine=frozenset(seat.membership_id for seat in request.actor.seats),
                today=day,
            ),
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
