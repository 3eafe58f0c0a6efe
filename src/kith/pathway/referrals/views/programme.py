"""What a programme keeps with a referral: its questions answered, stages, concerns, files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, check
from kith.organisations import queries as organisations
from kith.pathway.referrals import actions, programme_presenters, programme_queries, queries
from kith.pathway.referrals.models import Referral
from kith.pathway.referrals.programme_fields import (
    MOMENTS,
    answers_given,
    answers_in,
    concerns_in,
)
from kith.pathway.referrals.programme_forms import (
    AnswersForm,
    AttachForm,
    ConcernsForm,
    StageForm,
)
from kith.people import queries as people
from kith.people.views.opening import note_look
from kith.resilience.pages import carry_out, page, press
from kith.ui.dates import today


@allowed(Permission.WORK_WITH_PEOPLE)
def programme(request: ActingRequest, referral_id: UUID) -> HttpResponse:
    """Everything the programme keeps, and the questions of the first conversation."""
    referral = _opened(request, referral_id)
    facts = programme_queries.facts_of([referral])[referral.pk]
    asked = (
        list(organisations.questions(facts.programme, MOMENTS.FIRST_CONVERSATION))
        if facts.programme
        else []
    )
    form = AnswersForm(
        request,
        referral=referral,
        questions=asked,
        initial=answers_given(asked, referral.more),
    )
    done = carry_out(
        form,
        lambda typed: actions.answer_questions(
            by=request.actor,
            referral=referral,
            answers=answers_in(asked, typed),
            expected=form.seen_version,
        ),
    )
    if done is not None:
        messages.success(request, "Saved.")
        return redirect("referrals:programme", referral.pk)
    return page(
        request,
        "referrals/programme.html",
        form=form,
        asked=asked,
        referral=referral,
        programme=programme_presenters.shown(referral, facts, seen=True),
        has_stages=bool(facts.programme and organisations.stages(facts.programme).exists()),
        asks_concerns=bool(facts.programme and facts.programme.asks_concerns),
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def stage(request: ActingRequest, referral_id: UUID) -> HttpResponse:
    """Record that the person came to a stage."""
    referral = _opened(request, referral_id)
    if referral.programme is None:
        raise Http404
    form = StageForm(
        request, programme=referral.programme, initial={"said_by": referral.person.called}
    )
    done = carry_out(
        form,
        lambda typed: actions.record_stage(
            by=request.actor, referral=referral, **form.given(typed)
        ),
    )
    if done is not None:
        messages.success(request, f"Stage: {done.stage.label}.")
        return redirect("referrals:programme", referral.pk)
    return page(request, "referrals/programme_part.html", **_part(referral, form, "Add a stage"))


@allowed(Permission.WORK_WITH_PEOPLE)
@require_POST
def take_back_stage(request: ActingRequest, reached_id: UUID) -> HttpResponse:
    """Take back a stage that was entered by mistake."""
    reached = programme_queries.stage_reached(reached_id)
    if reached is None:
        raise Http404
    referral = _opened(request, reached.referral_id)
    press(
        request,
        lambda: actions.take_back_stage(by=request.actor, reached=reached),
        done=f"“{reached.stage.label}” was taken back.",
    )
    return redirect("referrals:programme", referral.pk)


@allowed(Permission.WORK_WITH_PEOPLE)
def concerns(request: ActingRequest, referral_id: UUID) -> HttpResponse:
    """Enter the concerns of a holistic needs assessment."""
    referral = _opened(request, referral_id)
    if referral.programme is None or not referral.programme.asks_concerns:
        raise Http404
    form = ConcernsForm(request, initial={"on": today()})
    done = carry_out(
        form,
        lambda typed: actions.record_concerns(
            by=request.actor, referral=referral, concerns=concerns_in(typed), on=typed["on"]
        ),
    )
    if done is not None:
        messages.success(request, "The concerns are on the record.")
        return redirect("referrals:programme", referral.pk)
    return page(request, "referrals/concerns.html", **_part(referral, form, "Enter concerns"))


@allowed(Permission.WORK_WITH_PEOPLE)
def attach(request: ActingRequest, referral_id: UUID) -> HttpResponse:
    """Add a file to a referral."""
    referral = _opened(request, referral_id)
    form = AttachForm(request)
    done = carry_out(form, lambda typed: _attach(request, referral, typed))
    if done is not None:
        messages.success(request, "The file is with the referral.")
        return redirect("referrals:programme", referral.pk)
    return page(request, "referrals/attach.html", **_part(referral, form, "Add a file"))


def _attach(request: ActingRequest, referral: Referral, typed: dict[str, Any]) -> Any:
    file = typed["file"]
    return actions.attach(
        by=request.actor,
        referral=referral,
        name=file.name,
        content=file.read(),
        what=typed["what"],
    )


def _part(referral: Referral, form: Any, title: str) -> dict[str, Any]:
    back = reverse("referrals:programme", args=[referral.pk])
    return {"referral": referral, "form": form, "title": title, "back": back}


def _opened(request: ActingRequest, referral_id: UUID) -> Referral:
    """A referral of someone whose record the actor works on; the one 404 otherwise."""
    referral = queries.referral_for(request.actor, referral_id)
    check(request.actor, Permission.WORK_WITH_PEOPLE, referral.scheme_id)
    if not people.visible_to(request.actor).filter(pk=referral.person_id).exists():
        raise Http404
    note_look(request, referral.scheme_id, referral.person_id)
    return referral
