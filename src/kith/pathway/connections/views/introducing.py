"""Introducing someone, and hearing what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from procrastinate.contrib.django import app

from kith.accounts.permissions import ActingRequest, Permission, allowed, check, holds
from kith.directory.models import Service
from kith.directory.queries import service_for
from kith.pathway.connections import (
    actions,
    forms,
    heard_presenters,
    presenters,
    queries,
    rules,
)
from kith.pathway.connections.models import Introduction
from kith.pathway.connections.states import INTRODUCTIONS, Progress
from kith.pathway.referrals.states import Answer
from kith.people.models import Person
from kith.people.queries import contact_points
from kith.people.views.opening import note_look, open_record
from kith.resilience.errors import Refused
from kith.resilience.forms import Form
from kith.resilience.pages import carry_out, page
from kith.ui import dates

INSTEAD: list[Callable[[Person, Service], str]] = []
"""Each room above that takes somebody in by a page of its own adds what answers for a person and a service: the address
of that page, or "". Nothing is sent to a group that the scheme runs itself.
"""
LOOKED_AT = "looked_at"
NOT_SENT = "connections.note_not_sent"


@allowed(Permission.WORK_WITH_PEOPLE)
def introduce(request: ActingRequest, person_id: UUID, service_id: UUID) -> HttpResponse:
    """The agreement first; then what the recipient will see, to be checked; then it is sent."""
    person, service = _both(request, person_id, service_id)
    case = queries.open_case(person)
    refusal = rules.why_not(person, service) if case else _no_case(person)
    if case is None or refusal:
        return _refused(request, person, service, refusal)
    if there := next(filter(None, (ask(person, service) for ask in INSTEAD)), ""):
        return redirect(there)
    under_way = queries.under_way(case, service.pk)
    if under_way:
        refusal = actions.UNDER_WAY.format(person.called, service.name)
        return _refused(request, person, service, refusal, under_way)
    if refusal := queries.no_room(service, dates.today()):
        _note_not_sent(person, service)
        return _refused(request, person, service, refusal)
    offered = rules.shareable(person, contact_points(person), None, dates.today())
    holds = queries.policy(person.scheme_id).agreement_lasts
    form = forms.IntroduceForm(request, values=offered, needs=queries.needs_of(case), holds=holds)
    answers = presenters.how_they_answer(queries.standing(service))
    shown: dict[str, Any] = {
        "person": person,
        "service": service,
        "form": form,
        "answers": answers,
        "not_agreed": case.referral.answer == Answer.NOT_YET,
    }
    if request.method == "POST" and request.POST.get("step") != "send":
        return _check_answers(request, shown)
    looked_at = _looked_at(request, person, service)
    made = carry_out(
        form,
        lambda typed: actions.introduce(
            by=request.actor,
            person=person,
            case=case,
            service=service,
            looked_at=looked_at,
            **typed,
        ),
    )
    if made is not None:
        messages.success(
            request,
            f"{person.called} was introduced to {service.name}.",
        )
        return redirect("connections:introduction", made.pk)
    return page(request, "connections/introduce.html", **shown)


@allowed(Permission.WORK_WITH_PEOPLE)
def signpost(request: ActingRequest, person_id: UUID, service_id: UUID) -> HttpResponse:
    """Note that a name and number was given."""
    person, service = _both(request, person_id, service_id)
    form = forms.SignpostForm(request)
    made = carry_out(
        form,
        lambda typed: actions.signpost(
            by=request.actor,
            person=person,
            case=queries.open_case(person),
            service=service,
            **typed,
        ),
    )
    if made is not None:
        messages.success(
            request, f"Noted: {person.called} has the name and number of {service.name}."
        )
        return _back_to(person)
    return page(request, "connections/signpost.html", form=form, person=person, service=service)


@allowed(Permission.SEE_PEOPLE)
def introduction(request: ActingRequest, introduction_id: UUID) -> HttpResponse:
    """One introduction, what was shared, and the news."""
    found = queries.introduction_for(request.actor, introduction_id)
    note_look(request, found.scheme_id, found.person_id)
    may_write = holds(request.actor, Permission.WORK_WITH_PEOPLE, found.scheme_id)
    steps = rules.steps_for(found, as_provider=False) if may_write else []
    form = forms.NewsForm(request, version_of=found, steps=steps, asks_again=True)
    if request.method == "POST":
        check(request.actor, Permission.WORK_WITH_PEOPLE, found.scheme_id)
    wishes = queries.wishes_of(found.service)
    ring = presenters.ring(found, wishes)
    done = _hear(request, form, found)
    if done is not None:
        messages.success(request, f"Noted: {presenters.state(found)['text'].lower()}.")
        return redirect("connections:introduction", found.pk)
    return page(
        request,
        "connections/introduction.html",
        form=form,
        introduction=found,
        state=presenters.state(found),
        changed=presenters.has_changed(found, found.person.called)
        if rules.to_speak_of(found)
        else None,
        sees=_sees(found),
        more=heard_presenters.more_of(found).removeprefix(", ").capitalize(),
        put_right=heard_presenters.changed(found),
        says=heard_presenters.says(found),
        told=heard_presenters.told(found, wishes) if may_write else "",
        rows=heard_presenters.history(found, may_write=may_write),
        course=heard_presenters.course(queries.news_of(found), found),
        buttons=presenters.buttons(steps, as_provider=False),
        gone=found.service.gone_at is not None,
        addressed=bool(queries.listed_address(found.service)) and found.service.gone_at is None,
        ring=ring,
        they_ring=bool(ring) or rules.is_due(found, dates.today()),
        locked=rules.is_locked(found, dates.today()),
        may_write=may_write,
        may_withdraw=may_write and Progress.WITHDRAWN in INTRODUCTIONS.allowed(found.progress),
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def withdraw(request: ActingRequest, introduction_id: UUID) -> HttpResponse:
    """End the agreement, after saying what that means."""
    found = queries.introduction_for(request.actor, introduction_id)
    check(request.actor, Permission.WORK_WITH_PEOPLE, found.scheme_id)
    note_look(request, found.scheme_id, found.person_id)
    form = forms.WithdrawForm(request, version_of=found)
    done = carry_out(
        form,
        lambda typed: actions.withdraw(
            by=request.actor, introduction=found, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        messages.success(request, f"{found.service_name} can no longer read about them here.")
        return redirect("connections:introduction", found.pk)
    return page(request, "connections/withdraw.html", form=form, introduction=found)


def _hear(request: ActingRequest, form: Form, found: Introduction) -> Introduction | None:
    return carry_out(
        form,
        lambda typed: actions.record_progress(
            by=request.actor, introduction=found, expected=form.seen_version, **typed
        ),
    )


def _check_answers(request: ActingRequest, shown: dict[str, Any]) -> HttpResponse:
    """The page before sending; back to the form when an answer is missing or was asked to change."""
    form: Form = shown["form"]
    if request.POST.get("step") == "change" or not form.is_valid():
        return page(request, "connections/introduce.html", **shown)
    typed = form.values()
    try:
        actions.check_agreed(shown["person"], typed["agreed_on"], timezone.now())
        shared = actions.preview(
            person=shown["person"],
            service=shown["service"],
            agreed_fields=typed["agreed_fields"],
            need=typed["need"],
            at=timezone.now(),
        )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return page(request, "connections/introduce.html", **shown)
    sees = presenters.what_they_see(
        shared, keep_safe=typed["keep_safe"], getting_there=typed["getting_there"]
    )
    sent_on = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", "step", LOOKED_AT)
    ]
    digest = rules.digest(shared, typed["keep_safe"], typed["getting_there"])
    signer = _signer(request, shown["person"], shown["service"])
    sent_on.append((LOOKED_AT, signer.sign(digest)))
    told = presenters.told_how_before(shown["service"], queries.wishes_of(shown["service"]))
    more = {"sees": sees, "sent_on": sent_on, "told": told}
    return render(request, "connections/check.html", {**shown, **more})


def _signer(request: ActingRequest, person: Person, service: Service) -> Signer:
    """What was shown holds for who looked, and for this person and service alone."""
    about = f"{request.actor.key}:{person.pk}:{service.pk}:{service.organisation_id}"
    return Signer(salt=f"connections.looked_at:{about}")


def _looked_at(request: ActingRequest, person: Person, service: Service) -> str:
    """The digest of what the page before sending showed; "" where it was not shown."""
    try:
        return _signer(request, person, service).unsign(request.POST.get(LOOKED_AT, ""))
    except BadSignature:
        return ""


def _both(request: ActingRequest, person_id: UUID, service_id: UUID) -> tuple[Person, Service]:
    person = open_record(request, person_id)
    service = service_for(request.actor, service_id)
    if service.scheme_id != person.scheme_id:
        raise Http404
    return person, service


def _refused(
    request: ActingRequest,
    person: Person,
    service: Service,
    refusal: str,
    under_way: Introduction | None = None,
) -> HttpResponse:
    return render(
        request,
        "connections/cannot.html",
        {"person": person, "service": service, "refusal": refusal, "under_way": under_way},
        status=409 if request.method == "POST" else 200,
    )


def _note_not_sent(person: Person, service: Service) -> None:
    """By a job, for no page may read what is kept for the figures alone (decision 0054)."""
    app.configure_task(NOT_SENT).defer(
        scheme_id=str(person.scheme_id),
        person_id=str(person.kept.pk),
        service_id=str(service.pk),
        at=timezone.now().isoformat(),
    )


def _no_case(person: Person) -> str:
    return (
        f"We are not supporting {person.called} at present. Take their referral on, or re-open"
        " their case, and come back."
    )


def _sees(found: Introduction) -> list[dict[str, str]]:
    return presenters.what_they_see(
        found.shared, keep_safe=found.keep_safe, getting_there=found.getting_there
    )


def _back_to(person: Person) -> HttpResponse:
    return redirect("desk:record", person.pk)
