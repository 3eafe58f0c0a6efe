"""In numbers: the public page, its definitions, its document and picture, its JSON; and the rows."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from kith.accounts.permissions import ActingRequest, Permission, View, allowed, check, holds, public
from kith.accounts.views import network_of
from kith.audit.write import looked_at_each
from kith.insight.asked import schemes_of, staff_scheme
from kith.insight.presenters import lists, page
from kith.insight.queries.in_numbers import (
    InNumbers,
    in_numbers,
    in_numbers_for_anyone,
    in_numbers_lately,
    months_received,
    months_received_lately,
)
from kith.insight.queries.kept import BY_NETWORK, Kept
from kith.insight.queries.rows import practices_of, rows_of
from kith.insight.rules import periods
from kith.insight.rules.how import FIGURES, WITHHELD
from kith.insight.rules.periods import Period
from kith.organisations import queries as organisations
from kith.organisations.models import Scheme
from kith.resilience.errors import Refused
from kith.resilience.limits import TooOften, spend
from kith.resilience.pages import page_asked
from kith.ui.dates import today

PER_PAGE = 50
TOO_OFTEN = {
    "title": "Too many different figures at once",
    "what_to_do": "Wait a few minutes, then open the page again.",
}


_documents: Kept[bytes] = Kept()


def _not_too_often(view: View) -> View:
    """A sentence and 429 for a network that asks for too much that must be counted."""

    @functools.wraps(view)
    def answered(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except TooOften as refusal:
            said = {**TOO_OFTEN, "what_happened": refusal.message}
            return render(request, "ui/error.html", said, status=429)

    return answered


@public
@_not_too_often
def numbers(request: HttpRequest, scheme: str) -> HttpResponse:
    """What this service did, and how we know: whole months, for anyone."""
    row = _scheme(scheme)
    received = months_received_lately(row.pk)
    period, refused = _asked(request, received)
    shown = {
        **_around(row),
        **page.shown(_lately(request, row, period)),
        **_months(received, period),
        "refused": refused,
        "query": page.query(period),
    }
    return render(request, "insight/numbers.html", shown, status=400 if refused else 200)


@public
def how(request: HttpRequest, scheme: str) -> HttpResponse:
    """How each figure is counted, in plain words."""
    row = _scheme(scheme)
    period, refused = _asked(request, months_received_lately(row.pk))
    shown = {
        **_around(row),
        "definitions": list(FIGURES.values()),
        "withheld": WITHHELD,
        "period": period,
        "query": page.query(period),
        "staff": _may_list(request, row.pk),
    }
    return render(request, "insight/how.html", shown, status=400 if refused else 200)


@public
@_not_too_often
def numbers_pdf(request: HttpRequest, scheme: str) -> HttpResponse:
    """The page as a document."""
    return _document(request, scheme, "pdf", page.pdf)


@public
@_not_too_often
def numbers_png(request: HttpRequest, scheme: str) -> HttpResponse:
    """The headline figures as a picture."""
    return _document(request, scheme, "png", page.png)


@public
def api_in_numbers(request: HttpRequest, scheme: str) -> HttpResponse:
    """The figures as JSON, as the command gives them; 400 with a sentence for another period, 429 for
    a network that asks for too many.
    """
    try:
        period = periods.read(request.GET.get("from", ""), request.GET.get("to", ""))
        periods.check_public(period, today=today())
        return JsonResponse(_lately(request, _scheme(scheme), period).as_json())
    except Refused as refusal:
        status = 429 if isinstance(refusal, TooOften) else 400
        return JsonResponse({"error": refusal.message, "field": refusal.field}, status=status)


@allowed(Permission.SEE_REPORTS)
def figures(request: ActingRequest) -> HttpResponse:
    """The same figures for staff: any days for those who may see people, whole months otherwise."""
    row = staff_scheme(request)
    received = months_received(row.pk)
    sees_people = _sees_people(request, row.pk)
    period, refused = _asked(request, received, any_days=sees_people)
    counted_for = in_numbers if sees_people else in_numbers_for_anyone
    shown = {
        **page.shown(counted_for(row.pk, period)),
        **_months(received, period),
        "row": row,
        "schemes": schemes_of(request),
        "refused": refused,
        "query": f"{page.query(period)}&scheme={row.slug}",
        "public_query": page.query(period),
        "sees_people": sees_people,
    }
    return render(request, "insight/figures.html", shown, status=400 if refused else 200)


@allowed(Permission.SEE_REPORTS)
def counted(request: ActingRequest, figure: str) -> HttpResponse:
    """What a figure counted, row by row, for staff who may see people."""
    row = staff_scheme(request)
    check(request.actor, Permission.SEE_PEOPLE, row.pk)
    if figure not in FIGURES:
        raise Http404
    period, refused = _asked(request, months_received(row.pk), any_days=True)
    shown: dict[str, Any] = {
        "figure": FIGURES[figure],
        "head": lists.head(FIGURES[figure]),
        "period": period,
        "row": row,
        "refused": refused,
        "query": f"{page.query(period)}&scheme={row.slug}",
    }
    if FIGURES[figure].lists == "practices":
        found = practices_of(row.pk, period)
        shown |= {"rows": lists.practice_rows(found), "total": len(found)}
    else:
        shown |= _people_counted(request, row.pk, period, figure)
    return render(request, "insight/counted.html", shown, status=400 if refused else 200)


def _people_counted(
    request: ActingRequest, scheme_id: UUID, period: Period, figure: str
) -> dict[str, Any]:
    number = page_asked(request)
    offset = (number - 1) * PER_PAGE
    listed = rows_of(request.actor, scheme_id, period, figure, offset=offset, limit=PER_PAGE)
    seen = {row.person_id for row in listed.rows if row.person}
    looked_at_each(
        by=request.actor,
        about=[(scheme_id, person_id) for person_id in sorted(seen)],
        page="insight:counted",
    )
    return {
        "rows": lists.rows(FIGURES[figure], listed.rows),
        "total": listed.total,
        "people": listed.people,
        "page": Paginator(range(listed.total), PER_PAGE).get_page(number),
    }


def _asked(
    request: HttpRequest, received: Any, *, any_days: bool = False
) -> tuple[Period, Refused | None]:
    """The period asked for, or the usual one; with it, why what was asked for was refused."""
    usual = periods.usual(received, today=today())
    first, last = request.GET.get("from", ""), request.GET.get("to", "")
    if not first and not last:
        return usual, None
    try:
        period = periods.read(first, last)
        if not any_days:
            periods.check_public(period, today=today())
    except Refused as refusal:
        return usual, refusal
    return period, None


def _whole_months(request: HttpRequest, slug: str) -> tuple[Scheme, Period | HttpResponse]:
    row = _scheme(slug)
    period, refused = _asked(request, months_received_lately(row.pk))
    if refused is not None:
        said = f"{refused.message}\n"
        return row, HttpResponse(said, status=400, content_type="text/plain; charset=utf-8")
    return row, period


def _lately(request: HttpRequest, row: Scheme, period: Period) -> InNumbers:
    return in_numbers_lately(row.pk, period, before_counting=lambda: _spend(request))


def _spend(request: HttpRequest) -> None:
    spend(BY_NETWORK, by=network_of(request))


def _document(
    request: HttpRequest, slug: str, kind: str, made: Callable[[InNumbers, str], bytes]
) -> HttpResponse:
    row, period = _whole_months(request, slug)
    if isinstance(period, HttpResponse):
        return period
    figures = _lately(request, row, period)

    def drawn() -> bytes:
        _spend(request)
        return made(figures, settings.SITE_URL)

    return _file(_documents.get(row.pk, (kind, figures), drawn), kind, row, period)


def _file(content: bytes, kind: str, row: Scheme, period: Period) -> HttpResponse:
    made = "application/pdf" if kind == "pdf" else "image/png"
    name = f"{row.slug}-in-numbers-{period.first:%Y-%m}-to-{period.last:%Y-%m}.{kind}"
    response = HttpResponse(content, content_type=made)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _around(row: Scheme) -> dict[str, Any]:
    return {
        "row": row,
        "scheme": {"name": row.name, "phone": row.phone, "href": f"/s/{row.slug}/"},
    }


def _months(received: Any, period: Period) -> dict[str, Any]:
    months = periods.months(received, today=today())
    return {
        "first_months": page.month_options(months, period.first),
        "last_months": page.month_options(months, period.last),
    }


def _scheme(slug: str) -> Scheme:
    found = organisations.schemes().filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _may_list(request: HttpRequest, scheme_id: UUID) -> bool:
    """Whether the visitor of a public page is one of the staff who may see what was counted."""
    if not request.user.is_authenticated:
        return False
    actor = organisations.staff_actor(request.user.pk)
    return all(
        holds(actor, permission, scheme_id)
        for permission in (Permission.SEE_REPORTS, Permission.SEE_PEOPLE)
    )


def _sees_people(request: ActingRequest, scheme_id: UUID) -> bool:
    return holds(request.actor, Permission.SEE_PEOPLE, scheme_id)
