"""Looking at a sample of the work with a short checklist; what was found goes to the worker, kindly."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kith.academy import actions, presenters, queries
from kith.academy.forms import FindingsForm
from kith.accounts.permissions import ActingRequest, Permission, allowed, check
from kith.audit.write import looked_at_each
from kith.organisations import queries as organisations
from kith.pathway.caseload.queries import schemes_where
from kith.people.views.opening import note_look
from kith.resilience.pages import carry_out, page, press
from kith.ui.dates import medium_date

PER_PAGE = 25


@allowed(Permission.SEE_TEAM)
def quality(request: ActingRequest) -> HttpResponse:
    """Every sample, and how each question moves: by question, and of no worker."""
    rows = Paginator(queries.rounds(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    last, found = queries.trends(request.actor)
    mine = schemes_where(request.actor, Permission.SEE_TEAM)
    shown = {
        "rows": presenters.round_rows(rows),
        "page": rows,
        "columns": [medium_date(one.drawn_at) for one in last],
        "trends": presenters.trend_rows(last, found) if last else [],
        "schemes": [(one.pk, one.name) for one in organisations.schemes() if one.pk in mine],
    }
    return render(request, "academy/quality.html", shown)


@require_POST
@allowed(Permission.SEE_TEAM)
def draw(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """Draw a new sample."""
    check(request.actor, Permission.SEE_TEAM, scheme_id)
    made = press(request, lambda: actions.draw(by=request.actor, scheme_id=scheme_id))
    return redirect("academy:quality") if made is None else redirect("academy:sample", made.pk)


@allowed(Permission.SEE_TEAM)
def sample(request: ActingRequest, round_id: UUID) -> HttpResponse:
    """The cases of one sample, and which were looked at."""
    drawn = queries.round_for(request.actor, round_id)
    rows = queries.checks_of(request.actor, drawn)
    about = [(one.scheme_id, one.case.person.kept.pk) for one in rows if one.visible]
    looked_at_each(by=request.actor, about=about, page="academy:sample")
    return render(request, "academy/sample.html", {"drawn": drawn, "rows": rows})


@allowed(Permission.SEE_TEAM)
def check_case(request: ActingRequest, check_id: UUID) -> HttpResponse:
    """One case, question by question, and a word to its worker."""
    row = queries.check_for(request.actor, check_id)
    person = row.case.person.kept
    note_look(request, row.scheme_id, person.pk)
    said = {one.question: one.found for one in row.answers.all()}
    form = FindingsForm(
        request,
        version_of=row,
        known=queries.shown_by(row.case),
        initial={**said, "words": row.words},
    )
    done = carry_out(
        form,
        lambda typed: actions.note_findings(
            by=request.actor, check=row, expected=form.seen_version, **form.given(typed)
        ),
    )
    if done is not None:
        messages.success(request, f"Kept. {row.worker.name} reads it on their Today.")
        return redirect("academy:sample", row.round_id)
    return page(request, "academy/check_case.html", form=form, row=row, person=person)


@allowed(Permission.WORK_WITH_PEOPLE)
def findings_read(request: ActingRequest, check_id: UUID) -> HttpResponse:
    """What was found in one's own record and what would help; one press when it is seen to."""
    row = next((one for one in queries.findings_for(request.actor) if one.pk == check_id), None)
    if row is None:
        raise Http404
    person = row.case.person.kept
    note_look(request, row.scheme_id, person.pk)
    if request.method == "POST":
        press(
            request,
            lambda: actions.settle_findings(by=request.actor, check=row),
            done="Thank you. It is off your Today.",
        )
        return redirect("desk:record", person.pk)
    shown = {
        "row": row,
        "person": person,
        "found": presenters.found_rows(row),
        "helps": presenters.helps(row),
    }
    return render(request, "academy/findings_read.html", shown)
