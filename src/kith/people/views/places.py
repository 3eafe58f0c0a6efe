"""What to know at somebody's door."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.people import actions, presenters, queries
from kith.people.models import AddressWarning, Person
from kith.people.place_forms import AddressWarningForm, ReviewWarningForm
from kith.people.views.opening import open_record
from kith.resilience.pages import carry_out, page
from kith.ui.dates import today


@allowed(Permission.WORK_WITH_PEOPLE)
def address(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """What is known of where somebody lives, what was known, and a form for more."""
    person = open_record(request, person_id)
    points = list(queries.contact_points(person))
    form = AddressWarningForm(request, homes=presenters.homes(points))
    done = carry_out(
        form,
        lambda typed: actions.warn_of_address(by=request.actor, person=person, **typed),
    )
    if done is not None:
        messages.success(request, "Kept. Everybody who plans a visit there reads it.")
        return redirect("people:address", person.pk)
    return page(
        request,
        "people/address.html",
        form=form,
        person=person,
        homes=presenters.homes(points),
        now=presenters.warnings(queries.warnings_of(points), points, today()),
        before=queries.warnings_before(points),
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def address_warning(request: ActingRequest, person_id: UUID, warning_id: UUID) -> HttpResponse:
    """Is it still so?"""
    person = open_record(request, person_id)
    row = queries.warning_of(person, warning_id)
    form = ReviewWarningForm(request)
    done = carry_out(form, lambda typed: _reviewed(request, person, row, typed))
    if done is not None:
        messages.success(request, "Ended." if done.ended_on else "Kept: it is still so.")
        return redirect("people:address", person.pk)
    points = list(queries.contact_points(person))
    [shown] = presenters.warnings([row], points, today())
    return page(request, "people/address_warning.html", form=form, person=person, warning=shown)


def _reviewed(
    request: ActingRequest, person: Person, row: AddressWarning, typed: dict[str, Any]
) -> AddressWarning:
    given: dict[str, Any] = {"by": request.actor, "person": person, "warning": row}
    if typed["still"] == "yes":
        return actions.review_address_warning(**given, review_on=typed["review_on"])
    return actions.end_address_warning(**given, why=typed["why"])
