"""A letter to the person, in the scheme's words."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.messages import queries as words_of_scheme
from kith.messages.models import Letter
from kith.messages.wording import fill
from kith.organisations import queries as organisations
from kith.pathway.caseload.queries import open_case_of
from kith.pathway.contacts import actions, presenters, queries, rules
from kith.pathway.contacts.actions.writing import MET
from kith.pathway.contacts.forms import LetterToThemForm
from kith.pathway.contacts.scheme_words import LETTER_TO_THEM
from kith.people.models import Channel, Person
from kith.people.queries import contact_points
from kith.people.views.opening import open_record
from kith.resilience.pages import carry_out, page


@allowed(Permission.WORK_WITH_PEOPLE)
def letter(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """Read it, change it, make it: it waits among the letters to be sent, and is noted on the record."""
    person = open_record(request, person_id)
    homes = [point for point in contact_points(person) if point.is_safe_for(Channel.LETTER)]
    if not homes:
        messages.error(
            request, f"No address of {person.called} is marked safe for letters. Nothing was made."
        )
        return redirect("desk:record", person.pk)
    form = LetterToThemForm(
        request,
        homes=homes,
        initial={
            "words": _words(request, person),
            "asks_answer": presenters.awaits_answer(queries.contacts_of(person)),
            **_next(person),
        },
    )
    form.ask_as(rules.asks_for(person, rules.LETTER, met=MET), "Is it")
    if open_case_of(person) is None:
        form.leave_out_what_is_next()
    made = carry_out(
        form,
        lambda typed: actions.write_letter(by=request.actor, person=person, **form.given(typed)),
    )
    if made is not None:
        messages.success(request, "Made, and noted on the record. Print it, then say that it went.")
        return redirect("messages:letter", made.pk)
    return page(request, "contacts/letter.html", form=form, **presenters.head(person))


def _words(request: ActingRequest, person: Person) -> str:
    seat = request.actor.seat(person.scheme_id)
    number = organisations.phone_of(seat.membership_id) if seat else ""
    scheme = organisations.scheme(person.scheme_id)
    return fill(
        words_of_scheme.words(person.scheme_id, LETTER_TO_THEM),
        {"worker": request.actor.name, "scheme": scheme.name, "number": number or scheme.phone},
    )


def _next(person: Person) -> dict[str, object]:
    sent = presenters.chosen(person, "sent")
    assert sent is not None
    unsent = Letter(scheme_id=person.scheme_id, state=Letter.State.OWED)
    proposal = presenters.proposal_after(person, sent, rules.LETTER, timezone.now(), letter=unsent)
    return {"next_step": proposal.text, "next_step_on": proposal.on}
