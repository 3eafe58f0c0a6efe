"""Pages without an account: that a session is off, or takes place after all, and where a volunteer notes a visit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from kith.accounts.permissions import LinkRequest, by_link
from kith.groups import actions, queries
from kith.groups.forms import VisitForm
from kith.groups.models import BefrienderVisit, VisitPage
from kith.groups.queries import volunteers as volunteer_queries
from kith.groups.states import SessionState
from kith.organisations import queries as organisations
from kith.resilience.limits import Limit, spend
from kith.resilience.pages import carry_out, page
from kith.ui import dates

# One volunteer writes after a visit, now and then; whoever tries more is no volunteer.
LOGGING = Limit("note visits by a link", burst=10, per_hour=10)


@by_link(queries.OFF)
def off(request: LinkRequest, token: str) -> HttpResponse:
    """Which session does not take place, why, and when the group meets next; or that it takes place after all."""
    row = queries.session_shown(request.link.subject_id)
    if row is None:
        raise Http404
    scheme = organisations.scheme(request.link.scheme_id)
    off = row.state == SessionState.CANCELLED
    return render(request, "groups/off.html", {"shown": row.shown, "off": off, "scheme": scheme})


@by_link(volunteer_queries.VISITS)
def own_visits(request: LinkRequest, token: str) -> HttpResponse:
    """Where a volunteer notes a visit: it says a first name and the days noted here, and nothing else."""
    own = volunteer_queries.page_shown(request.link.subject_id)
    if own is None:
        raise Http404
    form = VisitForm(request, initial={"visited_on": dates.today()})
    made = carry_out(form, lambda typed: _log(request, own, typed))
    if made is not None:
        said = "Somebody of the scheme is asked to act today." if made.worry else "Thank you."
        messages.success(request, f"Saved. {said}")
        return redirect("groups:own_visits", token)
    return page(
        request,
        "groups/own_visits.html",
        form=form,
        own=own,
        days=volunteer_queries.noted_on(own.pk),
        until=volunteer_queries.checked_until(own, request.actor.key),
        scheme=organisations.scheme(request.link.scheme_id),
    )


def _log(request: LinkRequest, own: VisitPage, typed: dict[str, Any]) -> BefrienderVisit:
    spend(LOGGING, by=str(request.link.id))
    return actions.log_on_page(
        by=request.actor, scheme_id=request.link.scheme_id, page=own, **typed
    )
