"""How people see a door: the real page, for the frame on its set-up page. Nothing can be sent from it."""

from __future__ import annotations

from uuid import UUID

from csp.decorators import csp_replace, csp_update
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from kith.accounts.permissions import ActingRequest, Permission, View, allowed, check
from kith.organisations import queries as organisations
from kith.organisations.models import Scheme
from kith.pathway.referrals.actions.doors import CHOSEN
from kith.pathway.referrals.ask_path import FIRST, AskPath
from kith.pathway.referrals.outside_forms import OutsideForm
from kith.pathway.referrals.queries import doors
from kith.pathway.referrals.views.asking import about, form_of
from kith.vocabulary import foundations
from kith.vocabulary.doors import Door

# A token that was never given: what the page's buttons name opens nothing.
NO_TOKEN = "preview"  # noqa: S105
ANY_PLACE = "your practice or team"


def framing(view: View) -> View:
    """A page that frames one of ours."""
    made: View = csp_update({"frame-src": ["'self'"]})(view)  # type: ignore[assignment]
    return made


def framed(view: View) -> View:
    """A page that our own pages may frame, and whose forms the browser does not send."""
    own = {"frame-ancestors": ["'self'"], "form-action": ["'none'"]}
    made: View = csp_replace(own)(xframe_options_sameorigin(view))  # type: ignore[assignment]
    return made


@allowed(Permission.SET_UP)
@framed
@require_safe
def door_preview(request: ActingRequest, scheme_id: UUID, door: str) -> HttpResponse:
    """The page behind one door, as people see it; of the public page one question, by `?step=`."""
    check(request.actor, Permission.SET_UP, scheme_id)
    if door not in CHOSEN:
        raise Http404
    row = organisations.scheme(scheme_id)
    if door == Door.ASK:
        return _asking(request, row)
    found = (one for one in doors.places(scheme_id) if one.door == door)
    unknown = doors.Place(row.pk, row.pk, ANY_PLACE, "", "", Door(door))
    return _outside(request, row, next(found, unknown))


@allowed(Permission.SET_UP)
@framed
@require_safe
def place_preview(request: ActingRequest, place_id: UUID) -> HttpResponse:
    """The own page of one practice or organisation, as its staff see it."""
    found = doors.place(place_id)
    if found is None:
        raise Http404
    check(request.actor, Permission.SET_UP, found.scheme_id)
    return _outside(request, organisations.scheme(found.scheme_id), found)


def _outside(request: ActingRequest, row: Scheme, place: doors.Place) -> HttpResponse:
    door = doors.door_page(row.pk, place.door)
    shown = {**_shown(request), "place": place, "scheme": row, "door": door, "token": NO_TOKEN}
    if not door.is_open:
        return render(request, "referrals/closed.html", shown)
    form = OutsideForm(
        request, scheme_id=row.pk, place_id=place.id, asked=doors.asked(row.pk, place.door)
    )
    kinds = [(key.value, key.label) for key in foundations.FIVE]
    counted = {"kinds": kinds, "signposted": doors.signposted_in_month(place.id), "last": None}
    return render(request, "referrals/outside.html", {**shown, **counted, "form": form})


def _asking(request: ActingRequest, row: Scheme) -> HttpResponse:
    door = doors.door_page(row.pk, Door.ASK)
    if not door.is_open:
        return render(
            request, "referrals/closed.html", {**_shown(request), "scheme": row, "door": door}
        )
    way = AskPath(row, doors.asked(row.pk, Door.ASK))
    step = request.GET.get("step", FIRST)
    if step not in way.steps:
        raise Http404
    here, form = way.steps.index(step), form_of(request, way, step)
    page = {"form": form, "title": form.title, "number": here + 1, "most": len(way.steps)}
    back = way.address(way.steps[max(here - 1, 0)])
    return render(
        request, "referrals/ask.html", {**_shown(request), **about(row), **page, "back": back}
    )


def _shown(request: ActingRequest) -> dict[str, str]:
    return {"preview": "alone" if "alone" in request.GET else "framed"}
