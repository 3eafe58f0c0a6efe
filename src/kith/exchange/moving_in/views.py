"""Moving in from another system: sheets, their matching, looking through, taking in, undoing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, check
from kith.audit.write import looked_at_each
from kith.exchange.moving_in import actions, differences, presenters, queries
from kith.exchange.moving_in.changed import changed_in, refused_for_it
from kith.exchange.moving_in.forms import AddSheetForm, MappingForm, TotalsForm
from kith.exchange.moving_in.lists import Lists
from kith.exchange.runs import presenters as runs_shown
from kith.exchange.runs import queries as runs
from kith.exchange.runs.models import Run, RunFile
from kith.exchange.runs.refused import refused_csv
from kith.exchange.runs.states import RunState
from kith.resilience.pages import carry_out, page, press

MAY = Permission.SET_UP
PER_PAGE = 50
SIDE_BY_SIDE = 20
MOST_JOINED = 200
ACTS = {
    "look": actions.look,
    "map": actions.map_again,
    "take": actions.take_in,
    "undo": actions.undo,
}


@allowed(MAY)
def moving(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """What moving in is, every time it was done, and beginning it."""
    check(request.actor, MAY, scheme_id)
    if request.method == "POST":
        run = press(request, lambda: actions.begin(by=request.actor, scheme_id=scheme_id))
        return redirect("exchange:move", run.pk) if run else redirect(request.path)
    found = runs.newest(request.actor, MAY, actions.KIND).filter(scheme_id=scheme_id)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = runs_shown.run_rows(shown, "exchange:move")
    given = {"rows": rows, "page": shown, "scheme_id": scheme_id, "days_kept": runs.DAYS_KEPT}
    return render(request, "exchange/moving.html", given)


@allowed(MAY)
def move(request: ActingRequest, run_id: UUID) -> HttpResponse:
    """One moving in: its sheets, what would become of them, what did; and adding a sheet."""
    run = _run(request, run_id)
    form = AddSheetForm(request) if run.state == RunState.MAPPING else None
    if form is not None:
        added = carry_out(form, lambda typed: _add(request, run, typed))
        if added is not None:
            return redirect("exchange:mapping", added.pk)
    files = runs.files_of(run)
    refused = Paginator(runs.refusals_of(files), PER_PAGE).get_page(request.GET.get("page"))
    shown: dict[str, Any] = {
        "run": runs_shown.run_page(run, files),
        "scheme_id": run.scheme_id,
        "sheets": presenters.sheet_rows(files),
        "reconciled": presenters.reconciled(run, differences.of_run(run, files)),
        "changed": presenters.changed_sheets(files),
        "refused": presenters.refused_rows(files, list(refused)),
        "files": [file for file in files if file.refused],
        "page": refused,
        "kept": presenters.kept_rows(list(queries.kept(run)[:500])),
        "undo_until": presenters.undo_until(run),
    }
    return page(request, "exchange/move.html", form=form, **shown)


@allowed(MAY)
@require_POST
def move_act(request: ActingRequest, run_id: UUID) -> HttpResponse:
    """Look through, go back to matching, take in, or undo: `do` says which."""
    run = _run(request, run_id)
    act = ACTS.get(request.POST.get("do", ""))
    if act is not None:
        press(request, lambda: act(by=request.actor, run=run))
    return redirect("exchange:move", run_id)


@allowed(MAY)
def totals(request: ActingRequest, run_id: UUID) -> HttpResponse:
    """What the other system says it holds."""
    run = _run(request, run_id)
    form = TotalsForm(request, version_of=run, initial=run.totals)
    said = carry_out(form, lambda typed: actions.say_totals(by=request.actor, run=run, **typed))
    if said is not None:
        return redirect("exchange:move", run_id)
    return page(request, "exchange/totals.html", form=form, run=run)


@allowed(MAY)
def difference(request: ActingRequest, run_id: UUID, part: str) -> HttpResponse:
    """Why the other system's count of a part is not ours: each refused and each joined row."""
    run = _run(request, run_id)
    found, files = differences.of_part(run, part)
    refused = Paginator(runs.refusals_of(files), PER_PAGE).get_page(request.GET.get("page"))
    joined = list(differences.joined_rows(run)[:MOST_JOINED]) if found.joined else []
    names = queries.people_of([row.row_id for row in joined])
    looked_at_each(
        by=request.actor,
        about=[(row.scheme_id, row.row_id) for row in joined],
        page="exchange:difference",
    )
    shown: dict[str, Any] = {
        "run_id": run.pk,
        "label": presenters.LABELS[part],
        "said": presenters.explained(found),
        "reasons": differences.refused_by_reason(files),
        "refused": presenters.refused_rows(files, list(refused)),
        "joined": presenters.joined_rows(joined, names),
        "more_joined": max(found.joined - MOST_JOINED, 0),
        "page": refused,
    }
    return render(request, "exchange/difference.html", shown)


@allowed(MAY)
def changed(request: ActingRequest, file_id: UUID) -> HttpResponse:
    """The rows of a newer export that say something else: both side by side, to take in one by one or all."""
    file = runs.file_for(request.actor, MAY, actions.KIND, file_id)
    if request.method == "POST":
        line = request.POST.get("line", "")
        lines = [int(line)] if line.isdecimal() and len(line) < 9 else []
        press(
            request,
            lambda: actions.want_changes(by=request.actor, file=file, lines=lines),
            done="It is being taken in. Reload this page in a moment.",
        )
        return redirect("exchange:changed", file_id)
    rows = Paginator(refused_for_it(file), SIDE_BY_SIDE).get_page(request.GET.get("page"))
    found = press(request, lambda: changed_in(file, [row.line for row in rows])) or []
    note = [(one.moved.scheme_id, one.moved.row_id) for one in found if one.moved.part == "people"]
    looked_at_each(by=request.actor, about=note, page="exchange:changed")
    shown = {"file": file, "page": rows, "rows": [presenters.side_by_side(one) for one in found]}
    return render(request, "exchange/changed.html", shown)


@allowed(MAY)
def mapping(request: ActingRequest, file_id: UUID) -> HttpResponse:
    """Match the columns of a sheet to ours, and its words."""
    file = runs.file_for(request.actor, MAY, actions.KIND, file_id)
    form = MappingForm(request, file=file, lists=Lists(file.scheme_id))
    before = file.facts.get("words", {})
    mapped = carry_out(
        form,
        lambda typed: actions.map_sheet(
            by=request.actor, file=file, columns=form.columns(), words=form.words()
        ),
    )
    if mapped is not None:
        asks_more = set(mapped.facts["words"]) - set(before)
        return (
            redirect("exchange:mapping", file_id)
            if asks_more
            else redirect("exchange:move", file.run_id)
        )
    return page(request, "exchange/mapping.html", form=form, file=file, part=form.part)


@allowed(MAY)
def refused_sheet(request: ActingRequest, file_id: UUID) -> HttpResponse:
    """The refused rows of one sheet, to correct and send again."""
    file = runs.file_for(request.actor, MAY, actions.KIND, file_id)
    content = press(request, lambda: refused_csv(file))
    if content is None:
        return redirect("exchange:move", file.run_id)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rows-to-correct.csv"'
    return response


def _run(request: ActingRequest, run_id: UUID) -> Run:
    return runs.run_for(request.actor, MAY, actions.KIND, run_id)


def _add(request: ActingRequest, run: Run, typed: dict[str, Any]) -> RunFile:
    file = typed["file"]
    return actions.add_sheet(
        by=request.actor, run=run, part=typed["part"], name=file.name, content=file.read()
    )
