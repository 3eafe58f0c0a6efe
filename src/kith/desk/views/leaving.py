"""Somebody leaves: what they have in hand on one page, and the end of their place."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, holds
from kith.audit.write import looked_at_each
from kith.desk import actions
from kith.desk.leaving_forms import EndPlaceForm, LeavingForm
from kith.desk.presenters import leaving as presented
from kith.desk.queries import leaving as queries
from kith.desk.queries.parts import parts_of
from kith.pathway.caseload import actions as caseload_actions
from kith.pathway.caseload import queries as caseload
from kith.pathway.caseload import together_queries as together
from kith.resilience.pages import carry_out, page, press
from kith.ui.dates import medium_date, today


@allowed(Permission.ALLOCATE)
def leaving(request: ActingRequest, member_id: UUID) -> HttpResponse:
    """All that somebody has in hand, whom we suggest for each, and giving it away in one press."""
    member = queries.leaver_for(request.actor, member_id)
    load = queries.load_of(member)
    scheme_id = member.scheme_id
    form = LeavingForm(
        request,
        load=load,
        suggested=queries.suggestions(request.actor, load),
        holders=[
            one for one in caseload.possible_holders(request.actor, scheme_id) if one != member
        ],
        covers=queries.who_could_cover(request.actor, load),
    )
    looked_at_each(
        by=request.actor,
        about=[(scheme_id, case.person_id) for case in load.cases],
        page="desk:leaving",
    )
    done = carry_out(
        form, lambda typed: (actions.give_load(by=request.actor, member=member, **typed),)
    )
    if done is not None:
        messages.success(request, f"Nothing is left with {member.name}. Each colleague was told.")
        return redirect("desk:leaving", member.pk)
    return page(
        request,
        "desk/leaving.html",
        form=form,
        member=member,
        load=load,
        may_end=holds(request.actor, Permission.SET_UP, scheme_id),
        went=together.went_to(member),
        concerns=queries.asked_first(load, timezone.now()),
        parts=parts_of(member, timezone.now()),
        **presented.shown(load, now=timezone.now()),
    )


@allowed(Permission.SET_UP)
def end_place(request: ActingRequest, member_id: UUID) -> HttpResponse:
    """End somebody's place in the scheme; while anything is left with them, that comes first."""
    member = queries.leaver_for(request.actor, member_id, Permission.SET_UP)
    load = queries.load_of(member)
    if load:
        messages.error(
            request, f"{member.name} still has {load.words}. Give that to colleagues first."
        )
        return redirect("desk:leaving", member.pk)
    if parts_of(member, timezone.now()):
        messages.error(request, f"{member.name} is still named here. Name somebody else first.")
        return redirect("desk:leaving", member.pk)
    form = EndPlaceForm(request, initial={"to_date": today()})
    done = carry_out(
        form, lambda typed: actions.end_place(by=request.actor, member=member, **typed)
    )
    if done is not None and done.to_date is not None:
        messages.success(request, f"{member.name} works here until {medium_date(done.to_date)}.")
        return redirect("organisations:staff", member.scheme_id)
    return page(request, "desk/end_place.html", form=form, member=member)


@allowed(Permission.WORK_WITH_PEOPLE)
@require_POST
def passing_read(request: ActingRequest, passing_id: UUID) -> HttpResponse:
    """What passed to one has been read."""
    passing = together.passing_for(request.actor, passing_id)
    press(request, lambda: caseload_actions.read_passing(by=request.actor, passing=passing))
    return redirect("desk:today")
