"""One's own supervision and that of those one leads: when it was, when it is due, planning it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kith.academy import actions, presenters, queries
from kith.academy.forms import IntervalForm, SessionForm
from kith.accounts.permissions import ActingRequest, Permission, allowed, check, holds
from kith.meetings import presenters as meetings
from kith.organisations import queries as organisations
from kith.pathway.caseload.queries import schemes_where
from kith.resilience.pages import carry_out, page
from kith.ui.dates import today

PER_PAGE = 25


@allowed(Permission.WORK_WITH_PEOPLE)
def supervision(request: ActingRequest) -> HttpResponse:
    """What is due, what one agreed to do, and every session of one's own."""
    actor, day = request.actor, today()
    rows = Paginator(queries.sessions(actor), PER_PAGE).get_page(request.GET.get("page"))
    sets_up = schemes_where(actor, Permission.SET_UP)
    shown = {
        "own": [
            presenters.due_item(one, day, "Your supervision") for one in queries.own_dues(actor)
        ],
        "team": [presenters.due_item(one, day) for one in queries.dues(actor)],
        "leads": holds(actor, Permission.SEE_TEAM),
        "agreed": [
            presenters.agreed_item(one, day, "all") for one in queries.actions_due(actor, day.max)
        ],
        "rows": meetings.rows(rows, now=timezone.now()),
        "page": rows,
        "set_up": [(one.pk, one.name) for one in organisations.schemes() if one.pk in sets_up],
    }
    return render(request, "academy/supervision.html", shown)


@allowed(Permission.WORK_WITH_PEOPLE)
def plan(request: ActingRequest, member_id: UUID) -> HttpResponse:
    """Plan a session: one's own with who leads one, or with somebody whom one leads."""
    worker = queries.member_to_supervise(request.actor, member_id)
    own = request.actor.membership_id(worker.scheme_id)
    mine, leads = worker.pk == own, queries.supervisors_of(worker)
    form = SessionForm(request, supervisors=leads if mine else [])
    if mine and not leads:
        return render(request, "academy/nobody.html", {"worker": worker})
    me = next((one for one in leads if one.pk == own), None)
    made = carry_out(
        form,
        lambda typed: actions.plan_supervision(
            by=request.actor, worker=worker, **{"supervisor": me, **form.given(typed)}
        ),
    )
    if made is not None:
        messages.success(request, "Planned. Both of you can put on it what to talk about.")
        return redirect("academy:session", made.pk)
    return page(request, "academy/plan.html", form=form, worker=worker, mine=mine)


@allowed(Permission.SET_UP)
def interval(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """How often each worker is to be supervised."""
    check(request.actor, Permission.SET_UP, scheme_id)
    there = queries.policy(scheme_id)
    initial = {"every_weeks": there.every_weeks} if there else {}
    form = IntervalForm(request, version_of=there, initial=initial)
    done = carry_out(
        form,
        lambda typed: actions.set_interval(
            by=request.actor, scheme_id=scheme_id, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        messages.success(request, "Saved. Who is due is on the page of their team, and on Today.")
        return redirect("academy:supervision")
    return page(request, "academy/interval.html", form=form)
