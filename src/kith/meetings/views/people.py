"""Each person a meeting talks about: found, brought, written about, and what is done for them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, check
from kith.audit.write import looked_at_each
from kith.meetings import actions, presenters, queries, rules
from kith.meetings.forms import (
    ActionForm,
    BringForm,
    BringSomewhereForm,
    DiscussedForm,
    in_two_weeks,
)
from kith.meetings.models import Discussed
from kith.people import queries as people
from kith.people.views.opening import note_look, open_record
from kith.resilience.pages import carry_out, page, press
from kith.ui.text import visible

LONGEST = 100
DONE = {
    "done": "Done. It is on the record.",
    "not_done": "Noted that it will not happen.",
    "to_do": "It is to do again.",
}


@allowed(Permission.WORK_WITH_PEOPLE, needs_key=False)
def find(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """Find whom to discuss; before anything is typed, one's own people of the meeting's practice."""
    row = queries.meeting_to_change(request.actor, meeting_id)
    typed = visible(request.POST.get("q", ""))[:LONGEST].strip()
    own = [] if typed else queries.own_people(request.actor, row)
    found = people.search(request.actor, typed) if typed else own
    found = [one for one in found if one.scheme_id == row.scheme_id]
    looked_at_each(
        by=request.actor, about=[(one.scheme_id, one.pk) for one in found], page="meetings:find"
    )
    shown = {"meeting": row, "name": presenters.full_name(row), "typed": typed, "found": found}
    return render(request, "meetings/find.html", shown)


@allowed(Permission.WORK_WITH_PEOPLE)
def bring(request: ActingRequest, meeting_id: UUID, person_id: UUID) -> HttpResponse:
    """Put somebody on a meeting's list, with why."""
    row = queries.meeting_to_change(request.actor, meeting_id)
    person = open_record(request, person_id)
    outside = rules.from_outside(queries.attenders(row))
    form = BringForm(request, outside=bool(outside))
    done = carry_out(
        form,
        lambda typed: actions.bring(by=request.actor, meeting=row, person=person, **typed),
    )
    if done is not None:
        messages.success(request, f"{person.full_name} is on the list.")
        return redirect("meetings:meeting", row.pk)
    shown = {"meeting": row, "name": presenters.full_name(row), "person": person}
    return page(request, "meetings/bring.html", form=form, outside=outside, **shown)


