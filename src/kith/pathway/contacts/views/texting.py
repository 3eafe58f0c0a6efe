"""A text that says when we will ring, sent by the worker's own phone."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.messages import queries as words_of_scheme
from kith.organisations import queries as organisations
from kith.pathway.caseload.queries import open_case_of
from kith.pathway.contacts import actions, presenters, queries, rules
from kith.pathway.contacts.forms import TextForm
from kith.pathway.contacts.models import Contact, Outcome
from kith.pathway.contacts.scheme_words import RING_TEXT
from kith.people.models import Channel, ContactPoint, Person
from kith.people.queries import safe_points
from kith.people.views.opening import open_record
from kith.resilience.pages import carry_out, page
from kith.ui import dates
from kith.vocabulary.phone import sms_link

BY_TEXT = "06"
SOON = datetime.timedelta(minutes=30)


@allowed(Permission.WORK_WITH_PEOPLE)
def text(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """Say when you will ring: one press notes the text and the promise, and opens the phone's messages."""
    person = open_record(request, person_id)
    way = _safe_text(person)
    if way is None:
        messages.error(
            request, f"No number of {person.called} is marked safe for texts. Nothing was sent."
        )
        return redirect("desk:record", person.pk)
    form = TextForm(request, initial=_first(request, person))
    sent = carry_out(form, lambda typed: _send(request, person, way, typed))
    if sent is not None:
        return redirect("contacts:texted", sent.pk)
    return page(request, "contacts/text.html", form=form, **presenters.head(person))


@allowed(Permission.WORK_WITH_PEOPLE)
def texted(request: ActingRequest, contact_id: UUID) -> HttpResponse:
    """The text, to be sent from the phone in one's hand."""
    contact = queries.contact_for(request.actor, contact_id)
    person = open_record(request, contact.person_id)
    way = contact.point or _safe_text(person)
    if way is None or contact.medium != BY_TEXT or not way.is_safe_for(Channel.TEXT):
        return redirect("contacts:edit", contact.pk)
    return page(
        request,
        "contacts/texted.html",
        contact=contact,
        link=sms_link(way.value, contact.note),
        to=presenters.shown_phone(way.value),
        **presenters.head(person),
    )


def _safe_text(person: Person) -> ContactPoint | None:
    return next(iter(safe_points(person, Channel.TEXT)), None)


def _first(request: ActingRequest, person: Person) -> dict[str, Any]:
    """The promised call when there is one ahead; else in half an hour, on the hour or the half."""
    now = dates.local(timezone.now())
    soon = now + SOON
    soon += datetime.timedelta(minutes=-soon.minute % 30, seconds=-soon.second)
    case, seat = open_case_of(person), request.actor.seat(person.scheme_id)
    on, time = (case.next_step_on, case.next_step_time) if case else (None, None)
    promised = on is not None and time is not None and on >= now.date()
    return {
        "on": on if promised else soon.date(),
        "time": time if promised else soon.time(),
        "ring_from": organisations.phone_of(seat.membership_id) if seat else "",
    }


def _send(
    request: ActingRequest, person: Person, way: ContactPoint, typed: dict[str, Any]
) -> Contact:
    at = rules.moment(typed["on"], typed["time"])
    words = presenters.text_words(
        words_of_scheme.words(person.scheme_id, RING_TEXT),
        called=person.called,
        worker=request.actor.name.split()[0],
        scheme=organisations.scheme(person.scheme_id).name,
        at=at,
        ring_from=typed["ring_from"],
    )
    promise = {"next_step": "Ring, as the text said", "next_step_on": typed["on"]}
    return actions.record(
        by=request.actor,
        person=person,
        medium=BY_TEXT,
        outcome=Outcome.SENT,
        note=words,
        point=way,
        **(promise | {"next_step_time": typed["time"]} if open_case_of(person) else {}),
    )
