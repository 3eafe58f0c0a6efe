"""The interpreter of an appointment."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.pathway.contacts import actions, presenters, queries
from kith.pathway.contacts.forms import ConfirmForm, InterpreterForm
from kith.people.views.opening import open_record
from kith.resilience.pages import carry_out, page, press


@allowed(Permission.WORK_WITH_PEOPLE)
def interpreter(request: ActingRequest, contact_id: UUID) -> HttpResponse:
    """Note who was asked to interpret at an appointment, then that they said yes."""
    contact = queries.contact_for(request.actor, contact_id)
    person = open_record(request, contact.person_id)
    if contact.happened_at is not None:
        return redirect("contacts:edit", contact.pk)
    booking = queries.booking_of(contact)
    form: InterpreterForm | ConfirmForm
    if booking is None:
        wanted = presenters.interpreter_wanted(person)
        form = InterpreterForm(
            request,
            initial={
                **wanted,
                "supplier": queries.last_supplier(person.scheme_id, wanted["language"]),
            },
        )
        done = carry_out(
            form,
            lambda typed: actions.book_interpreter(by=request.actor, contact=contact, **typed),
        )
    else:
        form = ConfirmForm(request, version_of=booking, initial={"reference": booking.reference})
        done = carry_out(
            form,
            lambda typed: actions.confirm_interpreter(
                by=request.actor, booking=booking, expected=form.seen_version, **typed
            ),
        )
    if done is not None:
        messages.success(request, f"Interpreter: {done.words}.")
        return redirect("contacts:appointment", contact.pk)
    return page(
        request,
        "contacts/interpreter.html",
        form=form,
        contact=contact,
        booking=booking,
        **presenters.head(person),
    )


@allowed(Permission.WORK_WITH_PEOPLE)
@require_POST
def end_interpreter(request: ActingRequest, contact_id: UUID) -> HttpResponse:
    """End the booking: not needed, or another is to be found."""
    contact = queries.contact_for(request.actor, contact_id)
    open_record(request, contact.person_id)
    booking = queries.booking_of(contact)
    if booking is None:
        raise Http404
    press(
        request,
        lambda: actions.no_interpreter_needed(by=request.actor, booking=booking),
        done=f"The booking was ended here. Tell {booking.supplier} as well.",
    )
    return redirect("contacts:appointment", contact.pk)
