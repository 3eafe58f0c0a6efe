"""Campaigns: all of them, and one with its list and its calls one by one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.audit.write import looked_at_each
from kith.campaigns import presenters, queries
from kith.campaigns.rules import OUTCOMES, days_in_words

PER_PAGE = 50


@allowed(Permission.WORK_WITH_PEOPLE)
def campaigns(request: ActingRequest) -> HttpResponse:
    """Every campaign of one's schemes, and how far each is."""
    rows = presenters.campaign_rows(queries.campaigns(request.actor))
    return render(request, "campaigns/campaigns.html", {"rows": rows})


@allowed(Permission.WORK_WITH_PEOPLE)
def campaign(request: ActingRequest, campaign_id: UUID) -> HttpResponse:
    """One campaign: what came of its calls, each call, and (`?show=people`) who is on its list."""
    row = queries.campaign_for(request.actor, campaign_id)
    shows_people = request.GET.get("show") == "people"
    outcome = request.GET.get("outcome", "")
    outcome = outcome if outcome in {one.value for one in OUTCOMES} else ""
    found: Any = (
        queries.listings(request.actor, row)
        if shows_people
        else queries.calls(request.actor, row, outcome)
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    _note(request, row.scheme_id, page, shows_people)
    kept = {"show": "people"} if shows_people else ({"outcome": outcome} if outcome else {})
    shown = {
        "campaign": row,
        "days": days_in_words(row),
        "counts": presenters.outcome_rows(queries.outcomes(row), row),
        "shows_people": shows_people,
        "outcome": presenters.words(outcome),
        "page": page,
        "rows": presenters.person_rows(page) if shows_people else presenters.call_rows(page),
        "query": "?" + urlencode({**kept, "page": ""}),
    }
    return render(request, "campaigns/campaign.html", shown)


def _note(request: ActingRequest, scheme_id: UUID, page: Page, shows_people: bool) -> None:
    seen = (
        {row.person_id for row in page}
        if shows_people
        else {row.contact.person_id for row in page if row.visible}
    )
    looked_at_each(
        by=request.actor,
        about=[(scheme_id, person_id) for person_id in sorted(seen)],
        page="campaigns:campaign",
    )
