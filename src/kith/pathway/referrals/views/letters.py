"""Letters that came by e-mail or on paper: brought, typed in beside their picture, kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, holds
from kith.audit.write import looked_at
from kith.files import queries as files
from kith.isolation.actor import Seat
from kith.organisations import queries as organisations
from kith.pathway.referrals import actions
from kith.pathway.referrals import attachment_queries as queries
from kith.pathway.referrals.forms import AsideForm, BringLetterForm, ReferForm
from kith.pathway.referrals.models import IncomingLetter, Referral
from kith.pathway.referrals.queries import doors
from kith.pathway.referrals.views.attachments import original, picture
from kith.resilience.pages import carry_out, page, press
from kith.ui.dates import today
from kith.vocabulary.doors import Door


@allowed(Permission.DECIDE_REFERRALS)
def letters(request: ActingRequest) -> HttpResponse:
    """Letters to type in, the oldest first, and bringing one."""
    seat = _seat(request)
    form = BringLetterForm(request, initial={"came_on": today()})
    brought = carry_out(form, lambda typed: _bring(request, seat, typed))
    if brought is not None:
        messages.success(request, "The letter is kept. Type it in now, or leave it on the list.")
        return redirect("referrals:letter", brought.pk)
    return page(
        request,
        "referrals/letters.html",
        form=form,
        place=organisations.scheme(seat.scheme_id),
        waiting=queries.letters_waiting(request.actor),
        introduction=doors.door_page(seat.scheme_id, Door.LETTER).introduction,
        own=[one.membership_id for one in request.actor.seats],
    )


def _bring(request: ActingRequest, seat: Seat, typed: dict[str, Any]) -> IncomingLetter:
    sent = typed.pop("file")
    return actions.bring_letter(
        by=request.actor, scheme_id=seat.scheme_id, name=sent.name, content=sent.read(), **typed
    )


def _seat(request: ActingRequest) -> Seat:
    """The seat to bring letters to, by `?scheme=`, else the first that may."""
    seats = [
        seat
        for seat in request.actor.seats
        if holds(request.actor, Permission.DECIDE_REFERRALS, seat.scheme_id)
    ]
    names = {scheme.pk: scheme.slug for scheme in organisations.schemes()}
    wanted = request.GET.get("scheme", "")
    return next((seat for seat in seats if names[seat.scheme_id] == wanted), seats[0])


@allowed(Permission.DECIDE_REFERRALS)
def letter(request: ActingRequest, letter_id: UUID) -> HttpResponse:
    """The letter's pages beside the form of a referral."""
    row = queries.letter_for(request.actor, letter_id)
    if row.ended_at and request.method != "POST":
        messages.info(request, "This letter has been dealt with already.")
        return redirect("referrals:letters")
    _note(request, row)
    form = ReferForm(request, scheme_id=row.scheme_id, membership=None)
    made = carry_out(form, lambda typed: _type_in(request, row, form.given(typed)))
    if made is not None:
        messages.success(request, "The referral is made, and the letter stays with it.")
        return redirect("referrals:detail", made.pk)
    return page(
        request,
        "referrals/letter.html",
        form=form,
        letter=row,
        pages=files.pages(row.upload),
        programmes=form.programmes,
        own=None,
        taken_by_other=row.taken_by_id not in (None, request.actor.membership_id(row.scheme_id)),
    )


def _type_in(request: ActingRequest, row: IncomingLetter, given: dict[str, Any]) -> Referral:
    return actions.type_in_letter(by=request.actor, letter=row, **given)


@allowed(Permission.DECIDE_REFERRALS)
@require_POST
def letter_take(request: ActingRequest, letter_id: UUID) -> HttpResponse:
    """Say that one is typing it in, and go there."""
    row = queries.letter_for(request.actor, letter_id)
    taken = press(request, lambda: actions.take_letter(by=request.actor, letter=row))
    return redirect("referrals:letter", row.pk) if taken else redirect("referrals:letters")


@allowed(Permission.DECIDE_REFERRALS)
def letter_aside(request: ActingRequest, letter_id: UUID) -> HttpResponse:
    """Put aside a letter that is no referral."""
    row = _waiting(request, letter_id)
    form = AsideForm(request)
    done = carry_out(
        form, lambda typed: actions.put_letter_aside(by=request.actor, letter=row, **typed)
    )
    if done is not None:
        messages.success(request, "Put aside. The letter is kept.")
        return redirect("referrals:letters")
    return page(request, "referrals/letter_aside.html", form=form, letter=row)


@allowed(Permission.DECIDE_REFERRALS)
def letter_page(request: ActingRequest, letter_id: UUID, number: int) -> HttpResponse:
    """One page of a letter that waits, as a picture."""
    row = _waiting(request, letter_id)
    return picture(files.page_of(row.upload, number))


@allowed(Permission.DECIDE_REFERRALS)
def letter_original(request: ActingRequest, letter_id: UUID) -> HttpResponse:
    """A letter that waits, as it came, to keep."""
    row = _waiting(request, letter_id)
    return original(files.original(row.upload))


def _waiting(request: ActingRequest, letter_id: UUID) -> IncomingLetter:
    """A letter that waits. One that was typed in is seen by whoever may see its referral, and there."""
    row = queries.letter_for(request.actor, letter_id)
    if row.ended_at:
        raise Http404
    _note(request, row)
    return row


def _note(request: ActingRequest, row: IncomingLetter) -> None:
    """A line in the log: of nobody on record yet."""
    assert request.resolver_match is not None
    looked_at(
        by=request.actor,
        scheme_id=row.scheme_id,
        person_id=None,
        page=request.resolver_match.view_name,
    )
