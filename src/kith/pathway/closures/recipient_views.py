"""Who gets the outcome letter besides the practice."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.pathway.caseload.views.opening import open_case
from kith.pathway.closures import actions, recipients
from kith.pathway.closures.recipient_forms import RecipientForm
from kith.pathway.referrals.letters import addressee_of
from kith.resilience.pages import carry_out, page, press
from kith.ui.dates import today


@allowed(Permission.WORK_WITH_PEOPLE)
def letter_recipients(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """Everybody who gets the outcome letter, and adding one."""
    case = open_case(request, case_id)
    named = recipients.named(case)
    form = RecipientForm(request, initial={"agreed_on": today(), **_chosen(request, named)})
    added = carry_out(
        form, lambda typed: actions.add_recipient(by=request.actor, case=case, **typed)
    )
    if added is not None:
        messages.success(request, f"{added} gets a letter of their own.")
        return redirect("closures:letter_recipients", case.pk)
    return page(
        request,
        "closures/letter_recipients.html",
        form=form,
        case=case,
        first=addressee_of(case.referral),
        recipients=recipients.in_force(case),
        named=named,
    )


def _chosen(request: ActingRequest, named: list[tuple[str, str]]) -> dict[str, str]:
    """The name that was picked from the referral's, by its place in the list: an address holds no name."""
    place = request.GET.get("named", "")
    if not place.isdecimal() or int(place) >= len(named):
        return {}
    name, organisation = named[int(place)]
    return {"name": name, "organisation": organisation}


@allowed(Permission.WORK_WITH_PEOPLE)
@require_POST
def end_recipient(request: ActingRequest, recipient_id: UUID) -> HttpResponse:
    """Take somebody off the list: the person no longer agrees, or it was a mistake."""
    row = recipients.recipient(recipient_id)
    if row is None:
        raise Http404
    case = open_case(request, row.case_id)
    press(
        request,
        lambda: actions.end_recipient(by=request.actor, recipient=row),
        done=f"{row} gets no letter.",
    )
    return redirect("closures:letter_recipients", case.pk)
