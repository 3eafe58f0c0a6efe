"""The words of a scheme: read, changed, looked at and put back by its manager."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, check
from kith.messages import actions, presenters, queries
from kith.messages import wording as declared
from kith.messages.documents.render import UnprintableText
from kith.messages.forms import WordingForm
from kith.messages.wording import Piece
from kith.organisations import queries as organisations
from kith.organisations.models import Scheme
from kith.resilience.errors import Refused
from kith.resilience.pages import carry_out, page, press


@allowed(Permission.SET_UP)
def words(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """Everything that a scheme may say in its own words."""
    scheme = _scheme(request, scheme_id)
    pieces = declared.pieces()
    changed = queries.newest_words(scheme.pk, [piece.key for piece in pieces])
    shown = {"scheme_row": scheme, "groups": presenters.words_in_groups(pieces, changed)}
    return render(request, "messages/words.html", shown)


@allowed(Permission.SET_UP)
def wording(request: ActingRequest, scheme_id: UUID, key: str) -> HttpResponse:
    """One piece: change it, see how it looks, read what it said before."""
    scheme, piece = _scheme(request, scheme_id), _piece(key)
    rows = queries.changes_of_words(scheme.pk, piece.key)
    now = (rows[0].text if rows else "") or piece.default
    form = WordingForm(request, piece=piece, now=now, number=rows[0].number if rows else 0)
    looking = "look" in request.POST
    if looking and (document := _look(form, piece, request.POST["look"])) is not None:
        return document
    if not looking:
        kept = carry_out(
            form,
            lambda typed: actions.change_words(
                by=request.actor,
                scheme_id=scheme.pk,
                piece=piece,
                text=typed["text"],
                expected=typed["seen"],
            ),
        )
        if kept is not None:
            messages.success(request, "Kept. It is said so from now on.")
            return redirect("messages:wording", scheme.pk, piece.key)
    typed = form["text"].value() if form.is_bound else now
    return page(
        request,
        "messages/wording.html",
        form=form,
        scheme_row=scheme,
        piece=piece,
        names=[(name, said, name in piece.needed) for name, said in piece.examples.items()],
        preview=declared.example(piece, typed or ""),
        looking=form.is_bound,
        is_default=not rows or rows[0].is_default,
        history=presenters.history_of_words(piece, rows),
    )


@allowed(Permission.SET_UP)
@require_POST
def put_back_words(request: ActingRequest, scheme_id: UUID, key: str, number: int) -> HttpResponse:
    """Say it again as it was said before."""
    scheme, piece = _scheme(request, scheme_id), _piece(key)
    press(
        request,
        lambda: actions.put_back_words(
            by=request.actor, scheme_id=scheme.pk, piece=piece, number=number
        ),
        done="Put back. It is said so from now on.",
    )
    return redirect("messages:wording", scheme.pk, piece.key)


def _look(form: WordingForm, piece: Piece, how: str) -> HttpResponse | None:
    """The document with the words as they are typed; None for the page itself, or where they cannot be said."""
    if not form.is_valid():
        return None
    text = form.cleaned_data["text"].replace("\r\n", "\n").strip()
    try:
        declared.check(piece, text)
        if how != "pdf" or piece.shown is None:
            return None
        return HttpResponse(piece.shown(text), content_type="application/pdf")
    except Refused as refusal:
        form.add_error(refusal.field, refusal.message)
    except UnprintableText as wrong:
        form.add_error("text", str(wrong))
    return None


def _scheme(request: ActingRequest, scheme_id: UUID) -> Scheme:
    check(request.actor, Permission.SET_UP, scheme_id)
    return organisations.scheme(scheme_id)


def _piece(key: str) -> Piece:
    found = declared.piece_of(key)
    if found is None:
        raise Http404
    return found
