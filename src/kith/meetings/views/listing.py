"""The meetings that come and those that were, what one has to do from them, and planning one."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kith.accounts.permissions import ActingRequest, Permission, allowed, check
from kith.audit.write import looked_at_each
from kith.meetings import actions, presenters, queries
from kith.meetings.forms import MeetingForm
from kith.organisations import queries as organisations
from kith.pathway.caseload.queries import schemes_where
from kith.resilience.pages import carry_out, page
from kith.ui import dates

PER_PAGE = 25
TIME_SHOWN_DAYS = 28


@allowed(Permission.WORK_WITH_PEOPLE)
def meetings(request: ActingRequest) -> HttpResponse:
    """What comes, what one has to do, what was, and one's own time."""
    now, actor = timezone.now(), request.actor
    todo = queries.still_to_do(actor)
    looked_at_each(
        by=actor,
        about=sorted({(one.scheme_id, one.person_id) for one in todo}),
        page="meetings:meetings",
    )
    past = Paginator(queries.past(actor), PER_PAGE).get_page(request.GET.get("page"))
    shown = {
        "schemes": _schemes(request),
        "coming": presenters.rows(queries.coming(actor), now=now),
        "todo": [presenters.to_do_item(one, "meetings", now=now) for one in todo],
        "past": presenters.rows(past, now=now),
        "page": past,
        "days": TIME_SHOWN_DAYS,
        "spent": presenters.time_words(_own_time(request, dates.day_of(now))),
    }
    return render(request, "meetings/meetings.html", shown)


@allowed(Permission.WORK_WITH_PEOPLE)
def new(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """Plan a meeting of a scheme, or note one that was held."""
    check(request.actor, Permission.WORK_WITH_PEOPLE, scheme_id)
    form = MeetingForm(request, practices=organisations.practices(scheme_id))
    made = carry_out(
        form,
        lambda typed: actions.plan_meeting(
            by=request.actor, scheme_id=scheme_id, **form.given(typed)
        ),
    )
    if made is not None:
        messages.success(request, "Planned. Say who else is asked, and who is to be discussed.")
        return redirect("meetings:meeting", made.pk)
    return page(request, "meetings/new.html", form=form)


def _schemes(request: ActingRequest) -> list[tuple[UUID, str]]:
    """Where the visitor may plan a meeting: ids with names, which are said where there are several."""
    mine = schemes_where(request.actor, Permission.WORK_WITH_PEOPLE)
    return [(row.pk, row.name) for row in organisations.schemes() if row.pk in mine]


def _own_time(request: ActingRequest, today: dt.date) -> queries.Minutes:
    own = [seat.membership_id for seat in request.actor.seats]
    spent = queries.minutes_of(own, today - dt.timedelta(days=TIME_SHOWN_DAYS))
    whole = queries.Minutes()
    for one in spent.values():
        whole.contacts += one.contacts
        whole.support += one.support
        whole.meetings += one.meetings
        whole.preparing += one.preparing
    return whole
