"""Handing people over, with a note that the next worker sees until they have read it."""

from __future__ import annotations

import functools
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.desk.forms import HandOverForm
from kith.organisations import queries as organisations
from kith.organisations.models import Membership
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload import queries as cases
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.rules import may_hold
from kith.resilience.errors import Refused
from kith.resilience.pages import carry_out, page, press


@allowed(Permission.WORK_WITH_PEOPLE)
def hand_over(request: ActingRequest) -> HttpResponse:
    """Hand one of one's own people over, several, or the whole caseload; each with its own result."""
    own = [seat.membership_id for seat in request.actor.seats]
    held = {
        str(case.pk): case for case in cases.open_cases(request.actor).filter(holder_id__in=own)
    }
    holders = _colleagues(request)
    chosen = request.GET.get("case", "")
    form = HandOverForm(
        request,
        held=[(key, case.person.full_name) for key, case in held.items()],
        holders=list(holders.values()),
        initial={"cases": [chosen] if chosen in held else []},
    )
    done = carry_out(
        form,
        lambda typed: _hand_over(
            request, [held[one] for one in typed["cases"]], holders[typed["holder"]], typed["note"]
        ),
    )
    if done is not None:
        return redirect("desk:today")
    return page(request, "desk/hand_over.html", form=form, held=held)


def _colleagues(request: ActingRequest) -> dict[str, Membership]:
    """The colleagues of the same partner in each scheme."""
    return {
        str(member.pk): member
        for seat in request.actor.seats
        for member in organisations.staff(seat.scheme_id)
        if may_hold(member)
        and member.pk != seat.membership_id
        and member.partner_id == seat.partner_id
    }


def _hand_over(
    request: ActingRequest, chosen: list[Case], holder: Membership, note: str
) -> list[Case]:
    """Hand each over by itself. Raises the refusal when nobody could be."""
    given, refused = [], []
    for case in chosen:
        act = functools.partial(
            caseload.hand_over, by=request.actor, case=case, holder=holder, note=note
        )
        try:
            given.append(act())
        except Refused as refusal:
            refused.append(f"{case.person.full_name}: {refusal.message}")
    if not given:
        raise Refused(" ".join(refused))
    names = ", ".join(case.person.full_name for case in given)
    messages.success(request, f"With {holder.name} now: {names}.")
    for words in refused:
        messages.error(request, words)
    return given


@allowed(Permission.WORK_WITH_PEOPLE)
@require_POST
def note_read(request: ActingRequest, holding_id: UUID) -> HttpResponse:
    """The note with which somebody was given to one has been read."""
    holding = cases.holding_for(request.actor, holding_id)
    press(request, lambda: caseload.read_note(by=request.actor, holding=holding))
    return redirect("desk:today")
