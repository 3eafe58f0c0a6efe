"""Measures: what was asked, one measure at a time, over time, on paper, and the person's own ratings."""

from __future__ import annotations

import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.messages.documents.render import UnprintableText
from kith.organisations import queries as organisations
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CaseState
from kith.pathway.caseload.views.opening import open_case
from kith.pathway.contacts.models import Outcome
from kith.pathway.contacts.queries import contacts_of
from kith.pathway.outcomes import actions, presenters, queries, rules
from kith.pathway.outcomes.forms import GoalsForm, MeasureForm, OutsideForm, SkipForm
from kith.pathway.outcomes.models import GoalRating, Moment, NotNow, Score, StepRating
from kith.pathway.outcomes.queries import Kept, Prompt, Shelf, Stage
from kith.pathway.plans import queries as plans
from kith.resilience.pages import carry_out, page, press
from kith.ui import dates


@allowed(Permission.WORK_WITH_PEOPLE)
def measures(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """What it is a good moment for, what changed, and what may still be offered."""
    case = open_case(request, case_id)
    kept = queries.shelf(case.scheme_id)
    known = {key: one.measure for key, one in kept.items()}
    everything = list(queries.scores_of(case.person))
    mine = [row for row in everything if row.case_id == case.pk]
    steps, ratings = plans.open_actions(case), list(queries.ratings(case))
    pairs = queries.paired(case, known)
    outside = queries.outside_scores(case.person)
    return page(
        request,
        "outcomes/measures.html",
        prompts=_prompts(case, kept, mine),
        asked=presenters.asked(case, kept, mine),
        changes=presenters.over_time(queries.lines(everything, known), pairs),
        goals=presenters.over_time(queries.goal_lines(ratings), pairs),
        steps=presenters.over_time(queries.step_lines(steps, queries.step_ratings(case)), ()),
        elsewhere=presenters.over_time(queries.outside_lines(outside), ()),
        alerts=queries.open_alerts(case.person),
        not_proof=presenters.NOT_PROOF,
        moments=Moment.choices,
        **_head(case),
    )


def _prompts(case: Case, kept: Shelf, mine: list[Score]) -> list[Prompt]:
    """What it is a good moment for, while the scheme supports the person."""
    if case.state != CaseState.OPEN:
        return []
    talked = contacts_of(case.person).filter(case=case, outcome=Outcome.REACHED).exists()
    plan = plans.plan_of(case)
    stage = Stage(talked, plan.review_on if plan else None)
    return queries.prompts(case.person, stage, kept, mine, today=dates.today())


@allowed(Permission.WORK_WITH_PEOPLE)
def history(request: ActingRequest, case_id: UUID, key: str) -> HttpResponse:
    """One measure over time: a line for the eye, and the same in a table."""
    case = open_case(request, case_id)
    measure = queries.known(case.scheme_id).get(key)
    if measure is None:
        raise Http404
    rows = list(queries.scores_of(case.person).filter(measure=key))
    found = queries.lines(rows, {key: measure})
    return page(
        request,
        "outcomes/history.html",
        measure=measure,
        lines=[(one, presenters.chart_of(one, large=True)) for one in found if one.readings],
        rows=rows[::-1],
        not_proof=presenters.NOT_PROOF,
        **_head(case),
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def measure(request: ActingRequest, case_id: UUID, key: str, moment: str) -> HttpResponse:
    """Ask one measure, put its answers right, or put it off with a reason."""
    case = open_case(request, case_id)
    kept = kept_in_use(case, key, moment)
    standing = queries.score_at(case, key, moment)
    skipping = request.POST.get("do") == "skip"
    unsent = copy.copy(request)
    unsent.method = "GET"
    form = MeasureForm(unsent if skipping else request, kept.measure, standing)
    skip = SkipForm(request if skipping else unsent)
    done = carry_out(skip, lambda typed: _skip(request, case, key, moment, typed)) or carry_out(
        form, lambda typed: _answer(request, case, key, moment, standing, form.typed(typed))
    )
    if done is not None:
        if done.skipped_why:
            messages.success(request, "Not now, with your reason.")
        elif not done.result["alerts"]:  # what must be done now comes before what was saved
            messages.success(request, done.result["meaning"])
        return redirect(_after(case, done, request.GET.get("then", "")))
    return page(
        request,
        "outcomes/measure.html",
        form=skip if skipping else form,
        ask=form,
        skip=skip,
        skipping=skipping or "not-now" in request.GET,
        measure=kept.measure,
        key=key,
        at=moment,
        moment=Moment(moment).label,
        standing=standing,
        why_not=why_not_now(case, kept),
        **_head(case),
    )


def kept_in_use(case: Case, key: str, moment: str) -> Kept:
    """A measure that the scheme uses, at a moment that there is; the one 404 otherwise."""
    kept = queries.shelf(case.scheme_id).get(key)
    if kept is None or not kept.is_on or moment not in Moment.values:
        raise Http404
    return kept


def why_not_now(case: Case, kept: Kept) -> str:
    """Why this person is not asked this today: their age, or nobody who answers."""
    today = dates.today()
    asked = rules.why_not_asked(kept.measure, case.person, today)
    return asked or queries.answering(kept, case.person, today)[1]


def after_score(case: Case, score: Score) -> str:
    """Where a score leads: to what must be done now, if an answer asks for it."""
    alert = score.alerts.first()
    if alert is not None:
        return reverse("outcomes:alert", args=[alert.pk])
    return reverse("outcomes:measures", args=[case.pk])


def _after(case: Case, score: Score, then: str) -> str:
    found = after_score(case, score)
    if score.skipped_why or not score.result["alerts"]:
        ways = {
            "close": ("closures:close", case.pk),
            "record": ("desk:record", case.person.kept.pk),
        }
        if then in ways:
            return reverse(ways[then][0], args=[ways[then][1]])
    return found


@allowed(Permission.WORK_WITH_PEOPLE)
def goals(request: ActingRequest, case_id: UUID, moment: str) -> HttpResponse:
    """How near each goal feels to the person, and how sure they are of each step."""
    case = open_case(request, case_id)
    if moment not in Moment.values:
        raise Http404
    form = GoalsForm(
        request,
        plans.goals(case),
        queries.ratings_at(case, moment),
        plans.open_actions(case),
        queries.step_ratings_at(case, moment),
    )
    rated = carry_out(form, lambda typed: _rate(request, case, moment, form, typed))
    if rated is not None:
        messages.success(request, f"{len(rated)} rated.")
        return redirect("outcomes:measures", case.pk)
    return page(
        request, "outcomes/goals.html", form=form, moment=Moment(moment).label, **_head(case)
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def outside(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """Scores that somebody else obtained, and adding one."""
    case = open_case(request, case_id)
    form = OutsideForm(request, initial={"scored_on": dates.today()})
    kept = carry_out(
        form,
        lambda typed: actions.record_outside(by=request.actor, case=case, **form.typed(typed)),
    )
    if kept is not None:
        messages.success(request, "The score was kept, with who obtained it.")
        return redirect("outcomes:outside", case.pk)
    rows = queries.outside_scores(case.person)
    return page(
        request,
        "outcomes/outside.html",
        form=form,
        rows=rows,
        lines=presenters.over_time(queries.outside_lines(rows), ()),
        **_head(case),
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def take_back_outside(request: ActingRequest, case_id: UUID, score_id: UUID) -> HttpResponse:
    """Take a score from elsewhere off the page; by a press alone."""
    case = open_case(request, case_id)
    row = next((one for one in queries.outside_scores(case.person) if one.pk == score_id), None)
    if row is None:
        raise Http404
    if request.method == "POST":
        press(
            request,
            lambda: actions.take_back_outside(by=request.actor, score=row),
            done="Taken off the page. It is kept in the history.",
        )
    return redirect("outcomes:outside", case.pk)


@allowed(Permission.WORK_WITH_PEOPLE)
def paper(request: ActingRequest, case_id: UUID, key: str) -> HttpResponse:
    """A measure as a PDF to fill in by hand; `?large=yes` in large print. It names nobody."""
    case = open_case(request, case_id)
    kept = queries.shelf(case.scheme_id).get(key)
    if kept is None or not kept.is_on or not kept.measure.text_ships:
        raise Http404
    scheme = organisations.scheme(case.scheme_id)
    try:
        pdf = presenters.paper(kept.measure, scheme, large=request.GET.get("large") == "yes")
    except UnprintableText as error:
        messages.error(request, f"The paper was not made. {error}")
        return redirect("outcomes:measures", case.pk)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{key}.pdf"'
    return response


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
        by=request.actor, case=case, measure=key, moment=moment, reason=typed["reason"] or NotNow.OTHER,
        why=typed["skipped_why"],
    )  # fmt: skip


def _rate(
    request: ActingRequest, case: Case, moment: str, form: GoalsForm, typed: dict[str, Any]
) -> list[GoalRating | StepRating]:
    given = {"by": request.actor, "case": case, "moment": moment, "taken_on": typed["taken_on"]}
    near = [
        actions.rate_goal(goal=goal, rating=typed[name], **given)
        for name, goal in form.goals.items()
        if typed[name] is not None
    ]
    sure = [
        actions.rate_step(step=step, confidence=typed[name], **given)
        for name, step in form.steps.items()
        if typed[name] is not None
    ]
    return [*near, *sure]


def _head(case: Case) -> dict[str, Any]:
    return {
        "case": case,
        "person": case.person,
        "age": case.person.age_on(dates.today()),
        "record_url": reverse("desk:record", args=[case.person_id]),
        "measures_url": reverse("outcomes:measures", args=[case.pk]),
    }
