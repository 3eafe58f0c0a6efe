"""Today: what should I do now, and what must not be forgotten?"""

from __future__ import annotations

import uuid
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.desk.forms import MoveForm
from kith.desk.links import acts_today
from kith.desk.presenters import rooms
from kith.desk.presenters.today import outside, shown
from kith.desk.queries.cases import open_case_of
from kith.desk.queries.today import for_today
from kith.organisations.duty import duty_of
from kith.pathway.caseload import actions as caseload
from kith.people.views.opening import open_record
from kith.resilience.pages import carry_out
from kith.ui.dates import date_in_words


@allowed(Permission.WORK_WITH_PEOPLE)
def today(request: ActingRequest) -> HttpResponse:
    """The day of whoever is signed in, across all their schemes."""
    duty = duty_of(request.actor, timezone.now())
    first, then = rooms.due(rooms.FIRST, duty), rooms.due(rooms.THEN, duty)
    found = for_today(duty)
    day, then = shown(found, duty), [*outside(found, duty), *then]
    urgent, line = rooms.line_of([*first, *then], day["counts"])
    return render(
        request,
        "desk/today.html",
        {**day, "urgent": urgent, "line": line, "first": first, "then": then, "acts": acts_today,
         "key": uuid.uuid4},
    )  # fmt: skip


@require_POST
@allowed(Permission.WORK_WITH_PEOPLE)
def move(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """Keep the promise as it is, on another day; back to the list."""
    person = open_record(request, person_id)
    case = open_case_of(person)
    form = MoveForm(request, version_of=case)
    moved = carry_out(
        form,
        lambda typed: caseload.set_next_step(
            by=request.actor,
            case=case,
            text=case.next_step or "Get in touch",
            on=typed["on"],
            time=None,
            expected=form.seen_version,
        ),
    )
    if moved is not None:
        said = date_in_words(form.cleaned_data["on"], now=timezone.now())
        messages.success(request, f"{person.full_name}: “{moved.next_step}” is now {said}.")
    else:
        problems = " ".join(str(error) for errors in form.errors.values() for error in errors)
        messages.error(request, f"{person.full_name} was not moved. {problems}")
    return redirect("desk:today")
