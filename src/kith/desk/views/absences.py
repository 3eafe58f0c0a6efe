"""Absence and cover: days away, and who looks after the people meanwhile."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.desk.forms import AbsenceForm
from kith.desk.queries import absences as queries
from kith.organisations import actions as organisations
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
        return redirect("desk:absences")
    rows = queries.coming(team, today())
    return page(request, "desk/absences.html", form=form, rows=rows, own=own)


def _note(
    request: ActingRequest,
    team: list[Membership],
    covers: list[Membership],
    typed: dict[str, Any],
) -> Absence:
    member = next(one for one in team if str(one.pk) == typed.pop("member"))
    wanted = typed.pop("cover")
    cover = next((one for one in covers if str(one.pk) == wanted), None)
    if cover is not None and cover.partner_id != member.partner_id and not _sees_all(cover):
        raise Refused(
            f"{cover.name} cannot see the people of {member.name}. Choose a colleague of the same"
            " employer.",
            field="cover",
        )
    return organisations.add_absence(by=request.actor, member=member, cover=cover, **typed)


def _sees_all(cover: Membership) -> bool:
    return cover.partner is not None and cover.partner.is_prime


def _said(row: Absence) -> str:
    until = f"{short_date(row.from_date)} to {short_date(row.to_date)}"
    covered = f" {row.cover.name} covers and sees what is due." if row.cover else " Nobody covers."
    return f"{row.member.name} is noted as away, {until}.{covered}"


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
