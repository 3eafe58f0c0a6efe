"""A programme as its manager sets it up, without code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, check
from kith.organisations import actions, queries
from kith.organisations.models import Programme
from kith.organisations.programme_forms import (
    ProgrammeChangeForm,
    PromptForm,
    QuestionForm,
    StageForm,
)
from kith.resilience.forms import Form
from kith.resilience.pages import carry_out, page, press

CHANGED = ("name", "description", "condition", "asks_concerns", "is_open")


@dataclass(frozen=True)
class Line:
    """One question, stage or prompt of the list: what it says, what is to know, and its id."""

    id: UUID
    text: str
    about: str


@allowed(Permission.SET_UP)
def programme(request: ActingRequest, scheme_id: UUID, programme_id: UUID) -> HttpResponse:
    """Everything a programme is: whom it is for, its questions, stages and prompts."""
    row = _programme(request, scheme_id, programme_id)
    initial = {name: getattr(row, name) for name in CHANGED}
    initial["districts"] = " ".join(row.districts)
    initial["organisations"] = [str(pk) for pk in queries.referrers_of(row)]
    form = ProgrammeChangeForm(request, programme=row, initial=initial)
    saved = carry_out(
        form,
        lambda typed: actions.change_programme(
            by=request.actor, programme=row, expected=form.seen_version, **form.given(typed)
        ),
    )
    if saved is not None:
        messages.success(request, "Saved. Referrers see it from now on.")
        return redirect("organisations:programme", scheme_id, programme_id)
    return page(
        request,
        "organisations/programme.html",
        form=form,
        row=row,
        questions=[_question(one) for one in queries.questions(row)],
        stages=[Line(one.pk, one.label, "") for one in queries.stages(row)],
        prompts=[_prompt(one) for one in queries.prompts([row.pk])],
        contracts=queries.contracts(scheme_id, row),
    )


def _question(one: Any) -> Line:
    said = [one.get_kind_display(), one.get_asked_display().lower()]
    said += ["must be answered"] if one.is_required else []
    return Line(one.pk, one.label, "; ".join([*said, ", ".join(one.choices)]).rstrip("; "))


def _prompt(one: Any) -> Line:
    since = f"after “{one.after_stage.label}”" if one.after_stage else "after our support begins"
    return Line(
        one.pk, one.text, f"{one.after_days} day{'' if one.after_days == 1 else 's'} {since}"
    )


@allowed(Permission.SET_UP)
def programme_question(request: ActingRequest, scheme_id: UUID, programme_id: UUID) -> HttpResponse:
    """Add a question."""
    row = _programme(request, scheme_id, programme_id)
    form = QuestionForm(request)
    act = lambda typed: actions.add_question(  # noqa: E731
        by=request.actor, programme=row, **form.given(typed)
    )
    return _adding(request, row, form, act, "Add a question")


@allowed(Permission.SET_UP)
def programme_stage(request: ActingRequest, scheme_id: UUID, programme_id: UUID) -> HttpResponse:
    """Add a stage."""
    row = _programme(request, scheme_id, programme_id)
    form = StageForm(request)
    act = lambda typed: actions.add_stage(by=request.actor, programme=row, **typed)  # noqa: E731
    return _adding(request, row, form, act, "Add a stage")


@allowed(Permission.SET_UP)
def programme_prompt(request: ActingRequest, scheme_id: UUID, programme_id: UUID) -> HttpResponse:
    """Add a prompt."""
    row = _programme(request, scheme_id, programme_id)
    form = PromptForm(request, programme=row)
    act = lambda typed: actions.add_prompt(  # noqa: E731
        by=request.actor, programme=row, **form.given(typed)
    )
    return _adding(request, row, form, act, "Add a prompt")


@allowed(Permission.SET_UP)
@require_POST
def programme_stop(
    request: ActingRequest, scheme_id: UUID, programme_id: UUID, part_id: UUID
) -> HttpResponse:
    """Stop using a question, stage or prompt."""
    row = _programme(request, scheme_id, programme_id)
    part = queries.programme_part(row, part_id)
    if part is None:
        raise Http404
    press(
        request,
        lambda: actions.stop_using(by=request.actor, part=part),
        done=f"“{part}” is used no more. What was answered stays.",
    )
    return redirect("organisations:programme", scheme_id, programme_id)


def _adding(
    request: ActingRequest,
    row: Programme,
    form: Form,
    act: Callable[[dict[str, Any]], Model],
    title: str,
) -> HttpResponse:
    added = carry_out(form, act)
    if added is not None:
        messages.success(request, f"“{added}” was added.")
        return redirect("organisations:programme", row.scheme_id, row.pk)
    return page(request, "organisations/programme_part.html", form=form, row=row, title=title)


def _programme(request: ActingRequest, scheme_id: UUID, programme_id: UUID) -> Programme:
    check(request.actor, Permission.SET_UP, scheme_id)
    found = queries.programme(scheme_id, programme_id)
    if found is None:
        raise Http404
    return found
