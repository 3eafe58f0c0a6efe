"""Waiting well: what somebody was told about the wait, was asked, or chose."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.pathway.caseload.views.opening import open_case
from kith.pathway.contacts import actions, presenters, queries, rules
from kith.pathway.contacts.forms import WaitForm
from kith.people.queries import contact_points
from kith.resilience.pages import carry_out, page


@allowed(Permission.WORK_WITH_PEOPLE)
def waiting(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """What has been said about the wait, and noting more."""
    case = open_case(request, case_id)
    form = WaitForm(request)
    noted = carry_out(
        form, lambda typed: actions.note_wait(by=request.actor, case=case, **form.given(typed))
    )
    if noted is not None:
        messages.success(request, "Noted. It counts as work on this case.")
        return redirect("contacts:waiting", case.pk)
    safe = [way for way in rules.ways(contact_points(case.person)) if way.safe]
    return page(
        request,
        "contacts/waiting.html",
        form=form,
        waits=queries.waits_of(case),
        safe=safe,
        **presenters.head(case.person),
    )
