"""Answering a prompt of the programme."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.pathway.caseload import actions, prompts
from kith.pathway.caseload.forms import PromptForm
from kith.pathway.caseload.views.opening import open_case
from kith.resilience.pages import carry_out, page


@allowed(Permission.WORK_WITH_PEOPLE)
def prompt(request: ActingRequest, case_id: UUID, prompt_id: UUID) -> HttpResponse:
    """Say that it is done, or why not now."""
    case = open_case(request, case_id)
    found = prompts.prompt_of(case, prompt_id)
    if found is None:
        raise Http404
    form = PromptForm(request)
    done = carry_out(
        form,
        lambda typed: actions.answer_prompt(by=request.actor, case=case, prompt=found, **typed),
    )
    if done is not None:
        messages.success(request, f"{found.text}: {done.get_said_display().lower()}.")
        return redirect("desk:record", case.person_id)
    return page(request, "caseload/prompt.html", form=form, case=case, prompt=found)
