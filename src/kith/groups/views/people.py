"""Each place in a group: found, given, offered, given up; from the group and from a person's record."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, holds
from kith.audit.write import looked_at_each
from kith.directory.models import Service
from kith.groups import actions, presenters, queries
from kith.groups.forms import JoinForm, JoinSomeGroupForm, LeaveForm, PlaceForm
from kith.groups.models import Group, GroupPlace
from kith.people import queries as people
from kith.people.models import Person
from kith.people.views.opening import note_look, open_record
from kith.resilience.pages import carry_out, page, press
from kith.ui.text import visible

LONGEST = 100
ANSWERED = {
    "yes": "They have the place. It is on their record.",
    "later": "They keep waiting. The place is offered to the next.",
    "no": "Noted. The place is offered to the next.",
}


@allowed(Permission.WORK_WITH_PEOPLE, needs_key=False)
def find(request: ActingRequest, group_id: UUID) -> HttpResponse:
    """Find whom to put into a group."""
    row = _to_fill(request, group_id)
    typed = visible(request.POST.get("q", ""))[:LONGEST].strip()
    found = [one for one in people.search(request.actor, typed) if one.scheme_id == row.scheme_id]
    looked_at_each(
        by=request.actor, about=[(one.scheme_id, one.pk) for one in found], page="groups:find"
    )
    return render(request, "groups/find.html", {"group": row, "typed": typed, "found": found})


@allowed(Permission.WORK_WITH_PEOPLE)
def join(request: ActingRequest, group_id: UUID, person_id: UUID) -> HttpResponse:
    """Give somebody a place in this group, or a turn on its list."""
    row = _to_fill(request, group_id)
    person = open_record(request, person_id)
    said = queries.introduced_to(row, person).first() if row.listing_id else None
    told = {"to_know": said.keep_safe, "arrives": said.getting_there} if said else {}
    form = JoinForm(request, initial=told)
    made = carry_out(
        form,
        lambda typed: actions.join(by=request.actor, group=row, person=person, **typed),
    )
    if made is not None:
        _say_joined(request, made)
        return redirect("groups:group", row.pk)
    return page(request, "groups/join.html", form=form, group=row, person=person)


def instead_of_introducing(person: Person, service: Service) -> str:
    """Where somebody is put into a group of the scheme, in place of being introduced to its listing: what is on its
    register is told of a cancelled session and counted in its places. "" for any other service.
    """
    rows = queries.groups_of_listing(service)
    if len(rows) > 1:
        return reverse("groups:of_person", args=[person.pk])
    return reverse("groups:join", args=[rows[0].pk, person.pk]) if rows else ""


@allowed(Permission.WORK_WITH_PEOPLE)
def of_person(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """A person's groups, and joining another."""
    person = open_record(request, person_id)
    offered = [
        (row, ". ".join(part for part in (presenters.usual(row), presenters.places_words(row)) if part))
        for row in queries.to_join(request.actor, person)
    ]  # fmt: skip
    form = JoinSomeGroupForm(request, groups=offered)
    made = carry_out(form, lambda typed: actions.join(by=request.actor, person=person, **typed))
    if made is not None:
        _say_joined(request, made)
        return redirect("desk:record", person.pk)
    return page(
        request,
        "groups/of_person.html",
        form=form,
        person=person,
        offered=offered,
        rows=presenters.places_of(queries.of_person(person)),
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def joined(request: ActingRequest, joined_id: UUID) -> HttpResponse:
    """One place: what the facilitator knows, and what becomes of it."""
    row = _open(request, joined_id)
    initial = {"to_know": row.to_know, "arrives": row.arrives}
    form = PlaceForm(request, version_of=row, initial=initial)
    done = carry_out(
        form,
        lambda typed: actions.change_place(
            by=request.actor, place=row, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        messages.success(request, "Saved.")
        return redirect("groups:joined", row.pk)
    row.named = row.visible = True
    return page(
        request,
        "groups/joined.html",
        form=form,
        place=row,
        one=presenters.people_rows([row])[0],
        person=row.person.kept,
        group=row.group,
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def leave(request: ActingRequest, joined_id: UUID) -> HttpResponse:
    """Give the place up, with why; the next on the list is offered it."""
    row = _open(request, joined_id)
    form = LeaveForm(request)
    done = carry_out(form, lambda typed: actions.leave(by=request.actor, place=row, **typed))
    if done is not None:
        messages.success(
            request, f"{row.person.kept.full_name} is not in {row.group.name} any more."
        )
        return redirect("groups:group", row.group_id)
    return page(
        request,
        "groups/leave.html",
        form=form,
        place=row,
        person=row.person.kept,
        group=row.group,
    )


@require_POST
@allowed(Permission.WORK_WITH_PEOPLE)
def answer(request: ActingRequest, joined_id: UUID) -> HttpResponse:
    """What somebody said to the place that they were offered."""
    row = _open(request, joined_id)
    said = request.POST.get("answer", "")
    press(
        request,
        lambda: actions.answer_offer(by=request.actor, place=row, answer=said),
        done=ANSWERED.get(said, ""),
    )
    return _back(request, row)


@require_POST
@allowed(Permission.WORK_WITH_PEOPLE)
def asked(request: ActingRequest, joined_id: UUID) -> HttpResponse:
    """Somebody who stopped coming was asked."""
    row = _open(request, joined_id)
    press(
        request,
        lambda: actions.note_asked(by=request.actor, place=row),
        done="Noted. It is here again after two more that they miss.",
    )
    return _back(request, row)


def _open(request: ActingRequest, joined_id: UUID) -> Any:
    row = queries.joined_for(request.actor, joined_id)
    note_look(request, row.scheme_id, row.person_id)
    return row


def _to_fill(request: ActingRequest, group_id: UUID) -> Group:
    row = queries.group_for(request.actor, group_id)
    if not holds(request.actor, Permission.WORK_WITH_PEOPLE, row.scheme_id):
        raise Http404
    return row


def _say_joined(request: ActingRequest, made: GroupPlace) -> None:
    name = made.person.full_name
    if made.has_place:
        messages.success(request, f"{name} has a place in {made.group.name}.")
    else:
        said = (
            f"{made.group.name} is full, so {name} is on its waiting list. When a place comes free"
        )
        asks = presenters.who_asks(queries.holder_of(made.person), request.actor)
        messages.success(request, f"{said} and they are next, {asks}")


def _back(request: ActingRequest, row: GroupPlace) -> HttpResponse:
    back = {"today": "desk:today", "groups": "groups:groups"}.get(request.POST.get("back", ""))
    return redirect(back) if back else redirect("groups:joined", row.pk)
