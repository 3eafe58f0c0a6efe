"""Finishing our support in two steps, what came of it, and beginning again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kith.accounts.permissions import ActingRequest, Permission, allowed, check, holds
from kith.concerns.queries import is_open_for
from kith.organisations import queries as organisations
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CaseState
from kith.pathway.caseload.views.opening import open_case
from kith.pathway.closures import actions, presenters, queries, recipients, rules
from kith.pathway.closures.forms import CloseForm, ReopenForm
from kith.pathway.closures.letter import letter_of
from kith.pathway.contacts.presenters import called_off
from kith.pathway.contacts.queries import to_come
from kith.people.queries import risks
from kith.people.rules import is_child, risk_summary
from kith.resilience.errors import Refused
from kith.resilience.pages import carry_out, page
from kith.ui.dates import medium_date, today
from kith.vocabulary import closure_reasons


@allowed(Permission.WORK_WITH_PEOPLE)
def close(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """Say why, read the letter, then finish. Nothing is kept before the last step."""
    case = open_case(request, case_id)
    ended = queries.in_force(case)
    if request.method != "POST" and ended is not None:
        return redirect("closures:done", ended.pk)
    form = CloseForm(
        request,
        version_of=case,
        child=is_child(case.person, today()),
        concern=is_open_for(case.person),
        risk=queries.has_risk(case.person),
        months=_months(case),
        ahead=queries.loose_ends(case).ahead,
    )
    if request.POST.get("step") == "finish":
        before = to_come(case.person, timezone.now())
        done = carry_out(
            form,
            lambda typed: actions.close(
                by=request.actor, case=case, expected=form.seen_version, **typed
            ),
        )
        if done is not None:
            messages.success(
                request, f"Our support of {case.person.called} has finished. The letter is ready."
            )
            if said := called_off(before, to_come(case.person, timezone.now())):
                messages.info(request, said)
            return redirect("closures:done", done.pk)
    elif request.POST.get("step") == "check" and form.is_valid():
        return _to_check(request, case, form)
    return _to_write(request, case, form)


def _months(case: Case) -> str:
    """The months in which the scheme rings afterwards, in words; "" where it does not."""
    months = organisations.scheme(case.scheme_id).follow_up_months
    return rules.months_words(months) if months else ""


def _to_write(request: ActingRequest, case: Case, form: CloseForm) -> HttpResponse:
    """The form; coming back to change something is no error."""
    return page(
        request,
        "closures/close.html",
        form=form,
        case=case,
        is_open=case.state == CaseState.OPEN,
        warnings=_warnings(case),
        to_measure=queries.to_measure(case, today()),
    )


def _to_check(request: ActingRequest, case: Case, form: CloseForm) -> HttpResponse:
    typed = form.values()
    letter = letter_of(
        case,
        reason=typed["reason"],
        summary=typed["summary"],
        requests=typed["requests_for_professionals"],
        on=today(),
        signed_by=request.actor.name,
    )
    try:
        pictures = presenters.pictures(letter)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _to_write(request, case, form)
    return page(
        request,
        "closures/check.html",
        form=form,
        case=case,
        reason=closure_reasons.label(typed["reason"]),
        addressee=letter.addressee,
        recipients=recipients.in_force(case),
        parts=presenters.parts(letter, case.person.called),
        pictures=pictures,
        warnings=_warnings(case, typed["reason"]),
        months=_months(case) if typed.get("follow_up") else "",
        keeps=typed["keep_planned"] if "planned" in form.fields else None,
    )


def _warnings(case: Case, reason: str = "") -> list[str]:
    risk = risk_summary(case.person, risks(case.person))
    return rules.warnings(
        case.person,
        risk,
        queries.loose_ends(case),
        on=today(),
        reason=reason,
        concern_open=is_open_for(case.person),
    )


@allowed(Permission.SEE_PEOPLE)
def done(request: ActingRequest, closure_id: UUID) -> HttpResponse:
    """What was finished and its letter; inside the window, beginning again."""
    closure = queries.closure_for(request.actor, closure_id)
    case = open_case(request, closure.case_id, Permission.SEE_PEOPLE)
    if request.method == "POST":
        check(request.actor, Permission.WORK_WITH_PEOPLE, case.scheme_id)
    form = ReopenForm(request, version_of=case)
    opened = carry_out(
        form,
        lambda typed: actions.reopen(
            by=request.actor, case=case, expected=form.seen_version, **typed
        ),
    )
    if opened is not None:
        with_whom = f"with {opened.holder.name}" if opened.holder else "waiting for a worker"
        messages.success(
            request, f"Our support of {closure.person.called} has begun again, {with_whom}."
        )
        return redirect("closures:done", closure.pk)
    until = queries.last_day_to_reopen(case)
    return page(
        request,
        "closures/done.html",
        form=form,
        closure=closure,
        person=closure.person,
        reason=closure_reasons.label(closure.reason),
        further=recipients.further_letters(closure),
        calls=queries.calls_of(closure),
        works=holds(request.actor, Permission.WORK_WITH_PEOPLE, case.scheme_id),
        until=medium_date(until) if until else "",
        may_reopen=until is not None
        and until >= today()
        and closure.reopened_at is None
        and holds(request.actor, Permission.WORK_WITH_PEOPLE, case.scheme_id),
    )
