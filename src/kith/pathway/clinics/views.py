"""Clinics: the list, one clinic with its times, and changing, filling, freeing and calling off."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, check
from kith.audit.write import looked_at_each
from kith.organisations import queries as organisations
from kith.pathway.caseload.queries import schemes_where
from kith.pathway.clinics import actions, presenters, queries
from kith.pathway.clinics.forms import CallOffForm, ClinicForm, FillForm, FreeForm, HoursForm
from kith.pathway.contacts.rules import is_interpreted
from kith.people import queries as people
from kith.people.views.opening import open_record
from kith.resilience.pages import carry_out, page, press
from kith.ui.dates import clock
from kith.ui.text import visible

PER_PAGE = 20
LONGEST = 100


@allowed(Permission.WORK_WITH_PEOPLE)
def clinics(request: ActingRequest) -> HttpResponse:
    """The clinics to come and those that were, of oneself and colleagues."""
    now, actor = timezone.now(), request.actor
    past = Paginator(queries.past(actor, now), PER_PAGE).get_page(request.GET.get("page"))
    mine = schemes_where(actor, Permission.WORK_WITH_PEOPLE)
    shown = {
        "schemes": [(row.pk, row.name) for row in organisations.schemes() if row.pk in mine],
        "coming": presenters.clinic_items(queries.coming(actor, now), now=now),
        "past": presenters.clinic_items(past, now=now),
        "page": past,
    }
    return render(request, "clinics/clinics.html", shown)


@allowed(Permission.WORK_WITH_PEOPLE)
def new(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """Plan a clinic: one's own or, for a lead, a colleague's."""
    check(request.actor, Permission.WORK_WITH_PEOPLE, scheme_id)
    form = ClinicForm(request, workers=queries.workers(request.actor, scheme_id))
    made = carry_out(form, lambda typed: actions.plan_clinic(by=request.actor, **form.given(typed)))
    if made is not None:
        messages.success(request, "Planned. Its times can be filled now.")
        return redirect("clinics:clinic", made.pk)
    return page(request, "clinics/plan.html", form=form, title="Plan a clinic")


@allowed(Permission.WORK_WITH_PEOPLE)
def clinic(request: ActingRequest, clinic_id: UUID) -> HttpResponse:
    """One clinic with its times: who stands in each, and which are free."""
    now = timezone.now()
    row = queries.clinic_for(request.actor, clinic_id)
    slots = list(row.slots.all())
    seen = {
        (slot.scheme_id, slot.contact.person_id)
        for slot in slots
        if slot.visible and slot.contact is not None  # type: ignore[attr-defined]
    }
    looked_at_each(by=request.actor, about=sorted(seen), page="clinics:clinic")
    shown = {
        "clinic": row,
        "title": presenters.title(row),
        "hours": presenters.hours(row),
        "free": presenters.free_words(slots, now),
        "rows": presenters.slot_items(row, slots, now=now),
        "open": row.called_off_at is None and row.ends_at > now,
        "to_come": row.starts_at > now,
        "may_change": row.worker in queries.workers(request.actor, row.scheme_id),
    }
    return render(request, "clinics/clinic.html", shown)


@allowed(Permission.WORK_WITH_PEOPLE)
def change(request: ActingRequest, clinic_id: UUID) -> HttpResponse:
    """Put a clinic's place and hours right, around the people who were put in."""
    row = queries.clinic_to_change(request.actor, clinic_id)
    form = HoursForm(request, version_of=row, initial=presenters.as_typed(row))
    changed = carry_out(
        form,
        lambda typed: actions.change_clinic(
            by=request.actor, clinic=row, expected=form.seen_version, **form.given(typed)
        ),
    )
    if changed is not None:
        own = [seat.membership_id for seat in request.actor.seats]
        messages.success(
            request,
            "Changed. If the place is another one, tell the people: nobody told them yet."
            + ("" if row.worker_id in own else f" {row.worker.name} has it on Today."),
        )
        return redirect("clinics:clinic", row.pk)
    title = f"Change the clinic of {row.worker.name}"
    return page(request, "clinics/plan.html", form=form, clinic=row, title=title)


