"""A referral of somebody whom we support joins their case, and its worker reads it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, check
from kith.desk.views.triage import seen_version, to_decide
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload import queries as cases
from kith.pathway.closures import actions as closures
from kith.people.views.opening import note_look
from kith.resilience.pages import press


@allowed(Permission.DECIDE_REFERRALS)
@require_POST
def triage_join(request: ActingRequest, referral_id: UUID) -> HttpResponse:
    """One press: join to the open case of the person; or open their last case again, if the button named it."""
    referral = to_decide(request, referral_id)
    given: dict[str, Any] = {
        "by": request.actor,
        "referral": referral,
        "expected": seen_version(request),
    }
    if "case" not in request.POST:
        press(request, lambda: caseload.join(**given))
        return redirect("desk:triage")
    case = cases.case_for(request.actor, _id(request.POST["case"]))
    press(request, lambda: closures.reopen_for(**given, case=case))
    return redirect("desk:triage")


@allowed(Permission.WORK_WITH_PEOPLE)
@require_POST
def joined_read(request: ActingRequest, joining_id: UUID) -> HttpResponse:
    """The referral that joined a case has been read by whoever looks after the person."""
    joining = cases.joining_for(request.actor, joining_id)
    check(request.actor, Permission.WORK_WITH_PEOPLE, joining.scheme_id)
    note_look(request, joining.scheme_id, joining.case.person_id)
    press(request, lambda: caseload.read_joined(by=request.actor, joining=joining))
    return redirect("desk:today")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
