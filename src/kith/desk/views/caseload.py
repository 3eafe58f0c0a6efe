"""Caseload: who are my forty, and who am I losing?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from kith.accounts.permissions import ActingRequest, Permission, allowed, holds
from kith.desk.presenters import caseload as presented
from kith.desk.queries.cases import open_cases, placed
from kith.desk.queries.team import holders
from kith.ui.dates import today


@allowed(Permission.SEE_PEOPLE)
def caseload(request: ActingRequest) -> HttpResponse:
    """One row a person, sorted and narrowed by the address."""
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
    rows = placed(list(cases), today=day)
    return render(
        request,
        "desk/caseload.html",
        presented.shown(rows, choice, holders=people, schemes=request.actor.schemes, today=day),
    )
