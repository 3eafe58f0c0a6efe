"""What happened: a new contact, what came of an appointment, a note put right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.messages import queries as words_of_scheme
from kith.messages.presenters import what_became
from kith.messages.wording import fill
from kith.organisations import queries as organisations
from kith.pathway.caseload.queries import open_case_of
from kith.pathway.contacts import actions, presenters, queries, rules
from kith.pathway.contacts.forms import CorrectForm, HappenedForm
from kith.pathway.contacts.models import Contact, Outcome
from kith.pathway.contacts.presenters import Choice
from kith.pathway.contacts.rules.tries import UNANSWERED
from kith.pathway.contacts.scheme_words import NOTES, TRIES
from kith.pathway.contacts.wording import planned_words
from kith.pathway.referrals.states import Answer
from kith.people.models import Person
from kith.people.views.opening import open_record
from kith.resilience import drafts
from kith.resilience.pages import carry_out, page
from kith.ui import dates

PROPOSED = ("next_step", "next_step_on", "next_step_time")


@allowed(Permission.WORK_WITH_PEOPLE)
def new(request: ActingRequest, person_id: UUID) -> HttpResponse:
    """Record a contact: what happened first, then the note and the next step."""
    person = open_record(request, person_id)

    def record(choice: Choice, typed: dict[str, Any]) -> Contact:
        return actions.record(
            by=request.actor,
            person=person,
            outcome=choice.outcome,
            direction=choice.direction,
            **typed,
        )

    return _happened(request, person, "contacts/new.html", record)


@allowed(Permission.WORK_WITH_PEOPLE)
def mark(request: ActingRequest, contact_id: UUID) -> HttpResponse:
    """Say what came of an appointment."""
    contact = queries.contact_for(request.actor, contact_id)
    person = open_record(request, contact.person_id)
    if contact.happened_at is not None and request.method != "POST":
        return redirect("contacts:edit", contact.pk)

    def complete(choice: Choice, typed: dict[str, Any]) -> Contact:
        return actions.complete(by=request.actor, contact=contact, outcome=choice.outcome, **typed)

    return _happened(request, person, "contacts/mark.html", complete, contact)


def _happened(
    request: ActingRequest,
    person: Person,
    template: str,
    act: Callable[[Choice, dict[str, Any]], Contact],
    planned: Contact | None = None,
) -> HttpResponse:
    if request.method == "POST" and "choose" in request.POST:
        return _choose_again(request)
    choice = presenters.chosen(person, request.GET.get("outcome", ""))
    shown = {
        **presenters.head(person),
        "choices": presenters.choices_for(person),
        "rare": () if planned else presenters.RARE,
        "choice": choice,
        "planned": planned,
    }
    if choice is None:
        return page(request, template, **shown)
    medium = planned.medium if planned else presenters.first_medium(person, choice)
    proposal = presenters.proposal_after(person, choice, medium, timezone.now())
    asked, policy = _words(person, choice)
    form = _form(request, person, choice, medium, proposal, planned)
    form.fields["note"].hint = asked  # type: ignore[attr-defined]
    ahead = _ahead(person, planned)
    contact = carry_out(form, lambda typed: act(choice, form.typed(typed)))
    if contact is not None:
        messages.success(request, presenters.said_after(contact))
        if called_off := presenters.called_off(ahead, _ahead(person, planned)):
            messages.info(request, called_off)
        if planned is not None and contact.visit is not None and contact.visit.ended_at:
            messages.success(request, "You are noted as safe, and nobody is alerted.")
        return redirect("desk:record", person.pk)
    return page(request, template, form=form, proposal=proposal, policy=policy, **shown)


def _words(person: Person, choice: Choice) -> tuple[str, str]:
    """In the scheme's words: what is asked beside the note, and after a try without an answer its policy."""
    note = NOTES.get(choice.name, NOTES["reached"])
    found = words_of_scheme.words_of(person.scheme_id, (note, TRIES))
    if choice.outcome not in UNANSWERED:
        return found[note.key], ""
    tries = str(organisations.scheme(person.scheme_id).contact_attempts)
    return found[note.key], fill(found[TRIES.key], {"tries": tries})


def _form(
    request: ActingRequest,
    person: Person,
    choice: Choice,
    medium: str,
    proposal: Any,
    planned: Contact | None,
) -> HappenedForm:
    now = timezone.now()
    if planned and planned.planned_for:
        now = min(now, planned.planned_for)
    now = dates.local(now)
    case = open_case_of(person)
    form = HappenedForm(
        request,
        version_of=planned,
        initial={
            "note": "",
            "minutes": None,
            "medium": medium,
            **(
                {"asks_answer": presenters.awaits_answer(queries.contacts_of(person))}
                if choice.outcome == Outcome.SENT
                else {}
            ),
            "on": now.date(),
            "time": now.time().replace(second=0, microsecond=0),
            **(
                {
                    "next_step": proposal.text,
                    "next_step_on": proposal.on,
                    "next_step_time": proposal.time,
                }
                if case
                else {}
            ),
        },
    )
    if case is None:
        form.leave_out(*PROPOSED)
    if case is None or choice.outcome != Outcome.REACHED or case.referral.answer != Answer.NOT_YET:
        form.leave_out("agreed", "answer_note", "planned")
    else:
        form.name_planned([planned_words(row) for row in _ahead(person, planned)])
    reached = choice.outcome == Outcome.REACHED
    form.ask_as("" if reached else rules.asks_for(person, medium))
    form.ask_which(presenters.points_offered(person, choice, medium))
    if planned is not None or choice.outcome != Outcome.SENT:
        form.leave_out("asks_answer")
    is_dead = planned is None and choice.outcome == Outcome.WRONG_NUMBER
    form.ask_which_is_dead(presenters.phones_of(person) if is_dead else ())
    if planned is not None:
        form.leave_out("medium", "place_kind", "place", "unsafe_why")
    return form


def _ahead(person: Person, planned: Contact | None) -> list[Contact]:
    """The other appointments with somebody that are to come."""
    return [row for row in queries.to_come(person, timezone.now()) if row != planned]


def _choose_again(request: ActingRequest) -> HttpResponse:
    """Another of the big choices: what was written is kept, but for the step first proposed."""
    typed = request.POST.copy()
    for name in [*typed]:
        if name == "choose" or name.startswith(PROPOSED):
            del typed[name]
    drafts.save(form=request.path, typed=typed)
    return redirect(f"{request.path}?outcome={request.POST['choose']}")


@allowed(Permission.WORK_WITH_PEOPLE)
def edit(request: ActingRequest, contact_id: UUID) -> HttpResponse:
    """Put the note of a contact right."""
    contact = queries.contact_for(request.actor, contact_id)
    person = open_record(request, contact.person_id)
    if contact.happened_at is None:
        return redirect("contacts:appointment", contact.pk)
    form = CorrectForm(
        request,
        version_of=contact,
        initial={
            "note": contact.note,
            "minutes": contact.minutes,
            "travel_minutes": contact.travel_minutes,
        },
    )
    done = carry_out(
        form,
        lambda typed: actions.correct_note(
            by=request.actor, contact=contact, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        messages.success(request, "The note was put right. What it said before is kept.")
        return redirect("desk:record", person.pk)
    return page(
        request,
        "contacts/edit.html",
        form=form,
        contact=contact,
        gp_words=presenters.gp_words(contact),
        to_point=presenters.shown_point(contact.point),
        letter=what_became(contact.letter) if contact.letter else "",
        **presenters.head(person),
    )
