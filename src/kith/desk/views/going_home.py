"""Safe to go home: what cannot wait and who has it; the rest dated for the next day at work, in one press."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.desk.presenters import going_home as presented
from kith.desk.presenters import rooms
from kith.desk.queries.going_home import leaving
from kith.desk.queries.today import for_today
from kith.organisations.duty import duty_of
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload import queries as cases
from kith.resilience.pages import press


@allowed(Permission.WORK_WITH_PEOPLE)
def going_home(request: ActingRequest) -> HttpResponse:
    """What is left of the day, in the order in which one would let go of it."""
    duty = duty_of(request.actor, timezone.now())
    day = for_today(duty)
    shown = presented.shown(
        leaving(duty, day),
        day,
        rooms.due(rooms.CANNOT_WAIT, duty),
        cases.last_put_off(duty),
        duty,
    )
    return render(request, "desk/going_home.html", shown)


@require_POST
@allowed(Permission.WORK_WITH_PEOPLE)
def going_home_date(request: ActingRequest) -> HttpResponse:
    """Date what was shown as able to wait for the next day at work; what changed since stays as it is."""
    duty = duty_of(request.actor, timezone.now())
    left, seen = leaving(duty, for_today(duty)), set(request.POST.getlist("seen"))
    chosen = [one for one in left.waits if one.seen in seen]
    promises = [
        caseload.Later(one.due.placed.case, one.until.on, one.due.placed.position.next_step)
        for one in chosen
    ]
    done = press(request, lambda: caseload.put_off(by=request.actor, promises=promises))
    if done is not None and len(seen) > len(chosen):
        messages.warning(
            request, "Some were changed meanwhile, or are no longer due: they stay as they are."
        )
    return redirect("desk:going_home")


@require_POST
@allowed(Permission.WORK_WITH_PEOPLE)
def going_home_undo(request: ActingRequest, press_id: UUID) -> HttpResponse:
    """Give each promise of a press the day it had."""
    own = cases.press_for(request.actor, press_id)
    back = press(request, lambda: caseload.take_back_put_off(by=request.actor, press=own))
    if back is not None:
        said = "1 promise has" if len(back) == 1 else f"{len(back)} promises have"
        messages.success(request, f"Taken back: {said} the day from before.")
    return redirect("desk:going_home")
