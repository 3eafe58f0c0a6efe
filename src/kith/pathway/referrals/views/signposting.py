"""One press by whoever signed in at a practice or an organisation: somebody was given the name of a group."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, LinkRequest, Permission, allowed
from kith.organisations import queries as organisations
from kith.organisations.models import Membership
from kith.pathway.referrals import actions
from kith.pathway.referrals.queries import doors
from kith.resilience.pages import press
from kith.vocabulary import foundations

COUNTED = "Counted. Thank you for pointing the way."


def pointed_from(member: Membership) -> dict[str, Any] | None:
    """What the button shows to somebody who refers for a practice or an organisation; None for anybody else."""
    place_id = member.practice_id or member.organisation_id
    if place_id is None:
        return None
    return {
        "place_id": place_id,
        "signposted": doors.signposted_in_month(place_id),
        "last": doors.last_signposting(place_id),
        "kinds": [(key.value, key.label) for key in foundations.FIVE],
    }


@allowed(Permission.REFER)
@require_POST
def signpost_here(request: ActingRequest, place_id: UUID) -> HttpResponse:
    """Count one at one's own practice or organisation."""
    member = _there(request, place_id)
    press(
        request,
        lambda: actions.signpost(
            by=request.actor,
            scheme_id=member.scheme_id,
            via=place_id,
            foundation=request.POST.get("foundation", ""),
        ),
        done=COUNTED,
    )
    return _back(member)


@allowed(Permission.REFER)
@require_POST
def take_back_here(request: ActingRequest, place_id: UUID) -> HttpResponse:
    """Take back the last press of one's own place, within its minute."""
    member = _there(request, place_id)
    take_back_last(request, place_id)
    return _back(member)


def take_back_last(request: ActingRequest | LinkRequest, place_id: UUID) -> None:
    """Take back the last press of a place, for whoever stands behind its door; says so, or that it is too late."""
    last = doors.last_signposting(place_id)
    if last is None:
        messages.info(request, "There is nothing to take back any more.")
    else:
        press(
            request,
            lambda: actions.take_back_signposting(by=request.actor, signposting=last),
            done="Taken back.",
        )


def _there(request: ActingRequest, place_id: UUID) -> Membership:
    """The seat from which the visitor refers for that place; the one 404 for a place that is not theirs."""
    found = doors.referrer_at(request.actor, place_id)
    if found is None:
        raise Http404
    return found


def _back(member: Membership) -> HttpResponse:
    scheme = organisations.scheme(member.scheme_id)
    return redirect(f"{reverse('referrals:refer')}?scheme={scheme.slug}")
