"""Who someone is and what they need."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.people import actions
from kith.people.forms import IdentityForm
from kith.people.views.opening import open_record
from kith.resilience.pages import carry_out, page


@allowed(Permission.WORK_WITH_PEOPLE)
def identity(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """Edit identity and needs."""
    person = open_record(request, person_id)
    form = IdentityForm(request, person=person)
    done = carry_out(
        form,
        lambda typed: actions.edit(
            by=request.actor, person=person, expected=form.seen_version, **form.given(typed)
        ),
    )
    if done is not None:
        messages.success(request, "Saved.")
        return redirect("desk:record", person.pk)
    return page(request, "people/identity.html", form=form, person=person)
