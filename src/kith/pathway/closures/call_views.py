"""The calls some months after our support finished."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from kith.accounts.permissions import ActingRequest, Permission, allowed, check
from kith.pathway.closures import actions, queries
from kith.pathway.closures.forms import CallForm, CallOffForm
from kith.pathway.closures.models import FollowUp
from kith.pathway.contacts.presenters import head
from kith.people.views.opening import note_look
from kith.resilience.pages import carry_out, page
from kith.ui.dates import medium_date


@allowed(Permission.WORK_WITH_PEOPLE)
def call(request: ActingRequest, call_id: UUID) -> HttpResponse:
    """What to say, what came of it; whoever asks for support again begins again from the closure."""
    found = _call(request, call_id)
    form = CallForm(request)
    done = carry_out(form, lambda typed: actions.record_call(by=request.actor, call=found, **typed))
    if done is not None:
        return _said(request, done)
    return page(
        request,
        "closures/call.html",
        form=form,
        call=found,
        person=found.person.kept,
        head=head(found.person.kept),
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def call_off(request: ActingRequest, call_id: UUID) -> HttpResponse:
    """Nobody rings: they said no, or we tried often enough."""
    found = _call(request, call_id)
    form = CallOffForm(request)
    done = carry_out(form, lambda typed: actions.call_off(by=request.actor, call=found, **typed))
    if done is not None:
        messages.success(request, "Called off. Nobody rings.")
        return redirect("closures:done", found.closure_id)
    return page(request, "closures/call_off.html", form=form, call=found, person=found.person.kept)


def _call(request: ActingRequest, call_id: UUID) -> FollowUp:
    found = queries.call_for(request.actor, call_id)
    check(request.actor, Permission.WORK_WITH_PEOPLE, found.scheme_id)
    note_look(request, found.scheme_id, found.person_id)
    return found


def _said(request: ActingRequest, call: FollowUp) -> HttpResponse:
    if call.is_open:
        messages.success(request, f"Noted. Try again on {medium_date(call.due_on)}.")
        return redirect("desk:today")
    messages.success(request, "Noted: what changed is on the record.")
    if call.wants_support:
        messages.success(request, "They ask for support again: begin below, or make a referral.")
        return redirect("closures:done", call.closure_id)
    return redirect("desk:record", call.person.kept.pk)
