"""Measures: what was asked, one measure at a time, and the person's own ratings."""

from __future__ import annotations

import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.views.opening import open_case
from kith.pathway.outcomes import actions, presenters, queries, rules
from kith.pathway.outcomes import instruments as library
from kith.pathway.outcomes.forms import GoalsForm, MeasureForm, SkipForm
from kith.pathway.outcomes.models import GoalRating, Moment, Score
from kith.pathway.plans import queries as plans
from kith.resilience.pages import carry_out, page
from kith.ui import dates


@allowed(Permission.WORK_WITH_PEOPLE)
def measures(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """What was measured in this case, what changed, and what may still be offered."""
    case = open_case(request, case_id)
    return page(
        request,
        "outcomes/measures.html",
        asked=presenters.asked(case),
        changes=presenters.changes(case),
        not_proof=presenters.NOT_PROOF,
        moments=Moment.choices,
        **_head(case),
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def measure(request: ActingRequest, case_id: UUID, key: str, moment: str) -> HttpResponse:
    """Ask one measure, put its answers right, or skip it with a reason."""
    case = open_case(request, case_id)
    declared = library.LIBRARY.get(key)
    if declared is None or not declared.offered or moment not in Moment.values:
        raise Http404
    why_not = rules.why_not_asked(declared, case.person, dates.today())
    standing = queries.score_at(case, key, moment)
    skipping = request.POST.get("do") == "skip"
    unsent = copy.copy(request)
    unsent.method = "GET"
    form = MeasureForm(unsent if skipping else request, declared, standing)
    skip = SkipForm(request if skipping else unsent)
    done = carry_out(skip, lambda typed: _skip(request, case, key, moment, typed)) or carry_out(
        form, lambda typed: _answer(request, case, key, moment, standing, form.typed(typed))
    )
    if done is not None:
        said = "Skipped, with your reason." if done.skipped_why else done.result["meaning"]
        messages.success(request, said)
        return redirect("outcomes:measures", case.pk)
    return page(
        request,
        "outcomes/measure.html",
        form=skip if skipping else form,
        ask=form,
        skip=skip,
        skipping=skipping,
        measure=declared,
        moment=Moment(moment).label,
        standing=standing,
        why_not=why_not,
        **_head(case),
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def goals(request: ActingRequest, case_id: UUID, moment: str) -> HttpResponse:
    """How near each goal feels to the person, 0 to 10."""
    case = open_case(request, case_id)
    if moment not in Moment.values:
        raise Http404
    form = GoalsForm(request, plans.goals(case), queries.ratings_at(case, moment))
    rated = carry_out(form, lambda typed: _rate(request, case, moment, form, typed))
    if rated is not None:
        messages.success(request, f"{len(rated)} rated.")
        return redirect("outcomes:measures", case.pk)
    return page(
        request, "outcomes/goals.html", form=form, moment=Moment(moment).label, **_head(case)
    )


def _answer(
    request: ActingRequest,
    case: Case,
    key: str,
    moment: str,
    standing: Score | None,
    typed: dict[str, Any],
) -> Score:
    if standing is not None and standing.taken_on == typed["taken_on"]:
        return actions.replace(by=request.actor, score=standing, **typed)
    return actions.record_score(by=request.actor, case=case, measure=key, moment=moment, **typed)


def _skip(
    request: ActingRequest, case: Case, key: str, moment: str, typed: dict[str, Any]
) -> Score:
    return actions.skip(
        by=request.actor, case=case, measure=key, moment=moment, why=typed["skipped_why"]
    )


def _rate(
    request: ActingRequest, case: Case, moment: str, form: GoalsForm, typed: dict[str, Any]
) -> list[GoalRating]:
    return [
        actions.rate_goal(
            by=request.actor,
            case=case,
            goal=goal,
            moment=moment,
            rating=typed[name],
            taken_on=typed["taken_on"],
        )
        for name, goal in form.goals.items()
        if typed[name] is not None
    ]


def _head(case: Case) -> dict[str, Any]:
    return {
        "case": case,
        "person": case.person,
        "age": case.person.age_on(dates.today()),
        "record_url": reverse("desk:record", args=[case.person_id]),
        "measures_url": reverse("outcomes:measures", args=[case.pk]),
    }
