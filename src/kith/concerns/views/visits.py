"""Going in alone: one page to say so, one press to say that one is safe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, check, holds
from kith.concerns import actions, presenters, queries, rules
from kith.concerns.forms import ByWordForm, GoInForm, UntilForm
from kith.concerns.models import Visit
from kith.concerns.scheme_words import GOING_IN, when
from kith.messages import queries as messages_queries
from kith.messages.wording import fill
from kith.organisations import queries as organisations
from kith.people import presenters as people_presenters
from kith.people.models import Person
from kith.people.queries import contact_points, risks, warnings_at, warnings_of
from kith.people.rules import risk_summary
from kith.people.views.opening import note_look, open_record
from kith.resilience.pages import carry_out, page, press
from kith.ui.dates import clock, today


@allowed(Permission.LOOK_OUT)
def go_in(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """Going in somewhere, whoever lives there."""
    check(request.actor, Permission.LOOK_OUT, scheme_id)
    return going_in(request, scheme_id, None)


@allowed(Permission.LOOK_OUT)
def visit_person(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """Going in to somebody at home."""
    person = open_record(request, person_id, Permission.LOOK_OUT)
    return going_in(request, person.scheme_id, person)


def going_in(
    request: ActingRequest,
    scheme_id: UUID,
    person: Person | None,
    begin: Callable[..., Visit] = actions.check_in,
) -> HttpResponse:
    """The page on which one says that one goes in; `begin` is what begins the visit."""
    staff = {member.pk: member for member in organisations.staff(scheme_id)}
    worker = staff[request.actor.membership_id(scheme_id)]  # type: ignore[index]
    under_way = queries.under_way(worker.pk)
    if request.method != "POST" and under_way is not None:
        return redirect("concerns:visit", under_way.pk)
    form = GoInForm(
        request,
        colleagues=[member for member in staff.values() if member.pk != worker.pk],
        initial={
            "where": queries.home_of(person) if person else "",
            "phone": presenters.number(worker.phone)["text"],
            "how_long": "60",
        },
    )
    begun = carry_out(
        form,
        lambda typed: begin(by=request.actor, worker=worker, person=person, **form.given(typed)),
    )
    if begun is not None:
        messages.success(request, f"Noted. Say that you are safe by {clock(begun.expected_at)}.")
        return redirect("concerns:visit", begun.pk)
    return page(
        request,
        "concerns/go_in.html",
        form=form,
        person=person,
        going_in=fill(
            messages_queries.words(scheme_id, GOING_IN),
            {"when": when(queries.policy(scheme_id).visit_minutes)},
        ),
        risk=risk_summary(person, risks(person)) if person else None,
        concerns=[presenters.short(row, timezone.now()) for row in queries.open_of(person)]
        if person
        else [],
        **_door(request, person),
    )


@allowed(Permission.LOOK_OUT)
def visit(request: ActingRequest, visit_id: UUID) -> HttpResponse:
    """Where somebody is, since when, whom to ring first; and safe by another's word."""
    row = _opened(request, visit_id)
    now = timezone.now()
    own = row.worker_id == request.actor.membership_id(row.scheme_id)
    form = ByWordForm(request)
    if not own:
        heard = carry_out(
            form, lambda typed: actions.safe_by_word(by=request.actor, visit=row, **typed)
        )
        if heard is not None:
            messages.success(request, f"{row.worker_name} is noted as safe.")
            return redirect("concerns:visit", row.pk)
    shown = {
        "visit": presenters.visit(row, now),
        "row": row,
        "own": own,
        "person": row.person if row.person and queries.visible(request.actor, row.person) else None,
        "door": people_presenters.warnings(warnings_at(row.scheme_id, row.where), (), today()),
        "steps": presenters.steps_shown(queries.steps(row.ladder)),
        "undoable": own and row.ended_at is not None and now <= row.ended_at + rules.UNDO,
        "ring": presenters.ring(
            queries.policy(row.scheme_id),
            queries.rungs_of_visit(row, now=now),
            queries.numbers(row.scheme_id),
            now=now,
        ),
    }
    return page(request, "concerns/visit.html", form=form, **shown)


@require_POST
@allowed(Permission.LOOK_OUT)
def safe(request: ActingRequest, visit_id: UUID) -> HttpResponse:
    """I am out and safe: one press."""
    row = _opened(request, visit_id)
    press(
        request,
        lambda: actions.say_safe(by=request.actor, visit=row),
        done="Good. You are noted as safe, and nobody is alerted.",
    )
    return redirect("concerns:visit", row.pk)


@allowed(Permission.LOOK_OUT)
def longer(request: ActingRequest, visit_id: UUID) -> HttpResponse:
    """It takes longer."""
    row = _opened(request, visit_id)
    form = UntilForm(request, initial={"how_long": "30"})
    moved = carry_out(
        form,
        lambda typed: actions.extend(
            by=request.actor, visit=row, expected_at=form.expected_at(dict(typed))
        ),
    )
    if moved is not None:
        messages.success(request, f"Noted. Say that you are safe by {clock(moved.expected_at)}.")
        return redirect("concerns:visit", row.pk)
    return page(request, "concerns/longer.html", form=form, row=row)


@require_POST
@allowed(Permission.LOOK_OUT)
def called_off(request: ActingRequest, visit_id: UUID) -> HttpResponse:
    """I did not go in."""
    row = _opened(request, visit_id)
    press(
        request,
        lambda: actions.call_off_visit(by=request.actor, visit=row),
        done="Noted. Nobody is alerted.",
    )
    return redirect("concerns:visit", row.pk)


@require_POST
@allowed(Permission.LOOK_OUT)
def undo_visit(request: ActingRequest, visit_id: UUID) -> HttpResponse:
    """That was a slip: I am still inside."""
    row = _opened(request, visit_id)
    press(
        request,
        lambda: actions.undo_visit_end(by=request.actor, visit=row),
        done="Undone. The clock goes on.",
    )
    return redirect("concerns:visit", row.pk)


@require_POST
@allowed(Permission.LOOK_OUT)
def see_to_it(request: ActingRequest, visit_id: UUID) -> HttpResponse:
    """I see to my overdue colleague."""
    row = _opened(request, visit_id)
    press(
        request,
        lambda: actions.take_alert(by=request.actor, visit=row),
        done="You see to it. Say here when you know that they are safe; until then the next is alerted in turn.",
    )
    return redirect("concerns:visit", row.pk)


def _opened(request: ActingRequest, visit_id: UUID) -> Visit:
    row = queries.visit_for(request.actor, visit_id)
    if row.person_id is not None:
        note_look(request, row.scheme_id, row.person_id)
    return row


def _door(request: ActingRequest, person: Person | None) -> dict[str, Any]:
    """What to know at the door of somebody, and where whoever may writes more."""
    if person is None:
        return {}
    points = list(contact_points(person))
    writes = holds(request.actor, Permission.WORK_WITH_PEOPLE, person.scheme_id)
    return {
        "door": people_presenters.warnings(warnings_of(points), points, today()),
        "door_url": reverse("people:address", args=[person.pk]) if writes else "",
    }
