"""Which scheme and which months a page of figures was asked for."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest

from kith.accounts.permissions import ActingRequest, Permission, holds
from kith.insight.queries.in_numbers import months_received
from kith.insight.rules import periods
from kith.insight.rules.periods import Period
from kith.organisations import queries as organisations
from kith.organisations.models import Scheme
from kith.resilience.errors import Refused
from kith.ui.dates import today


def schemes_of(request: ActingRequest) -> list[Scheme]:
    """The schemes whose figures the actor may see."""
    may = [s for s in request.actor.schemes if holds(request.actor, Permission.SEE_REPORTS, s)]
    return list(organisations.schemes().filter(pk__in=may))


def staff_scheme(request: ActingRequest) -> Scheme:
    """The scheme the address names among those whose figures the actor may see; the first
    without one. Raises the one 404 for another."""
    found = schemes_of(request)
    slug = request.GET.get("scheme", "")
    chosen = next((row for row in found if row.slug == slug), None) if slug else found[0]
    if chosen is None:
        raise Http404
    return chosen


def whole_months(request: HttpRequest, scheme_id: UUID) -> tuple[Period, Refused | None]:
    """The whole months asked for, or the usual ones and why not those that were asked for.

    Whole months for everybody: with other days two answers could be subtracted.
    """
    usual = periods.usual(months_received(scheme_id), today=today())
    return _asked(request, usual, periods.check_public)


def one_quarter(request: HttpRequest, scheme_id: UUID) -> tuple[Period, Refused | None]:
    """The calendar quarter asked for, or the last of the usual months and why not what was asked for."""
    usual = periods.usual(months_received(scheme_id), today=today())
    over = periods.quarters(usual.first, today=today())
    latest = next(one for one in over if one.last <= usual.last or one == over[-1])
    return _asked(request, latest, periods.check_quarter)


def quarters_of(scheme_id: UUID) -> list[Period]:
    """The calendar quarters that may be chosen, the newest first."""
    first = periods.months(months_received(scheme_id), today=today())[0]
    return periods.quarters(first, today=today())


def _asked(
    request: HttpRequest, usual: Period, check: Callable[..., None]
) -> tuple[Period, Refused | None]:
    first, last = request.GET.get("from", ""), request.GET.get("to", "")
    if not first and not last:
        return usual, None
    try:
        asked = periods.read(first, last)
        check(asked, today=today())
    except Refused as refusal:
        return usual, refusal
    return asked, None
