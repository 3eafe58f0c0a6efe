"""Team: who needs help today?"""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kith.academy import presenters as academy_presenters
from kith.academy import queries as academy
from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.concerns import presenters as concerns
from kith.concerns import queries as concern_queries
from kith.desk.presenters.clocks import shown, ways_to_narrow
from kith.desk.presenters.unseen import owed_row, unseen_rows
from kith.desk.presenters.weights import load_words, rule_rows, stuck_words
from kith.desk.queries import absences, life, triage
from kith.desk.queries import team as queries
from kith.directory import check_presenters as directory
from kith.directory.queries import checking
from kith.meetings.presenters import in_hours
from kith.organisations.duty import Duty
from kith.pathway.clocks import Name
from kith.pathway.contacts import presenters as contacts
from kith.ui.dates import day_of


@allowed(Permission.SEE_TEAM)
def team(request: ActingRequest) -> HttpResponse:
    """Who waits too long, who has nobody, and what each carries. Nobody is ranked."""
    now = timezone.now()
    duty = Duty(request.actor, now)
    found = queries.team_of(request.actor, today=day_of(now))
    asked = request.GET.get("clock", "")
    only = asked if asked in list(Name) else ""
    waits = [one for one in found.waiting if only in ("", one.clock.name)]
    page = Paginator(waits, queries.MOST_LISTED).get_page(request.GET.get("page"))
    waiting = queries.named(request.actor, list(page))
    fresh = checking.freshness(request.actor.schemes, day_of(now))
    return render(
        request,
        "desk/team.html",
        {
            "team": found,
            "unseen": unseen_rows(triage.unseen(request.actor), duty.day, for_lead=True),
            "owed": owed_row(queries.letters_owed(request.actor), duty.day),
            "in_hours": in_hours,
            "load_words": load_words,
            "day": duty.day,
            "gaps": {gap.absence.pk: gap for gap in absences.gaps(duty)},
            "supervision": [
                academy_presenters.due_item(one, duty.day)
                for one in academy.dues(request.actor)
                if one.presses(duty.day)
            ],
            "rules": rule_rows(),
            "directory": directory.fresh_words(fresh),
            "directory_how": directory.how_rows(fresh),
            "stuck": [(row, stuck_words(why, day_of(now))) for row, why in found.stuck],
            "page": page,
            "only": only,
            "narrow": ways_to_narrow(found.waiting),
            "waiting": [(one, shown(one.clock, now=now)) for one in waiting],
            "concerns": concerns.on_today(
                concern_queries.for_today(duty), duty, "Concerns that wait for you"
            ),
            "rang": contacts.on_today(
                life.messages_for_nobody(request.actor), duty, "Rang back, and nobody holds them"
            ),
            "nobodys": [
                {
                    **concerns.short(one.concern, now),
                    "name": one.concern.person.full_name * one.seen,
                }
                for one in concern_queries.nobodys(request.actor)
            ],
        },
    )
