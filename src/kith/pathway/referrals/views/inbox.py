"""What came without an account and is no referral: doubted, to be completed, or only counted."""

from __future__ import annotations

import functools
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, holds
from kith.audit.write import looked_at
from kith.organisations import queries as organisations
from kith.pathway.referrals import actions, presenters
from kith.pathway.referrals.asked_forms import AskedForm
from kith.pathway.referrals.queries import doors
from kith.pathway.referrals.rules import DOUBTFUL_KEPT
from kith.resilience.pages import carry_out, page, press
from kith.ui.dates import day_of
from kith.vocabulary import foundations

PAGE_LENGTH = 20


@allowed(Permission.DECIDE_REFERRALS)
def doubtful(request: ActingRequest) -> HttpResponse:
    """What was perhaps not written by a person, each with why, until somebody has looked at it."""
    schemes = _schemes(request, Permission.DECIDE_REFERRALS)
    rows = Paginator(doors.doubtful(schemes), PAGE_LENGTH).get_page(request.GET.get("page"))
    aside = doors.doubtful_aside(schemes)[:PAGE_LENGTH]
    shown = {
        "rows": rows,
        "listed": [(row, presenters.answers_rows(row.answers)) for row in rows],
        "aside": [(row, day_of(row.handled_at + DOUBTFUL_KEPT)) for row in aside if row.handled_at],
        "days": DOUBTFUL_KEPT.days,
    }
    return render(request, "referrals/doubtful.html", shown)


@allowed(Permission.DECIDE_REFERRALS)
@require_POST
def trust_ask(request: ActingRequest, ask_id: UUID) -> HttpResponse:
    """A person did write it: make a referral of it like of any other."""
    ask = doors.doubtful_ask(_schemes(request, Permission.DECIDE_REFERRALS), ask_id)
    press(
        request,
        lambda: actions.trust_ask(by=request.actor, ask=ask),
        done="It is among the new referrals in a moment.",
    )
    return redirect("referrals:doubtful")


@allowed(Permission.DECIDE_REFERRALS)
@require_POST
def doubtful_aside(request: ActingRequest) -> HttpResponse:
    """Put aside those that somebody looked at and that no person wrote."""
    seen = set(request.POST.getlist("ask"))
    waiting = doors.doubtful(_schemes(request, Permission.DECIDE_REFERRALS))
    found = [row for row in waiting if str(row.pk) in seen]
    for row in found:
        press(request, functools.partial(actions.put_aside_doubtful, by=request.actor, ask=row))
    if found:
        messages.success(request, f"Put aside: {len(found)}. Deleted in {DOUBTFUL_KEPT.days} days.")
    return redirect("referrals:doubtful")


@allowed(Permission.DECIDE_REFERRALS)
def ask_refer(request: ActingRequest, ask_id: UUID) -> HttpResponse:
    """Complete what somebody sent without an account: what they wrote is in the form, and one press settles it."""
    ask = doors.ask_to_settle(_schemes(request, Permission.DECIDE_REFERRALS), ask_id)
    if ask.handled_at and request.method != "POST":
        messages.info(request, "This has been dealt with already.")
        return redirect("desk:triage")
    looked_at(by=request.actor, scheme_id=ask.scheme_id, person_id=None, page="referrals:ask_refer")
    came_by = doors.place(ask.via) if ask.via else None
    form = AskedForm(request, ask=ask, came_by=came_by)
    made = carry_out(
        form, lambda typed: actions.complete_ask(by=request.actor, ask=ask, **form.given(typed))
    )
    if made is not None:
        messages.success(request, "The referral is made, under the reference that was shown.")
        return redirect("referrals:detail", made.pk)
    return page(
        request,
        "referrals/ask_refer.html",
        form=form,
        ask=ask,
        came_by=came_by.name if came_by else "the public page",
        rows=presenters.answers_rows(ask.answers),
        programmes=form.programmes,
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def signposted(request: ActingRequest) -> HttpResponse:
    """How often practices and organisations gave somebody the name of a group."""
    titles = dict(foundations.choices())
    shown = [
        (scheme, doors.signposting(scheme.pk))
        for scheme in organisations.schemes()
        if holds(request.actor, Permission.WORK_WITH_PEOPLE, scheme.pk)
    ]
    return render(request, "referrals/signposted.html", {"shown": shown, "titles": titles})


def _schemes(request: ActingRequest, permission: Permission) -> list[UUID]:
    return [
        seat.scheme_id
        for seat in request.actor.seats
        if holds(request.actor, permission, seat.scheme_id)
    ]
