"""The letters that are owed, and the e-mails that did not go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, check, holds
from kith.files import queries as files
from kith.messages import actions, presenters, queries
from kith.messages.forms import NOT_NEEDED, LetterForm
from kith.messages.models import Letter
from kith.people.queries import person_for, with_merged_visible_to
from kith.people.views.opening import note_look
from kith.resilience.pages import carry_out, page, press

A_PAGE = 50


@allowed(Permission.SEE_PEOPLE)
def letters(request: ActingRequest) -> HttpResponse:
    """The letters to be sent, oldest first, and what keeps e-mails from going."""
    shown = Paginator(queries.due(request.actor), A_PAGE).get_page(request.GET.get("page"))
    seen = with_merged_visible_to(request.actor).select_related("merged_into")
    about = {
        pk: person.kept
        for pk, person in seen.in_bulk([row.person_id for row in shown if row.person_id]).items()
    }
    trouble = queries.mail_trouble(request.actor.schemes)
    return render(
        request,
        "messages/letters.html",
        {
            "rows": presenters.letter_rows(shown, about),
            "shown": shown,
            "mail": presenters.mail_words(trouble),
            "trying": trouble.trying,
            "failed": trouble.failed,
        },
    )


@allowed(Permission.SEE_PEOPLE)
def letter(request: ActingRequest, letter_id: UUID) -> HttpResponse:
    """One letter: read it, then say how it went or why it need not."""
    row = queries.letter_for(request.actor, letter_id)
    if request.method == "POST":
        check(request.actor, Permission.WORK_WITH_PEOPLE, row.scheme_id)
    form = LetterForm(request)
    done = carry_out(form, lambda typed: _settle(request, row, typed))
    if done is not None:
        messages.success(request, f"{presenters.addressee(done)}: {presenters.what_became(done)}.")
        return redirect("messages:letters")
    person = person_for(request.actor, row.person_id) if row.person_id else None
    _note_reader(request, row)
    return page(
        request,
        "messages/letter.html",
        form=form,
        letter=row,
        row=presenters.letter_row(row, person),
        became=presenters.what_became(row),
        is_owed=row.state == Letter.State.OWED,
        may_settle=holds(request.actor, Permission.WORK_WITH_PEOPLE, row.scheme_id),
    )


@allowed(Permission.SEE_PEOPLE)
def letter_pdf(request: ActingRequest, letter_id: UUID) -> HttpResponse:
    """A letter as it was made; `?download` saves it in place of showing it."""
    row = queries.letter_for(request.actor, letter_id)
    _note_reader(request, row)
    try:
        content = files.read(row.file)
    except files.Damaged as damage:
        shown = {"title": "The letter cannot be shown", "what_to_do": damage.message}
        return render(request, "ui/error.html", {**shown, "layout": "ui/staff.html"}, status=503)
    response = HttpResponse(content, content_type="application/pdf")
    how = "attachment" if "download" in request.GET else "inline"
    # No name of a person: what is saved may lie in a shared folder.
    response["Content-Disposition"] = f'{how}; filename="letter-{row.created_at:%Y-%m-%d}.pdf"'
    return response


@allowed(Permission.WORK_WITH_PEOPLE)
@require_POST
def send_again(request: ActingRequest, email_id: UUID) -> HttpResponse:
    """Try an e-mail that failed once more."""
    email = queries.failed_email(request.actor.schemes, email_id)
    check(request.actor, Permission.WORK_WITH_PEOPLE, email.scheme_id)
    press(
        request,
        lambda: actions.send_again(by=request.actor, email=email),
        done=f"The e-mail to {email.to} is being sent again.",
    )
    return redirect("messages:letters")


def _settle(request: ActingRequest, row: Letter, typed: dict[str, Any]) -> Letter:
    if typed["how"] == NOT_NEEDED:
        return actions.mark_not_needed(by=request.actor, letter=row, reason=typed["reason"])
    return actions.mark_sent(by=request.actor, letter=row, how=typed["how"], at=typed["at"])


def _note_reader(request: ActingRequest, row: Letter) -> None:
    if row.person_id is not None:
        note_look(request, row.scheme_id, row.person_id)
