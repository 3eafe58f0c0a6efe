"""“I am worried about this person”: one page, from anywhere."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.concerns import actions, presenters, queries
from kith.concerns.forms import RaiseForm
from kith.people.views.opening import open_record
from kith.resilience.pages import carry_out, page


@allowed(Permission.LOOK_OUT)
def raise_concern(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """Say what worries one; 999 and whom to ring stand first."""
    person = open_record(request, person_id, Permission.LOOK_OUT)
    form = RaiseForm(request)
    raised = carry_out(
        form, lambda typed: actions.raise_concern(by=request.actor, person=person, **typed)
    )
    if raised is not None:
        messages.success(request, "Kept. Below is who has it, and whom to ring until somebody has.")
        return redirect("concerns:concern", raised.pk)
    now = timezone.now()
    own = request.actor.membership_id(person.scheme_id)
    rungs = queries.rungs_for_person(person, now=now, without=own)
    return page(
        request,
        "concerns/raise_concern.html",
        form=form,
        person=person,
        address=queries.home_of(person),
        first=rungs[0] if rungs else None,
        ring=presenters.ring(
            queries.policy(person.scheme_id), rungs, queries.numbers(person.scheme_id), now=now
        ),
    )