@allowed(Permission.WORK_WITH_PEOPLE)
@require_POST
def read(request: ActingRequest, clinic_id: UUID) -> HttpResponse:
    """The worker has read what a colleague changed."""
    row = queries.clinic_for(request.actor, clinic_id)
    press(request, lambda: actions.note_read(by=request.actor, clinic=row), done="Noted.")
    return redirect("clinics:clinic", row.pk)


@allowed(Permission.WORK_WITH_PEOPLE, needs_key=False)
def fill(request: ActingRequest, slot_id: UUID) -> HttpResponse:
    """Find whom to put into a time; before anything is typed, the people of the clinic's worker."""
    slot = queries.slot_for(request.actor, slot_id)
    typed = visible(request.POST.get("q", ""))[:LONGEST].strip()
    own = [] if typed else queries.offered(request.actor, slot.clinic)
    found = people.search(request.actor, typed) if typed else own
    found = [one for one in found if one.scheme_id == slot.scheme_id]
    looked_at_each(
        by=request.actor, about=[(one.scheme_id, one.pk) for one in found], page="clinics:fill"
    )
    shown = {
        "slot": slot,
        "clinic": slot.clinic,
        "title": presenters.title(slot.clinic),
        "hours": presenters.hours(slot),
        "typed": typed,
        "found": found,
        "interpreted": is_interpreted,
    }
    return render(request, "clinics/fill.html", shown)


@allowed(Permission.WORK_WITH_PEOPLE)
def fill_with(request: ActingRequest, slot_id: UUID, person_id: UUID) -> HttpResponse:
    """Put somebody into a time; who needs an interpreter has the next one too, and is asked for one."""
    slot = queries.slot_for(request.actor, slot_id)
    person = open_record(request, person_id)
    form = FillForm(request)
    made = carry_out(
        form,
        lambda typed: actions.fill_slot(by=request.actor, slot=slot, person=person, **typed),
    )
    if made is not None and made.planned_for is not None:
        messages.success(request, f"{person.full_name} comes at {clock(made.planned_for)}.")
        if is_interpreted(person):
            return redirect("contacts:interpreter", made.pk)
        return redirect("clinics:clinic", slot.clinic_id)
    shown = {
        "slot": slot,
        "clinic": slot.clinic,
        "title": presenters.title(slot.clinic),
        "hours": presenters.hours(slot),
        "person": person,
        "interpreted": is_interpreted(person),
    }
    return page(request, "clinics/fill_with.html", form=form, **shown)


@allowed(Permission.WORK_WITH_PEOPLE)
def free(request: ActingRequest, slot_id: UUID) -> HttpResponse:
    """Call the appointment of a time off."""
    slot = queries.slot_for(request.actor, slot_id)
    if slot.contact is None or not slot.visible:  # type: ignore[attr-defined]
        raise Http404
    person = open_record(request, slot.contact.person_id)
    form = FreeForm(request)
    done = carry_out(
        form,
        lambda typed: actions.free_slot(
            by=request.actor, slot=slot, by_person=typed["who"] == "person", why=typed["why"]
        ),
    )
    if done is not None:
        messages.success(request, "Called off. The time is free again.")
        return redirect("clinics:clinic", slot.clinic_id)
    words = f"Call off {presenters.hours(slot)} for {person.full_name}"
    return page(request, "clinics/form.html", form=form, clinic=slot.clinic, title=words)


@allowed(Permission.WORK_WITH_PEOPLE)
def call_off(request: ActingRequest, clinic_id: UUID) -> HttpResponse:
    """Call a whole clinic off, with every appointment in it."""
    row = queries.clinic_to_change(request.actor, clinic_id)
    form = CallOffForm(request, version_of=row)
    done = carry_out(
        form,
        lambda typed: actions.call_off_clinic(
            by=request.actor, clinic=row, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        messages.success(
            request, "Called off, with each appointment. Ring the people: nobody told them yet."
        )
        return redirect("clinics:clinic", row.pk)
    return page(request, "clinics/form.html", form=form, clinic=row, title="Call the clinic off")
