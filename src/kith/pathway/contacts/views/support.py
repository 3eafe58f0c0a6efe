"""Support given: what the worker did themselves."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.pathway.caseload.views.opening import open_case
from kith.pathway.contacts import actions, presenters, queries
from kith.pathway.contacts.forms import SupportForm
from kith.pathway.contacts.models import SupportGiven
from kith.people.views.opening import open_record
from kith.resilience.pages import carry_out, page
from kith.ui import dates

FIELDS = ("kind", "given_on", "minutes", "result", "money_pence", "money_frequency")


@allowed(Permission.WORK_WITH_PEOPLE)
def support(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """Record support given, above what was given before."""
    case = open_case(request, case_id)
    form = SupportForm(request, initial={"given_on": dates.today()})
    given = carry_out(
        form, lambda typed: actions.give_support(by=request.actor, case=case, **typed)
    )
    if given is not None:
        messages.success(request, "The support you gave was recorded.")
        return redirect("contacts:support", case.pk)
    return page(
        request,
        "contacts/support.html",
        form=form,
        given=queries.support_of(case),
        **presenters.head(case.person),
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def correct_support(request: ActingRequest, support_id: UUID) -> HttpResponse:
    """Put support given right, such as money now confirmed."""
    row = queries.support_for(request.actor, support_id)
    person = open_record(request, row.person_id)
    form = SupportForm(request, version_of=row, initial=_values(row))
    done = carry_out(
        form,
        lambda typed: actions.correct_support(
            by=request.actor, support=row, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        messages.success(request, "The support was put right. What it said before is kept.")
        return redirect("contacts:support", row.case_id)
    return page(
        request, "contacts/correct_support.html", form=form, support=row, **presenters.head(person)
    )


def _values(row: SupportGiven) -> dict[str, object]:
    return {name: getattr(row, name) for name in (*FIELDS, "money_certainty")}
