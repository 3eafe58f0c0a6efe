"""Appointments: planning one, moving it, calling it off."""

from __future__ import annotations

import functools
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.concerns.views.visits import going_in
from kith.pathway.contacts import actions, presenters, queries, rules
from kith.pathway.contacts.actions.happened import AT_HOME
from kith.pathway.contacts.forms import CancelForm, MoveForm, PlanForm
from kith.people.models import Person
from kith.people.views.opening import open_record
from kith.resilience.pages import carry_out, page
from kith.ui import dates

# Ours; what is said through an interpreter is said twice.
USUAL_MINUTES = 45


@allowed(Permission.WORK_WITH_PEOPLE)
def plan(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """Plan an appointment."""
    person = open_record(request, person_id)
    form = PlanForm(request, initial={"medium": "01", "planned_minutes": _minutes(person)})
    planned = carry_out(
        form,
        lambda typed: actions.plan_contact(by=request.actor, person=person, **form.typed(typed)),
    )
    if planned is not None:
        assert planned.planned_for is not None
        messages.success(request, f"Planned for {dates.date_and_time(planned.planned_for)}.")
        if rules.is_interpreted(person):
            return redirect("contacts:interpreter", planned.pk)
        return redirect("desk:record", person.pk)
    return page(
        request,
        "contacts/plan.html",
        form=form,
        planned=queries.planned_with(person),
        **presenters.head(person),
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def go_in(request: ActingRequest, contact_id: UUID) -> HttpResponse:
    """Going in alone for an appointment: what came of it then says that one is out."""
    contact = queries.contact_for(request.actor, contact_id)
    person = open_record(request, contact.person_id)
    begin = functools.partial(actions.go_in, contact=contact)
    return going_in(request, person.scheme_id, person, begin)


@allowed(Permission.WORK_WITH_PEOPLE)
def appointment(request: ActingRequest, contact_id: UUID) -> HttpResponse:
    """Move an appointment or call it off; two small forms on one page."""
    contact = queries.contact_for(request.actor, contact_id)
    person = open_record(request, contact.person_id)
    calling_off = "call-off" in request.GET or request.POST.get("do") == "cancel"
    form = (CancelForm if calling_off else MoveForm)(request, version_of=contact)
    if isinstance(form, CancelForm):
        done = carry_out(
            form,
            lambda typed: actions.cancel(
                by=request.actor,
                contact=contact,
                by_person=typed["who"] == "person",
                note=typed["why"],
                expected=form.seen_version,
            ),
        )
    else:
        done = carry_out(
            form,
            lambda typed: actions.move(
                by=request.actor,
                contact=contact,
                planned_for=form.planned_for(typed),
                expected=form.seen_version,
            ),
        )
    if done is not None:
        said = "was called off" if calling_off else "was moved"
        messages.success(request, f"The appointment {said}.")
        return redirect("desk:record", person.pk)
    return page(
        request,
        "contacts/appointment.html",
        form=form,
        move=None if calling_off else form,
        cancel=form if calling_off else None,
        contact=contact,
        booking=queries.booking_of(contact),
        at_home=contact.place == AT_HOME,
        interpreted=rules.is_interpreted(person),
        **presenters.head(person),
    )


def _minutes(person: Person) -> int:
    return USUAL_MINUTES * (2 if rules.is_interpreted(person) else 1)
