"""Setting the doors up: what stands at each, and the pages of practices and organisations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, check
from kith.organisations import actions as organisations_actions
from kith.organisations import queries as organisations
from kith.organisations.models import Scheme
from kith.pathway.referrals import actions
from kith.pathway.referrals.actions.doors import CHOSEN, SIGNED_IN
from kith.pathway.referrals.ask_path import FIRST, AskPath
from kith.pathway.referrals.card import card
from kith.pathway.referrals.door_forms import DoorForm, OrganisationForm, PreviewForm, QuestionForm
from kith.pathway.referrals.queries import doors as queries
from kith.pathway.referrals.rules import MOST_REQUIRED
from kith.pathway.referrals.views.preview import framing
from kith.resilience.pages import carry_out, page, press
from kith.vocabulary import doors as vocabulary
from kith.vocabulary.doors import Door


@allowed(Permission.SET_UP)
def doors(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """The ways in: each door, each practice's and organisation's own page, and adding an organisation."""
    row = _scheme(request, scheme_id)
    form = OrganisationForm(request, listed=queries.listed_not_referring(row.pk))
    added = carry_out(
        form,
        lambda typed: organisations_actions.add_referring_organisation(
            by=request.actor, scheme_id=row.pk, **form.organisation()
        ),
    )
    if added is not None:
        return redirect("referrals:place", added.pk)
    given = queries.with_link(scheme_id)
    stand = queries.door_pages(scheme_id, (*CHOSEN, *SIGNED_IN))
    pages = [(one, vocabulary.label(one.door)) for one in stand]
    return page(
        request,
        "referrals/doors.html",
        form=form,
        row=row,
        doors=pages[: len(CHOSEN)],
        signed_in=pages[len(CHOSEN) :],
        places=[(one, one.id in given) for one in queries.places(scheme_id)],
    )


@allowed(Permission.SET_UP)
@framing
def door(request: ActingRequest, scheme_id: UUID, door: str) -> HttpResponse:
    """What stands at one door, beside how people will see it."""
    row = _scheme(request, scheme_id)
    if door not in (*CHOSEN, *SIGNED_IN):
        raise Http404
    stands = queries.door_page(row.pk, door)
    saved = stands if not stands._state.adding else None
    names = ("is_open", "introduction", "closed_words")
    form = DoorForm(
        request, version_of=saved, initial={name: getattr(stands, name) for name in names}
    )
    done = carry_out(
        form,
        lambda typed: actions.change_door(
            by=request.actor, scheme_id=row.pk, door=door, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        messages.success(request, "Saved. People see it from now on.")
        return redirect("referrals:door", scheme_id, door)
    return page(
        request,
        "referrals/door.html",
        form=form,
        door=stands,
        signed_in=door in SIGNED_IN,
        **_steps(request, row, door),
        programmes=[] if door == Door.ASK else list(organisations.programmes(row.pk)),
        **_about(request, row, door),
    )


def _steps(request: ActingRequest, row: Scheme, door: str) -> dict[str, Any]:
    """The questions of the public page, by the word in their address, and which is seen; other doors have
    one page.
    """
    steps = AskPath(row, queries.asked(row.pk, door)).steps if door == Door.ASK else []
    wanted = request.GET.get("see", "")
    return {"steps": steps, "step": wanted if wanted in steps else FIRST}


@allowed(Permission.SET_UP)
def door_questions(request: ActingRequest, scheme_id: UUID, door: str) -> HttpResponse:
    """The scheme's own questions at one door, and asking one more."""
    row = _scheme(request, scheme_id)
    _chosen(door)
    form = QuestionForm(request)
    done = carry_out(
        form,
        lambda typed: actions.add_question(by=request.actor, scheme_id=row.pk, door=door, **typed),
    )
    if done is not None:
        messages.success(request, f"“{done.label}” is asked from now on.")
        return redirect("referrals:door_questions", scheme_id, door)
    return page(request, "referrals/door_questions.html", form=form, **_about(request, row, door))


@allowed(Permission.SET_UP)
@require_POST
def stop_question(request: ActingRequest, question_id: UUID) -> HttpResponse:
    """Ask a question no longer."""
    row = queries.question(question_id)
    check(request.actor, Permission.SET_UP, row.scheme_id)
    press(
        request,
        lambda: actions.stop_question(by=request.actor, question=row),
        done=f"“{row.label}” is not asked any more. What was answered stays.",
    )
    return redirect("referrals:door_questions", row.scheme_id, row.door)


@allowed(Permission.SET_UP)
@framing
def place(request: ActingRequest, place_id: UUID) -> HttpResponse:
    """The page of one practice or organisation: its address, to copy, print, renew or end."""
    found = _place(request, place_id)
    return render(
        request,
        "referrals/place.html",
        {
            "place": found,
            "scheme_row": organisations.scheme(found.scheme_id),
            "address": _address(request, place_id),
            "door_label": vocabulary.label(found.door),
            "signposted": queries.signposted_in_month(found.id),
        },
    )


@allowed(Permission.SET_UP)
@require_POST
def place_link(request: ActingRequest, place_id: UUID) -> HttpResponse:
    """Give a practice or organisation its own page, a new one for the old, or end it."""
    found = _place(request, place_id)
    given: dict[str, Any] = {
        "by": request.actor,
        "scheme_id": found.scheme_id,
        "place_id": found.id,
    }
    if request.POST.get("do") == "end":
        done = "Ended. The address opens nothing any more."
        press(request, lambda: actions.end_link(**given), done=done)
    else:
        done = "Here is the new address. One there was before opens nothing any more."
        press(request, lambda: actions.give_link(**given), done=done)
    return redirect("referrals:place", place_id)


@allowed(Permission.SET_UP)
def place_card(request: ActingRequest, place_id: UUID) -> HttpResponse:
    """The address on a sheet of paper, for the wall behind reception."""
    found = _place(request, place_id)
    address = _address(request, place_id)
    if not address:
        raise Http404
    made = card(organisations.scheme(found.scheme_id), found.name, address)
    return HttpResponse(made, content_type="application/pdf")


def _scheme(request: ActingRequest, scheme_id: UUID) -> Scheme:
    check(request.actor, Permission.SET_UP, scheme_id)
    return organisations.scheme(scheme_id)


def _chosen(door: str) -> str:
    if door not in CHOSEN:
        raise Http404
    return door


def _about(request: ActingRequest, row: Scheme, door: str) -> dict[str, Any]:
    asked = queries.asked(row.pk, door)
    return {
        "row": row,
        "name": door,
        "label": vocabulary.label(door),
        "questions": list(queries.questions(row.pk, door)),
        "too_many": sum(one.required for one in asked) > MOST_REQUIRED,
        "most": MOST_REQUIRED,
        "preview": PreviewForm(request, asked) if request.method == "GET" else None,
    }


def _place(request: ActingRequest, place_id: UUID) -> queries.Place:
    found = queries.place(place_id)
    if found is None:
        raise Http404
    check(request.actor, Permission.SET_UP, found.scheme_id)
    return found


def _address(request: ActingRequest, place_id: UUID) -> str:
    token = queries.token(place_id)
    return request.build_absolute_uri(reverse("referrals:outside", args=[token])) if token else ""
