"""Team: who needs help today?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.concerns import presenters as concerns
from kith.concerns import queries as concern_queries
from kith.desk.presenters.clocks import shown
from kith.desk.queries.team import team_of
from kith.meetings.presenters import in_hours
from kith.ui.dates import day_of


@allowed(Permission.SEE_TEAM)
def team(request: ActingRequest) -> HttpResponse:
    """Who waits too long, who has nobody, and what each carries. Nobody is ranked."""
    now = timezone.now()
    found = team_of(request.actor, today=day_of(now))
    waiting = [(one, shown(one.clock, now=now)) for one in found.waiting]
    told = {
        "team": found,
        "waiting": waiting,
        "in_hours": in_hours,
        "concerns": concerns.waiting(concern_queries.desk_of(request.actor, now), now),
        "nobodys": [
            {**concerns.short(one.concern, now), "name": one.concern.person.full_name * one.seen}
            for one in concern_queries.nobodys(request.actor)
        ],
    }
    return render(request, "desk/team.html", told)
