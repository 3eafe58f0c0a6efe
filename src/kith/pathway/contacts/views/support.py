"""Support given: what the worker did herself."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from kith.accounts.permissions import ActingRequest, Permission, allowed, check
from kith.pathway.caseload.queries import case_for
from kith.pathway.contacts import actions, presenters, queries
from kith.pathway.contacts.forms import SupportForm
from kith.pathway.contacts.models import SupportGiven
from kith.pathway.contacts.views.happened import person_on_page
from kith.resilience.pages import carry_out, page
from kith.ui import dates

FIELDS = ("kind", "given_on", "minutes", "result", "money_pence", "money_frequency")


@allowed(Permission.WORK_WITH_PEOPLE)
def support(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """Record support given, above what was given before."""
    case = case_for(request.actor, case_id)
    check(request.actor, Permission.WORK_WITH_PEOPLE, case.scheme_id)
    person = person_on_page(request, case.person_id, "contacts:support")
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
        **presenters.head(person),
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def correct_support(request: ActingRequest, support_id: UUID) -> HttpResponse:
    """Put support given right, such as money now confirmed."""
    row = queries.support_for(request.actor, support_id)
    person = person_on_page(request, row.person_id, "contacts:correct_support")
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
