"""Team: who needs help today?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.desk.queries.team import CALL_WITHIN, READ_WITHIN, team_of
from kith.ui.dates import today


@allowed(Permission.SEE_TEAM)
def team(request: ActingRequest) -> HttpResponse:
    """Who waits too long, who has nobody, and what each carries. Nobody is ranked."""
    found = team_of(request.actor, today=today())
    limits = {"read_within": READ_WITHIN, "call_within": CALL_WITHIN}
    return render(request, "desk/team.html", {"team": found, **limits})
