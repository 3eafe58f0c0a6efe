"""Letting a case rest for a while, and going on."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.concerns.queries import is_open_for
from kith.pathway.caseload import actions
from kith.pathway.caseload import together_queries as queries
from kith.pathway.caseload.forms import GoOnForm, PauseForm
from kith.pathway.caseload.rules import AFTER_PAUSE
from kith.pathway.caseload.views.opening import open_case
from kith.resilience.pages import carry_out, page
from kith.ui.dates import date_in_words, today


@allowed(Permission.WORK_WITH_PEOPLE)
def pause(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """Why, until when, and who agreed; of a case that rests already, another day."""
    case = open_case(request, case_id)
    running = queries.pause_of(case, today())
    said = {"why": running.why, "until": running.until} if running else {}
    form = PauseForm(request, version_of=case, initial=said)
    done = carry_out(
        form,
        lambda typed: actions.pause(
            by=request.actor, case=case, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        until = date_in_words(done.until, now=timezone.now())
        messages.success(
            request, f"Paused until {until}. On that day {case.person.called} is on your Today."
        )
        return redirect("desk:record", case.person.kept.pk)
    return page(
        request,
        "caseload/pause.html",
        form=form,
        case=case,
        running=running,
        worried=is_open_for(case.person),
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def go_on(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """What happens next, and when; the pause is over."""
    case = open_case(request, case_id)
    form = GoOnForm(
        request,
        version_of=case,
        initial={
            "next_step": case.next_step.removeprefix(AFTER_PAUSE).capitalize(),
            "next_step_on": today(),
        },
    )
    done = carry_out(
        form,
        lambda typed: actions.go_on(
            by=request.actor, case=case, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        messages.success(request, f"Our support of {case.person.called} goes on.")
        return redirect("desk:record", case.person.kept.pk)
    running = queries.pause_of(case, today())
    return page(request, "caseload/go_on.html", form=form, case=case, running=running)
