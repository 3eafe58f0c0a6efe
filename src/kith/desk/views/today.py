"""Today: what should I do now, and what must not be forgotten?"""

from __future__ import annotations

import uuid
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, holds
from kith.concerns import presenters as concerns
from kith.concerns.queries import desk_of
from kith.desk.forms import MoveForm
from kith.desk.links import acts_today
from kith.desk.presenters.today import shown
from kith.desk.queries.cases import open_case_of
from kith.desk.queries.life import messages_today
from kith.desk.queries.today import day_of_actor
from kith.funds import presenters as money_presenters
from kith.funds import queries as funds
from kith.meetings import presenters as meeting_presenters
from kith.meetings import queries as meetings
from kith.pathway.caseload import actions as caseload
from kith.pathway.outcomes import queries as outcomes
from kith.pathway.referrals import queries as referred
from kith.people.views.opening import open_record
from kith.resilience.pages import carry_out
from kith.ui.dates import date_in_words, day_of


@allowed(Permission.WORK_WITH_PEOPLE)
def today(request: ActingRequest) -> HttpResponse:
    """The day of whoever is signed in, across all their schemes."""
    now = timezone.now()
    day = shown(day_of_actor(request.actor, now=now), now=now)
    day["alerts"] = outcomes.alerts_for(request.actor, day_of(now))
    day["waiting"] = concerns.waiting(desk_of(request.actor, now), now)
    day["messages"] = messages_today(request.actor, day_of(now))
    if holds(request.actor, Permission.DECIDE_REFERRALS):
        day["came_back"] = list(referred.came_back(request.actor))
        day["sent_to_us"] = list(referred.sent_to_us(request.actor))
    doing = meetings.today_of(request.actor, day_of(now))
    day["doing"] = doing
    day["to_do"] = meeting_presenters.today_rows(doing.actions, now=now)
    day["name_of"] = meeting_presenters.name_of
    owed = funds.today_of(request.actor, day_of(now))
    day["money"] = money_presenters.today_groups(owed)
    day["refused"] = owed.refused
    day["money_for"] = money_presenters.name_of
    day["amount"] = money_presenters.amount
    return render(request, "desk/today.html", {**day, "acts": acts_today, "key": uuid.uuid4})


@require_POST
@allowed(Permission.WORK_WITH_PEOPLE)
def move(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """Keep the promise as it is, on another day; back to the list."""
    person = open_record(request, person_id)
    case = open_case_of(person)
    form = MoveForm(request, version_of=case)
    moved = carry_out(
        form,
        lambda typed: caseload.set_next_step(
            by=request.actor,
            case=case,
            text=case.next_step or "Get in touch",
            on=typed["on"],
            time=None,
            expected=form.seen_version,
        ),
    )
    if moved is not None:
        said = date_in_words(form.cleaned_data["on"], now=timezone.now())
        messages.success(request, f"{person.full_name}: “{moved.next_step}” is now {said}.")
    else:
        problems = " ".join(str(error) for errors in form.errors.values() for error in errors)
        messages.error(request, f"{person.full_name} was not moved. {problems}")
    return redirect("desk:today")
