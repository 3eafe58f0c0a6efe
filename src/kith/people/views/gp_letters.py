"""What a person's practice gets."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.organisations import queries as organisations
from kith.people import actions, rules
from kith.people.forms import CodesOnlyForm
from kith.people.views.opening import open_record
from kith.resilience.pages import carry_out, page
from kith.ui.dates import today


@allowed(Permission.WORK_WITH_PEOPLE)
def gp_letters(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """Letters, or codes only: chosen with the person."""
    person = open_record(request, person_id)
    policy = organisations.scheme(person.scheme_id).codes_only_by_default
    form = CodesOnlyForm(
        request,
        version_of=person,
        initial={
            "codes_only": rules.gets_codes_only(person, by_policy=policy),
            "on_whose_word": person.codes_only_word,
            "on": person.codes_only_on or today(),
        },
    )
    done = carry_out(
        form,
        lambda typed: actions.choose_codes_only(
            by=request.actor, person=person, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        messages.success(request, "Kept. Letters to their practice follow it from now on.")
        return redirect("desk:record", person.pk)
    return page(request, "people/gp_letters.html", form=form, person=person, policy=policy)
