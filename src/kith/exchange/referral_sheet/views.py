"""Sheets of referrals: sending one, looking it through, taking it in, and what was refused."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, holds
from kith.exchange.referral_sheet import actions
from kith.exchange.referral_sheet.forms import SheetForm
from kith.exchange.runs import presenters, queries
from kith.exchange.runs.models import Run
from kith.exchange.runs.refused import refused_csv
from kith.organisations import queries as organisations
from kith.pathway.referrals.queries import doors
from kith.resilience.pages import carry_out, page, press
from kith.vocabulary.doors import Door

MAY = Permission.DECIDE_REFERRALS
PER_PAGE = 50


@allowed(MAY)
def sheets(request: ActingRequest) -> HttpResponse:
    """Send a sheet; and every sheet that was sent."""
    schemes = [
        (row.pk, row.name) for row in organisations.schemes() if holds(request.actor, MAY, row.pk)
    ]
    form = SheetForm(request, schemes=schemes)
    run = carry_out(form, lambda typed: _send(request, form.scheme_id(schemes), typed["file"]))
    if run is not None:
        return redirect("exchange:sheet", run.pk)
    found = Paginator(queries.newest(request.actor, MAY, actions.KIND), PER_PAGE)
    shown = found.get_page(request.GET.get("page"))
    rows = presenters.run_rows(shown, "exchange:sheet")
    said = [doors.door_page(scheme_id, Door.SHEET).introduction for scheme_id, _ in schemes]
    given = {
        "rows": rows,
        "page": shown,
        "days_kept": queries.DAYS_KEPT,
        "introductions": [one for one in said if one],
    }
    return page(request, "exchange/sheets.html", form=form, **given)


@allowed(MAY)
def sheet(request: ActingRequest, run_id: UUID) -> HttpResponse:
    """One sheet: what is known of it, how far it is, and each row that was refused."""
    run = _run(request, run_id)
    [file] = queries.files_of(run)
    refused = Paginator(queries.refusals(file), PER_PAGE).get_page(request.GET.get("page"))
    shown: dict[str, Any] = {
        "run": presenters.run_page(run, [file]),
        "sheet": presenters.sheet_facts(file),
        "refused": presenters.refused_rows(refused),
        "page": refused,
    }
    return render(request, "exchange/sheet.html", shown)


@allowed(MAY)
@require_POST
def take_in(request: ActingRequest, run_id: UUID) -> HttpResponse:
    """Take a sheet in that was looked through, or go on with one that stopped."""
    run = _run(request, run_id)
    press(request, lambda: actions.take_in(by=request.actor, run=run))
    return redirect("exchange:sheet", run_id)


@allowed(MAY)
def refused_rows(request: ActingRequest, run_id: UUID) -> HttpResponse:
    """The rows that were refused, as a sheet to correct and send again."""
    run = _run(request, run_id)
    [file] = queries.files_of(run)
    content = press(request, lambda: refused_csv(file))
    if content is None:
        return redirect("exchange:sheet", run_id)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rows-to-correct.csv"'
    return response


def _run(request: ActingRequest, run_id: UUID) -> Run:
    return queries.run_for(request.actor, MAY, actions.KIND, run_id)


def _send(request: ActingRequest, scheme_id: UUID, file: Any) -> Run:
    return actions.send(by=request.actor, scheme_id=scheme_id, name=file.name, content=file.read())