@allowed(Permission.WORK_WITH_PEOPLE)
def of_person(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """A person's meetings, and putting them on the list of one to come."""
    person = open_record(request, person_id)
    coming = [
        (meeting, presenters.full_name(meeting))
        for meeting in queries.coming_to_change(request.actor, person.scheme_id)
    ]
    form = BringSomewhereForm(request, meetings=coming)
    done = carry_out(form, lambda typed: actions.bring(by=request.actor, person=person, **typed))
    if done is not None:
        messages.success(request, f"{person.full_name} is on the list.")
        return redirect("desk:record", person.pk)
    return page(
        request,
        "meetings/of_person.html",
        form=form,
        person=person,
        coming=coming,
        rows=[presenters.history(row) for row in queries.of_person(person)],
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def discussed(request: ActingRequest, discussed_id: UUID) -> HttpResponse:
    """One person at a meeting: what was said, decided, and who does what."""
    row = _open(request, discussed_id)
    meeting = row.meeting
    outside = rules.from_outside(queries.attenders(meeting))
    names = ("why", "basis", "basis_on", "note", "decision")
    form = DiscussedForm(
        request,
        outside=bool(outside),
        version_of=row,
        initial={name: getattr(row, name) for name in names},
    )
    done = carry_out(
        form,
        lambda typed: actions.write(
            by=request.actor, discussed=row, expected=form.seen_version, **typed
        ),
    )
    listed = queries.discussed_at(request.actor, meeting)
    following = _next(row, listed)
    if done is not None:
        messages.success(request, f"Saved what was said of {row.person.kept.full_name}.")
        if "next" in request.POST and following is not None:
            return redirect("meetings:discussed", following.pk)
        return redirect("meetings:discussed", row.pk)
    return page(
        request,
        "meetings/discussed.html",
        form=form,
        row=row,
        person=row.person.kept,
        meeting=meeting,
        name=presenters.full_name(meeting),
        outside=outside,
        following=following,
        actions=presenters.action_rows(row.actions.all()),
        basis=presenters.basis_words(row),
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def add_action(request: ActingRequest, discussed_id: UUID) -> HttpResponse:
    """What is to be done for somebody after the meeting."""
    row = _open(request, discussed_id)
    form = ActionForm(
        request,
        members=queries.who_may_open(row.person.kept),
        initial={"by_when": in_two_weeks(), "whose": "staff"},
    )
    done = carry_out(
        form,
        lambda typed: actions.add_action(by=request.actor, discussed=row, **form.given(typed)),
    )
    if done is not None:
        messages.success(request, f"Noted for {rules.says_whose(done)}.")
        return redirect("meetings:discussed", row.pk)
    return _action_page(request, form, row, "Add an action", "Add the action")


@allowed(Permission.WORK_WITH_PEOPLE)
def action(request: ActingRequest, action_id: UUID) -> HttpResponse:
    """Put an action right, move it, or give it to somebody else."""
    step = queries.action_for(request.actor, action_id)
    check(request.actor, Permission.WORK_WITH_PEOPLE, step.scheme_id)
    note_look(request, step.scheme_id, step.person_id)
    form = ActionForm(request, members=queries.who_may_open(step.person.kept), step=step)
    done = carry_out(
        form,
        lambda typed: actions.change_action(
            by=request.actor, step=step, expected=form.seen_version, **form.given(typed)
        ),
    )
    if done is not None:
        messages.success(request, f"Saved, for {rules.says_whose(done)}.")
        return redirect("meetings:of_person", step.person.kept.pk)
    return _action_page(request, form, step.discussed, "Change the action", "Save the change")


@require_POST
@allowed(Permission.WORK_WITH_PEOPLE)
def settle(request: ActingRequest, action_id: UUID) -> HttpResponse:
    """One press: done, will not happen, or still to do; back to where it was pressed."""
    step = queries.action_for(request.actor, action_id)
    check(request.actor, Permission.WORK_WITH_PEOPLE, step.scheme_id)
    note_look(request, step.scheme_id, step.person_id)
    status = request.POST.get("status", "")
    press(
        request,
        lambda: actions.settle_action(by=request.actor, step=step, status=status),
        done=DONE.get(status, ""),
    )
    back = request.POST.get("back", "")
    if back == "today":
        return redirect("desk:today")
    if back == "meetings":
        return redirect("meetings:meetings")
    return redirect("meetings:of_person", step.person.kept.pk)


@require_POST
@allowed(Permission.WORK_WITH_PEOPLE)
def take_off(request: ActingRequest, discussed_id: UUID) -> HttpResponse:
    """Take somebody off the list; the history stays."""
    row = _open(request, discussed_id)
    press(
        request,
        lambda: actions.take_off(by=request.actor, discussed=row),
        done=f"{row.person.kept.full_name} is off the list. Below it they can be put back.",
    )
    return redirect("meetings:meeting", row.meeting_id)


@require_POST
@allowed(Permission.WORK_WITH_PEOPLE)
def put_back(request: ActingRequest, discussed_id: UUID) -> HttpResponse:
    """Put somebody back on the list."""
    row = _open(request, discussed_id)
    press(
        request,
        lambda: actions.put_back(by=request.actor, discussed=row),
        done=f"{row.person.kept.full_name} is on the list again.",
    )
    return redirect("meetings:meeting", row.meeting_id)


def _open(request: ActingRequest, discussed_id: UUID) -> Discussed:
    row: Discussed = queries.discussed_for(request.actor, discussed_id)
    note_look(request, row.scheme_id, row.person_id)
    return row


def _next(row: Discussed, listed: list[Any]) -> Discussed | None:
    """Whom to talk about next, among those whose record one may open."""
    ahead = [one for one in listed if one.visible]
    places = [place for place, one in enumerate(ahead) if one.pk == row.pk]
    return ahead[places[0] + 1] if places and places[0] + 1 < len(ahead) else None


def _action_page(
    request: ActingRequest, form: ActionForm, row: Discussed, title: str, button: str
) -> HttpResponse:
    return page(
        request,
        "meetings/action.html",
        form=form,
        row=row,
        person=row.person.kept,
        name=presenters.full_name(row.meeting),
        title=title,
        button=button,
        now=timezone.now(),
    )
