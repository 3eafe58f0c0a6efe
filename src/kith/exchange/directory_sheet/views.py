"""Sheets of services: sending one, matching its columns, what would change, taking it in, what was refused."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, holds
from kith.exchange.directory_feed.lists import change_rows
from kith.exchange.directory_sheet import actions
from kith.exchange.directory_sheet.columns import NAME, SERVICES
from kith.exchange.directory_sheet.forms import ServiceMappingForm, ServiceSheetForm
from kith.exchange.directory_sheet.source import MOST_SAID
from kith.exchange.runs import presenters, queries
from kith.exchange.runs.models import Run, RunFile
from kith.exchange.runs.refused import refused_csv
from kith.organisations import queries as organisations
from kith.resilience.pages import carry_out, page, press

MAY = Permission.KEEP_DIRECTORY
PER_PAGE = 50
LABELS = {field.name: field.label for field in SERVICES.fields}


@allowed(MAY)
def service_sheets(request: ActingRequest) -> HttpResponse:
    """Send a sheet of services; and every one that was sent."""
    schemes = [
        (row.pk, row.name) for row in organisations.schemes() if holds(request.actor, MAY, row.pk)
    ]
    form = ServiceSheetForm(request, schemes=schemes)
    run = carry_out(form, lambda typed: _send(request, form.scheme_id(schemes), typed))
    if run is not None:
        return redirect("exchange:service_sheet", run.pk)
    found = Paginator(queries.newest(request.actor, MAY, actions.KIND), PER_PAGE)
    shown = found.get_page(request.GET.get("page"))
    rows = presenters.run_rows(shown, "exchange:service_sheet")
    given = {"rows": rows, "page": shown, "days_kept": queries.DAYS_KEPT}
    return page(request, "exchange/service_sheets.html", form=form, **given)


@allowed(MAY)
def service_sheet(request: ActingRequest, run_id: UUID) -> HttpResponse:
    """One sheet: its columns to match, or how far it is, what would change, and each row that was refused."""
    run, file = _run(request, run_id)
    mapping = run.state == "mapping" or (
        run.state == "checked" and file.part == NAME and "columns" in request.GET
    )
    if mapping:
        form = ServiceMappingForm(request, file=file)
        mapped = carry_out(
            form,
            lambda typed: actions.map_services(by=request.actor, file=file, columns=form.columns()),
        )
        if mapped is None:
            return page(request, "exchange/service_mapping.html", form=form, file=file, run=run)
        return redirect("exchange:service_sheet", run_id)
    refused = Paginator(queries.refusals(file), PER_PAGE).get_page(request.GET.get("page"))
    shown: dict[str, Any] = {
        "run": presenters.run_page(run, [file]),
        "sheet": presenters.sheet_facts(file),
        "plain": file.part == NAME,
        "most_shown": MOST_SAID,
        "new": file.facts.get("new", []),
        "changes": change_rows(file.facts.get("changes", [])),
        "warnings": file.facts.get("warnings", []),
        "refused": [
            [where, LABELS.get(column, column), why]
            for where, column, why in presenters.refused_rows(refused)
        ],
        "page": refused,
    }
    return render(request, "exchange/service_sheet.html", shown)


@allowed(MAY)
@require_POST
def take_in_services(request: ActingRequest, run_id: UUID) -> HttpResponse:
    """Take a sheet in that was looked through, or go on with one that stopped."""
    run, _ = _run(request, run_id)
    press(request, lambda: actions.take_in_services(by=request.actor, run=run))
    return redirect("exchange:service_sheet", run_id)


@allowed(MAY)
def refused_services(request: ActingRequest, run_id: UUID) -> HttpResponse:
    """The rows of a plain sheet that were refused, to correct and send again."""
    _, file = _run(request, run_id)
    if file.part != NAME:
        raise Http404
    content = press(request, lambda: refused_csv(file))
    if content is None:
        return redirect("exchange:service_sheet", run_id)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rows-to-correct.csv"'
    return response


def _run(request: ActingRequest, run_id: UUID) -> tuple[Run, RunFile]:
    run = queries.run_for(request.actor, MAY, actions.KIND, run_id)
    [file] = queries.files_of(run)
    return run, file


def _send(request: ActingRequest, scheme_id: UUID, typed: dict[str, Any]) -> Run:
    file = typed["file"]
    return actions.send_services(
        by=request.actor, scheme_id=scheme_id, title=typed["title"], name=file.name,
        content=file.read(),
    )  # fmt: skip
