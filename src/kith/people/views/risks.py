"""What might go wrong, as somebody said it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.people import actions, queries
from kith.people.forms import EndRiskForm, RiskForm
from kith.people.models import Person, RiskStatement
from kith.people.rules import none_known_words, risk_summary
from kith.people.views.opening import open_record
from kith.resilience.pages import carry_out, page
from kith.ui.dates import today


@allowed(Permission.WORK_WITH_PEOPLE)
def risks(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """What is known now, a form for another answer, and what was said before."""
    person = open_record(request, person_id)
    form = RiskForm(request, initial={"stated_on": today()})
    done = carry_out(form, lambda typed: _state(request, person, typed))
    if done is not None:
        messages.success(request, "Saved.")
        return redirect("people:risks", person.pk)
    rows = list(queries.risks(person))
    return page(
        request,
        "people/risks.html",
        form=form,
        person=person,
        summary=risk_summary(person, rows),
        now=[(row, _words(row)) for row in rows if row.ended_on is None],
        before=[(row, _words(row)) for row in rows if row.ended_on is not None],
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def end_risk(request: ActingRequest, risk_id: UUID) -> HttpResponse:
    """End a statement, with why it no longer holds."""
    row = RiskStatement.objects.filter(pk=risk_id, ended_on=None).first()
    if row is None:
        raise Http404
    person = open_record(request, row.person_id)
    form = EndRiskForm(request)
    done = carry_out(
        form, lambda typed: actions.end_risk(by=request.actor, risk=row, why=typed["why"])
    )
    if done is not None:
        messages.success(request, "Ended. Ask again, and write down what is known now.")
        return redirect("people:risks", person.pk)
    return page(request, "people/end_risk.html", form=form, person=person, words=_words(row))


def _state(request: ActingRequest, person: Person, typed: dict[str, Any]) -> RiskStatement:
    said = {"stated_by_name": typed["stated_by_name"], "stated_on": typed["stated_on"]}
    if typed["kind"] == "none_known":
        return actions.state_none_known(by=request.actor, person=person, **said)
    return actions.state_risk(by=request.actor, person=person, text=typed["text"], **said)


def _words(row: RiskStatement) -> str:
    return row.text if row.kind == RiskStatement.Kind.STATED else none_known_words(row)
