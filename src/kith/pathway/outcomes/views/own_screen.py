"""The person's own screen: one question at a time, large, with nothing else of anybody on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kith.accounts import their_screen
from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.views.opening import open_case
from kith.pathway.outcomes import actions
from kith.pathway.outcomes.forms import CodeForm, question
from kith.pathway.outcomes.instruments import Instrument
from kith.pathway.outcomes.models import Mode, NotNow, Score
from kith.pathway.outcomes.queries import Kept, score_at
from kith.pathway.outcomes.views.measures import after_score, kept_in_use, why_not_now
from kith.resilience.errors import Refused
from kith.resilience.forms import Form
from kith.resilience.pages import carry_out, page
from kith.ui import dates


@allowed(Permission.WORK_WITH_PEOPLE)
def give_screen(request: ActingRequest, case_id: UUID, key: str, moment: str) -> HttpResponse:
    """Before the phone changes hands: four digits by which the worker comes back."""
    case = open_case(request, case_id)
    kept = _shown(case, key, moment)
    form = CodeForm(request)
    code = carry_out(form, lambda typed: str(typed["code"]))
    if code is not None:
        path = reverse("outcomes:own_screen", args=[case.pk, key, moment])
        back = reverse("outcomes:measure", args=[case.pk, key, moment])
        their_screen.begin(request, path=path, code=code, back=back)
        return redirect(path)
    return page(
        request,
        "outcomes/give_screen.html",
        form=form,
        measure=kept.measure,
        person=case.person,
        back=reverse("outcomes:measure", args=[case.pk, key, moment]),
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def own_screen(request: ActingRequest, case_id: UUID, key: str, moment: str) -> HttpResponse:
    """One question, in the person's hands; at the end the phone goes back, by the worker's code."""
    case = open_case(request, case_id)
    held = their_screen.held(request)
    if held is None:  # not handed over, or handed back
        kept_in_use(case, key, moment)
        return redirect("outcomes:measure", case.pk, key, moment)
    if request.POST.get("do") == "back" or "stop" in request.GET or held.get("done"):
        return _give_back(request, held)
    kept = _shown(case, key, moment)
    number = _number(request, kept.measure)
    if request.method == "POST" and number:
        return _answered(request, case, kept, moment, number, held)
    return _asking(request, kept.measure, number, held)


def _shown(case: Case, key: str, moment: str) -> Kept:
    kept = kept_in_use(case, key, moment)
    if not kept.measure.text_ships or why_not_now(case, kept):
        raise Http404
    return kept


def _number(request: ActingRequest, measure: Instrument) -> int:
    text = request.GET.get("item", "0")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    return min(number, len(measure.items))


def _form(request: ActingRequest, measure: Instrument, number: int, held: dict[str, Any]) -> Form:
    asked = question(measure.items[number - 1], number, small=False)
    asked.label_size, asked.page_heading = "l", True
    kind = type("OneQuestion", (Form,), {"answer": asked, "keeps_drafts": False})
    given = held.get("answers", {}).get(str(number), "")
    form: Form = kind(request, initial={"answer": given})
    return form


def _asking(
    request: ActingRequest,
    measure: Instrument,
    number: int,
    held: dict[str, Any],
    form: Form | None = None,
) -> HttpResponse:
    """Before the first question, what is asked; then the question of that number."""
    if number and form is None:
        # A page turned back to is a question again, whatever was sent last.
        form = _form(request, measure, number, held)
    return page(
        request,
        "outcomes/own_screen.html",
        form=form,
        measure=measure,
        number=number,
        count=len(measure.items),
    )


def _answered(
    request: ActingRequest, case: Case, kept: Kept, moment: str, number: int, held: dict[str, Any]
) -> HttpResponse:
    form = _form(request, kept.measure, number, held)
    rather_not = request.POST.get("do") == "rather-not"
    if not form.is_valid():
        return _asking(request, kept.measure, number, held, form)
    given = "" if rather_not else form.cleaned_data["answer"]
    if given == "" and not rather_not:
        form.add_error("answer", "Choose an answer, or press “I would rather not say”")
        return _asking(request, kept.measure, number, held, form)
    answers = {**held.get("answers", {}), str(number): given}
    their_screen.hold(request, {"answers": answers})
    if number < len(kept.measure.items):
        return redirect(f"{request.path}?item={number + 1}")
    return _finished(request, case, kept, moment, answers)


def _finished(
    request: ActingRequest, case: Case, kept: Kept, moment: str, answers: dict[str, Any]
) -> HttpResponse:
    """Score what was answered; what cannot be scored is kept as put off, saying which were left out."""
    given = {int(n): value for n, value in answers.items()}
    score: Score | None
    try:
        score = _record(request, case, kept.measure.key, moment, given)
    except Refused as refusal:
        left_out = [str(n) for n in range(1, len(kept.measure.items) + 1) if given.get(n, "") == ""]
        score = _put_off(request, case, kept.measure.key, moment, left_out, refusal.message)
    their_screen.hold(
        request,
        {"done": True, "may_alert": kept.measure.needs_responder},
        back=after_score(case, score) if score else "",
    )
    return redirect(request.path)


def _record(
    request: ActingRequest, case: Case, key: str, moment: str, given: dict[int, Any]
) -> Score:
    standing, today = score_at(case, key, moment), dates.today()
    typed: dict[str, Any] = {"answers": given, "mode": Mode.ALONE, "taken_on": today}
    if standing is not None and standing.taken_on == today:
        return actions.replace(by=request.actor, score=standing, **typed)
    return actions.record_score(by=request.actor, case=case, measure=key, moment=moment, **typed)


def _put_off(
    request: ActingRequest, case: Case, key: str, moment: str, left_out: list[str], refused: str
) -> Score | None:
    """None when something was recorded for today already, which then stands."""
    why = f"left out item {', '.join(left_out)} on their own screen" if left_out else refused[:200]
    reason = NotNow.WOULD_NOT if left_out else NotNow.OTHER
    try:
        return actions.skip(
            by=request.actor, case=case, measure=key, moment=moment, reason=reason, why=why
        )
    except Refused:
        return None


def _give_back(request: ActingRequest, held: dict[str, Any]) -> HttpResponse:
    """Thank the person; the worker's code leads back to the record."""
    form = CodeForm(request)
    if request.method == "POST" and form.is_valid():
        back = their_screen.end(request, form.cleaned_data["code"])
        if back:
            return redirect(back)
        form.add_error("code", "That is not the code. After five tries you are signed out")
    status = 400 if form.errors else 200
    shown = {"form": form, "done": held.get("done", False), "may_alert": held.get("may_alert")}
    return render(request, "outcomes/give_back.html", shown, status=status)
