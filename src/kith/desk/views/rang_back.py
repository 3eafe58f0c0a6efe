"""The desk for people who rang back: who was it, who supports them, and what did they say?"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, check
from kith.audit.write import looked_at_each
from kith.desk.life_forms import MessageForm
from kith.desk.queries import life
from kith.pathway.contacts import actions
from kith.pathway.contacts import queries as contacts
from kith.people import queries as people
from kith.people.views.opening import note_look
from kith.resilience.pages import carry_out, page, press
from kith.ui.text import visible

LONGEST = 100


@allowed(Permission.WORK_WITH_PEOPLE, needs_key=False)
def rang_back(request: ActingRequest) -> HttpResponse:
    """Find who rang by any part of their number, or by name; a GET shows the empty box."""
    typed = visible(request.POST.get("q", ""))[:LONGEST].strip()
    found = life.who_rang(request.actor, typed) if typed else []
    looked_at_each(
        by=request.actor,
        about=[(one.person.scheme_id, one.person.pk) for one in found],
        page="desk:rang_back",
    )
    waiting = life.messages_for_nobody(request.actor)
    shown = {"typed": typed, "found": found, "waiting": waiting, "fewest": people.FEWEST_DIGITS}
    return render(request, "desk/rang_back.html", shown)


@allowed(Permission.WORK_WITH_PEOPLE)
def take_message(request: ActingRequest, token: str) -> HttpResponse:
    """Write down what somebody said; it lands on the day of whoever supports them.

    `token` was given to this actor by the search, so that word can be left for somebody whose record
    is not theirs.
    """
    person = life.found_by(request.actor, token)
    check(request.actor, Permission.WORK_WITH_PEOPLE, person.scheme_id)
    note_look(request, person.scheme_id, person.pk)
    one = life.place_of(request.actor, person)
    form = MessageForm(request)
    done = carry_out(
        form, lambda typed: actions.take_message(by=request.actor, person=person, **typed)
    )
    if done is not None:
        messages.success(request, f"Written down. {life.lands_on(one)}")
        return redirect("desk:rang_back")
    return page(request, "desk/take_message.html", form=form, one=one, lands=life.lands_on(one))


@allowed(Permission.WORK_WITH_PEOPLE)
@require_POST
def settle_message(request: ActingRequest, message_id: UUID) -> HttpResponse:
    """One press: it was seen to."""
    message = contacts.message_for(request.actor, message_id)
    check(request.actor, Permission.WORK_WITH_PEOPLE, message.scheme_id)
    note_look(request, message.scheme_id, message.person_id)
    press(
        request,
        lambda: actions.settle_message(by=request.actor, message=message),
        done="Seen to.",
    )
    return redirect("desk:today")
