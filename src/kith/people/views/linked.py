"""The people around someone, and what each may be told."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.people import actions, presenters, queries
from kith.people.forms import LinkedForm, LinkForm
from kith.people.models import LinkedPerson
from kith.people.rules import is_child
from kith.people.views.opening import open_record
from kith.resilience.pages import carry_out, page, press
from kith.ui.dates import today

FIELDS = (
    "name", "relationship", "part", "phone", "phone_is_safe", "parental_responsibility", "may_be_told",
    "on_whose_say_so", "said_on", "until", "note",
)  # fmt: skip


@allowed(Permission.WORK_WITH_PEOPLE)
def linked(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """Everyone around the person, and a form for another."""
    person = open_record(request, person_id)
    form = LinkedForm(request, child=is_child(person, today()))
    done = carry_out(
        form, lambda typed: actions.add_linked_person(by=request.actor, person=person, **typed)
    )
    if done is not None:
        messages.success(request, f"{done.name} was added.")
        return redirect("people:linked", person.pk)
    rows = list(queries.linked_people(person))
    seen = queries.seen_of(request.actor, [row.supported_id for row in rows if row.supported_id])
    return page(
        request,
        "people/linked.html",
        form=form,
        person=person,
        linked=[presenters.linked(row, seen=row.supported_id in seen) for row in rows],
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def linked_person(request: ActingRequest, linked_id: UUID) -> HttpResponse:
    """Change who someone is or what they may be told."""
    row = _linked(request, linked_id)
    form = LinkedForm(
        request,
        version_of=row,
        child=is_child(row.person, today()),
        initial={name: getattr(row, name) for name in FIELDS},
    )
    done = carry_out(
        form,
        lambda typed: actions.change_linked_person(
            by=request.actor, linked=row, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        messages.success(request, "Saved.")
        return redirect("people:linked", row.person_id)
    return page(request, "people/linked_person.html", form=form, linked=row, person=row.person)


@allowed(Permission.WORK_WITH_PEOPLE)
def link(request: ActingRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    """Link somebody to another whom we support too: who they are to each other, and nothing more."""
    person, other = open_record(request, person_id), open_record(request, other_id)
    if other.scheme_id != person.scheme_id:
        raise Http404
    form = LinkForm(request)
    done = carry_out(
        form,
        lambda typed: actions.add_linked_person(
            by=request.actor, person=person, name=other.full_name, supported=other, **typed
        ),
    )
    if done is not None:
        messages.success(
            request,
            f"{other.full_name} is among the people around {person.called}. Nothing is shared.",
        )
        return redirect("desk:household", person.pk)
    return page(request, "people/link.html", form=form, person=person, other=other)


@allowed(Permission.WORK_WITH_PEOPLE)
@require_POST
def end_linked_person(request: ActingRequest, linked_id: UUID) -> HttpResponse:
    """Take someone off the list: they may be told nothing more."""
    row = _linked(request, linked_id)
    press(
        request,
        lambda: actions.end_linked_person(by=request.actor, linked=row),
        done=f"{row.name} may be told nothing from now.",
    )
    return redirect("people:linked", row.person_id)


def _linked(request: ActingRequest, linked_id: UUID) -> LinkedPerson:
    row = LinkedPerson.objects.filter(pk=linked_id, ended_on=None).first()
    if row is None:
        raise Http404
    row.person = open_record(request, row.person_id)
    return row
