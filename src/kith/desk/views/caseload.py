"""Caseload: who are my forty, and who am I losing?"""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from kith.accounts.permissions import ActingRequest, Permission, allowed, holds
from kith.desk.presenters import caseload as presented
from kith.desk.queries.cases import open_cases, placed, with_foundations
from kith.desk.queries.standing import in_order, standing, with_foundation
from kith.desk.queries.team import holders
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
    page = Paginator(fitting, PER_PAGE).get_page(request.GET.get("page"))
    shown = with_foundations(placed(in_order(cases, [row.case_id for row in page]), today=day))
    return render(
        request,
        "desk/caseload.html",
        presented.shown(rows, page, shown, choice, holders=people, today=day),
    )
