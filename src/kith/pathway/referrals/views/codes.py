"""The codes owed to a practice: what to file, ticking it, and what the practice chose to get."""

from __future__ import annotations

import csv
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, check, holds
from kith.organisations import queries as organisations
from kith.organisations.models import Practice
from kith.pathway.referrals import actions, presenters, queries
from kith.pathway.referrals.forms import WantedForm
from kith.resilience.pages import carry_out, page, press


@allowed(Permission.REFER)
def practices_owed(request: ActingRequest) -> HttpResponse:
    """The practices whose codes one may look at; straight on where it is one's own alone."""
    found = list(queries.practices_for(request.actor))
    if len(found) == 1:
        return redirect("referrals:codes", found[0].pk)
    counts = queries.owed_counts(request.actor)
    rows = [(practice, counts.get(practice.pk, 0)) for practice in found]
    return render(request, "referrals/practices_owed.html", {"rows": rows})


@allowed(Permission.REFER)
def codes(request: ActingRequest, practice_id: UUID) -> HttpResponse:
    """The sheet of a practice: what is owed, and what was ticked lately."""
    practice = queries.practice_for(request.actor, practice_id)
    rows = queries.codes_for(request.actor, practice)
    return render(
        request,
        "referrals/codes.html",
        {
            "practice": practice,
            "owed": presenters.code_rows(rows.filter(filed_on=None).order_by("owed_at")),
            "filed": presenters.code_rows(queries.ticked_lately(rows)),
            "wanted": presenters.wanted_words(queries.wanted_by(practice)),
            "own": practice.pk in queries.own_practices(request.actor),
            "may_choose": _may_choose(request, practice),
        },
    )


@allowed(Permission.REFER)
def codes_csv(request: ActingRequest, practice_id: UUID) -> HttpResponse:
    """What is owed, as a sheet for a spreadsheet."""
    practice = queries.practice_for(request.actor, practice_id)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="codes-{practice.ods_code}.csv"'
    writer = csv.writer(answer)
    writer.writerow(presenters.SHEET_HEAD)
    writer.writerows(row.cells() for row in _owed(request, practice))
    return answer


@allowed(Permission.REFER)
def codes_pdf(request: ActingRequest, practice_id: UUID) -> HttpResponse:
    """What is owed, on paper, each with a box to tick."""
    practice = queries.practice_for(request.actor, practice_id)
    scheme = organisations.scheme(practice.scheme_id)
    sheet = presenters.sheet(scheme, practice, _owed(request, practice))
    answer = HttpResponse(sheet.pdf(), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="codes-{practice.ods_code}.pdf"'
    return answer


@allowed(Permission.REFER)
@require_POST
def file_code(request: ActingRequest, code_id: UUID) -> HttpResponse:
    """Tick a code: filed, or coded by the referrer before."""
    code = queries.code_for(request.actor, code_id)
    assert code.practice_id is not None
    first = request.POST.get("coded") == "first"
    own = code.practice_id in queries.own_practices(request.actor)
    press(
        request,
        lambda: actions.file_code(
            by=request.actor,
            code=code,
            coded_first=first,
            on_whose_word="" if own else "on the practice’s word",
        ),
        done="Ticked. If that was a mistake, take the tick away below.",
    )
    return redirect("referrals:codes", code.practice_id)


@allowed(Permission.REFER)
@require_POST
def unfile_code(request: ActingRequest, code_id: UUID) -> HttpResponse:
    """Take a tick away."""
    code = queries.code_for(request.actor, code_id)
    press(
        request,
        lambda: actions.unfile_code(by=request.actor, code=code),
        done="The tick is gone, and the code is owed again.",
    )
    return redirect("referrals:codes", code.practice_id)


@allowed(Permission.REFER)
def wanted(request: ActingRequest, practice_id: UUID) -> HttpResponse:
    """What a practice gets: which letters, and the weekly sheet or not."""
    practice = queries.practice_for(request.actor, practice_id)
    if not _may_choose(request, practice):
        check(request.actor, Permission.SET_UP, practice.scheme_id)
    now = queries.wanted_by(practice)
    form = WantedForm(request, initial={"letters": now.letters, "weekly_sheet": now.weekly_sheet})
    done = carry_out(
        form,
        lambda typed: actions.choose_word_back(by=request.actor, practice=practice, **typed),
    )
    if done is not None:
        messages.success(request, "Kept. It holds from now on.")
        return redirect("referrals:codes", practice.pk)
    return page(request, "referrals/wanted.html", form=form, practice=practice)


@allowed(Permission.SET_UP)
def practices_want(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """What each practice of a scheme gets, and where to change it."""
    check(request.actor, Permission.SET_UP, scheme_id)
    scheme = organisations.scheme(scheme_id)
    rows = [
        (practice, presenters.wanted_words(row), bool(row.chosen_by_name))
        for practice, row in queries.wanted_by_practice(scheme_id)
    ]
    return render(request, "referrals/practices_want.html", {"scheme": scheme, "rows": rows})


def _may_choose(request: ActingRequest, practice: Practice) -> bool:
    own = practice.pk in queries.own_practices(request.actor)
    return own or holds(request.actor, Permission.SET_UP, practice.scheme_id)


def _owed(request: ActingRequest, practice: Practice) -> list[presenters.CodeRow]:
    rows = queries.codes_for(request.actor, practice).filter(filed_on=None).order_by("owed_at")
    return presenters.code_rows(rows)
