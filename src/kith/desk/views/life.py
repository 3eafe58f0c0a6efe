"""What happens in a life: a death, a move. Each page says what will follow before it is pressed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.desk.life_forms import DeathForm, MoveForm, TakeBackForm
from kith.desk.presenters.life import what_follows
from kith.desk.queries.life import death_of
from kith.groups import actions as groups
from kith.groups.models import Volunteer
from kith.isolation.actor import Actor
from kith.pathway.caseload.queries import open_case_of
from kith.pathway.closures import actions
from kith.pathway.closures.actions.life import HAS_DIED
from kith.pathway.closures.queries import planned_with
from kith.pathway.contacts.presenters import called_off
from kith.pathway.contacts.queries import to_come
from kith.people.models import Person
from kith.people.views.opening import open_record
from kith.resilience.pages import carry_out, page


@allowed(Permission.WORK_WITH_PEOPLE)
def died(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """Note that a person has died."""
    person = open_record(request, person_id)
    if person.died_on is not None:
        return redirect("desk:take_back_death", person.pk)
    form = DeathForm(request, version_of=person)
    done = carry_out(
        form,
        lambda typed: _died(request.actor, person, expected=form.seen_version, **typed),
    )
    if done is not None:
        messages.success(request, f"It is on the record that {person.called} has died.")
        for volunteer in done:
            way = volunteer.phone or volunteer.email
            messages.warning(
                request, f"Tell {volunteer.name}, who befriended them: {way}. Nobody has yet."
            )
        return redirect("desk:record", person.pk)
    return page(request, "desk/died.html", form=form, person=person, follows=what_follows(person))


def _died(by: Actor, person: Person, **told: Any) -> list[Volunteer]:
    """Both in one act: what goes on to them ends in every room. Who is to be told."""
    with transaction.atomic():
        actions.record_death(by=by, person=person, **told)
        return groups.end_everything(by=by, person=person, why=HAS_DIED)


@allowed(Permission.WORK_WITH_PEOPLE)
def take_back_death(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """Take back a death that was recorded by mistake."""
    person = open_record(request, person_id)
    event = death_of(person)
    if event is None:
        return redirect("desk:record", person.pk)
    form = TakeBackForm(request)
    done = carry_out(
        form, lambda typed: actions.take_back_death(by=request.actor, event=event, **typed)
    )
    if done is not None:
        messages.success(request, "Taken back. Look at the record: what was called off stays so.")
        return redirect("desk:record", person.pk)
    return page(request, "desk/take_back_death.html", form=form, person=person, event=event)


@allowed(Permission.WORK_WITH_PEOPLE)
def moved(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """Note that a person moved out of the area."""
    person = open_record(request, person_id)
    case = open_case_of(person)
    appointments, _, asked = planned_with(person)
    form = MoveForm(request, has_case=case is not None, ahead=[*appointments, *asked])
    before = to_come(person, timezone.now())
    done = carry_out(
        form, lambda typed: actions.record_move(by=request.actor, person=person, **typed)
    )
    if done is not None:
        messages.success(request, f"It is on the record that {person.called} moved away.")
        if said := called_off(before, to_come(person, timezone.now())):
            messages.info(request, said)
        return redirect("desk:record", person.pk)
    return page(request, "desk/moved.html", form=form, person=person, case=case)
