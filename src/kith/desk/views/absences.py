"""Working days, days away, and who looks after the people meanwhile."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.desk.forms import AbsenceForm, CoverForm, WorkingDaysForm
from kith.desk.presenters import absences as presented
from kith.desk.queries import absences as queries
from kith.organisations import actions as organisations
from kith.organisations import queries as organisation_queries
from kith.organisations.models import Absence, Membership
from kith.resilience.errors import Refused
from kith.resilience.pages import carry_out, page, press
from kith.ui.dates import short_date, today


@allowed(Permission.WORK_WITH_PEOPLE)
def absences(request: ActingRequest) -> HttpResponse:
    """One's own days away and, for a lead, the team's; and noting some."""
    team = queries.team_of(request.actor)
    covers = queries.colleagues(request.actor)
    own = {seat.membership_id for seat in request.actor.seats}
    form = AbsenceForm(request, members=team, covers=covers)
    noted = carry_out(form, lambda typed: _note(request, team, covers, typed))
    if noted is not None:
        messages.success(request, _said(noted))
        alone = {row.member.name for row in organisation_queries.uncovered_beside(noted)}
        if alone:
            names = ", ".join(sorted(alone))
            messages.warning(request, f"On some of these days nobody covers {names}. Find cover.")
        return redirect("desk:absences")
    rows = queries.coming(team, today())
    working = presented.working_rows(team, own)
    return page(request, "desk/absences.html", form=form, rows=rows, own=own, working=working)


def _note(
    request: ActingRequest,
    team: list[Membership],
    covers: list[Membership],
    typed: dict[str, Any],
) -> Absence:
    whose, wanted = typed.pop("member"), typed.pop("cover")
    member = next(one for one in team if str(one.pk) == whose)
    cover = _cover(member, covers, wanted)
    return organisations.add_absence(by=request.actor, member=member, cover=cover, **typed)


def _cover(member: Membership, covers: list[Membership], wanted: str) -> Membership | None:
    """Who was chosen; raises Refused for somebody who cannot see the people of whoever is away."""
    cover = next((one for one in covers if str(one.pk) == wanted), None)
    if cover is not None and not queries.can_see_people_of(cover, member):
        raise Refused(
            f"{cover.name} cannot see the people of {member.name}. Choose a colleague of the same"
            " employer.",
            field="cover",
        )
    return cover


def _said(row: Absence) -> str:
    until = f"{short_date(row.from_date)} to {short_date(row.to_date)}"
    covered = f" {row.cover.name} covers and sees what is due." if row.cover else " Nobody covers."
    return f"{row.member.name} is noted as away, {until}.{covered}"


@allowed(Permission.WORK_WITH_PEOPLE)
def absence_cover(request: ActingRequest, absence_id: UUID) -> HttpResponse:
    """Say who covers days away, or that nobody does after all."""
    row = queries.absence_for(request.actor, absence_id)
    covers = [one for one in queries.colleagues(request.actor) if one.pk != row.member_id]
    form = CoverForm(request, covers=covers, initial={"cover": str(row.cover_id or "")})
    done = carry_out(
        form,
        lambda typed: organisations.set_cover(
            by=request.actor, absence=row, cover=_cover(row.member, covers, typed["cover"])
        ),
    )
    if done is not None:
        messages.success(request, _said(done))
        return redirect("desk:absences")
    return page(request, "desk/absence_cover.html", form=form, row=row)


@allowed(Permission.WORK_WITH_PEOPLE)
def working_days(request: ActingRequest, member_id: UUID) -> HttpResponse:
    """On which days of the week somebody works: one's own, or of the team that one leads."""
    member = queries.member_for(request.actor, member_id)
    form = WorkingDaysForm(request, initial={"works_on": [str(day) for day in member.works_on]})
    done = carry_out(
        form,
        lambda typed: organisations.set_working_days(
            by=request.actor, member=member, works_on=[int(day) for day in typed["works_on"]]
        ),
    )
    if done is not None:
        messages.success(request, f"{done.name} works on: {presented.days_words(done.works_on)}.")
        return redirect("desk:absences")
    return page(request, "desk/working_days.html", form=form, member=member)


@allowed(Permission.WORK_WITH_PEOPLE)
@require_POST
def remove_absence(request: ActingRequest, absence_id: UUID) -> HttpResponse:
    """Take an absence back: entered wrongly, or it does not happen."""
    row = queries.absence_for(request.actor, absence_id)
    press(
        request,
        lambda: organisations.remove_absence(by=request.actor, absence=row),
        done=f"Taken back. {row.member.name} is not away on these days.",
    )
    return redirect("desk:absences")
