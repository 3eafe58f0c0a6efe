"""What came without an account and is no referral: doubted, or only counted."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, holds
from kith.organisations import queries as organisations
from kith.pathway.referrals import actions, presenters
from kith.pathway.referrals.queries import doors
from kith.pathway.referrals.rules import DOUBTFUL_KEPT
from kith.resilience.pages import press
from kith.vocabulary import foundations

PAGE_LENGTH = 20


@allowed(Permission.DECIDE_REFERRALS)
def doubtful(request: ActingRequest) -> HttpResponse:
    """What was probably not written by a person, each with why, for thirty days."""
    found = doors.doubtful(_schemes(request, Permission.DECIDE_REFERRALS))
    rows = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    listed = [(row, presenters.answers_rows(row.answers)) for row in rows]
    shown = {"rows": rows, "listed": listed, "days": DOUBTFUL_KEPT.days}
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
