"""The report of a programme."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kith.accounts.permissions import ActingRequest, Permission, allowed, holds
from kith.insight.asked import whole_months
from kith.insight.queries.programme import programme_figures, programme_of
from kith.insight.rules.how import WITHHELD
from kith.insight.rules.programme import HOW
from kith.organisations import queries as organisations
from kith.organisations.models import Programme


@allowed(Permission.SEE_REPORTS)
def programmes_report(request: ActingRequest) -> HttpResponse:
    """The programmes of the schemes whose figures one may see."""
    found = [
        (scheme, list(organisations.every_programme(scheme.pk)))
        for scheme in organisations.schemes()
        if holds(request.actor, Permission.SEE_REPORTS, scheme.pk)
    ]
    return render(request, "insight/programmes.html", {"schemes": found})


@allowed(Permission.SEE_REPORTS)
def programme_report(request: ActingRequest, programme_id: UUID) -> HttpResponse:
    """Referrals, by source and stage, waits, what was asked for: whole months, small numbers withheld."""
    programme = _programme(request, programme_id)
    period, refused = whole_months(request, programme.scheme_id)
    shown = {
        "programme": programme,
        "figures": programme_figures(programme, period),
        "how": HOW,
        "withheld": WITHHELD,
        "period": period,
        "refused": refused,
    }
    return render(request, "insight/programme.html", shown, status=400 if refused else 200)


def _programme(request: ActingRequest, programme_id: UUID) -> Programme:
    schemes = [
        seat.scheme_id
        for seat in request.actor.seats
        if holds(request.actor, Permission.SEE_REPORTS, seat.scheme_id)
    ]
    found = programme_of(schemes, programme_id)
    if found is None:
        raise Http404
    return found
