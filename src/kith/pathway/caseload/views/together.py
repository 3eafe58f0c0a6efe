"""Working on a case with a colleague."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, check
from kith.pathway.caseload import actions
from kith.pathway.caseload import together_queries as queries
from kith.pathway.caseload.forms import TogetherForm
from kith.pathway.caseload.views.opening import open_case
from kith.resilience.pages import carry_out, page, press


@allowed(Permission.WORK_WITH_PEOPLE)
def together(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """Who works along and who did, and asking another."""
    case = open_case(request, case_id)
    colleagues = queries.possible_colleagues(case)
    form = TogetherForm(request, members=colleagues)
    done = carry_out(form, lambda typed: actions.work_along(by=request.actor, case=case, **typed))
    if done is not None:
        messages.success(request, f"{done.member.name} works along and reads why on Today.")
        return redirect("caseload:together", case.pk)
    rows = [row for row in queries.joint_work_of(case.person) if row.case_id == case.pk]
    return page(
        request, "caseload/together.html", form=form, case=case, rows=rows, colleagues=colleagues
    )


@allowed(Permission.WORK_WITH_PEOPLE)
@require_POST
def end_together(request: ActingRequest, joint_id: UUID) -> HttpResponse:
    """A colleague works along no longer."""
    joint = queries.joint_work_for(request.actor, joint_id)
    check(request.actor, Permission.WORK_WITH_PEOPLE, joint.scheme_id)
    press(
        request,
        lambda: actions.end_joint_work(by=request.actor, joint=joint),
        done=f"{joint.member.name} works along no longer.",
    )
    return redirect("caseload:together", joint.case_id)


@allowed(Permission.WORK_WITH_PEOPLE)
@require_POST
def read_together(request: ActingRequest, joint_id: UUID) -> HttpResponse:
    """What one is asked to help with has been read."""
    joint = queries.joint_work_for(request.actor, joint_id)
    press(request, lambda: actions.read_joint_work(by=request.actor, joint=joint))
    return redirect("desk:today")
