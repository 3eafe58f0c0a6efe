"""How a view answers: carry out a form, show a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kith.resilience import drafts
from kith.resilience.errors import Refused, Stale
from kith.resilience.forms import Form

Result = TypeVar("Result")


def carry_out(form: Form, act: Callable[[dict[str, Any]], Result]) -> Result | None:
    """Run `act` with the form's values when it was sent and is valid; else return None.

    A refusal becomes an error of the form, a stale version becomes both texts side by side, and
    in every case what was typed stays on the page. A form that was carried out leaves no draft.
    `act` must return something (the row it wrote).
    """
    if not form.is_bound or not form.is_valid():
        return None
    try:
        result = act(form.values())
    except Stale as refusal:
        form.set_out_conflict()
        form.add_error(None, refusal.message)
        return None
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return None
    if form.keeps_drafts:
        drafts.discard(form.draft_name)
    return result


def press(request: HttpRequest, act: Callable[[], Result], *, done: str = "") -> Result | None:
    """Run `act` for a button that asks nothing more; what came of it is a notice on the next page.

    `done` says that it was done, if that must be said. A refusal becomes an error notice, and None
    is returned.
    """
    try:
        result = act()
    except Refused as refusal:
        messages.error(request, refusal.message)
        return None
    if done:
        messages.success(request, done)
    return result


def page(
    request: HttpRequest, template: str, *, form: Form | None = None, **shown: Any
) -> HttpResponse:
    """Render a page; 409 when its form met another's change, 400 when it has errors."""
    status = 200
    if form is not None and form.is_bound and form.errors:
        status = 409 if form.conflicts else 400
        if form.keeps_drafts:
            drafts.save(form=form.draft_name, typed=request.POST)
    return render(request, template, {**shown, "form": form}, status=status)


def page_asked(request: HttpRequest) -> int:
    """The page of a list that the address asks for by `page`; 1 for anything that is no such number."""
    said = request.GET.get("page", "")
    return max(int(said), 1) if said.isascii() and said.isdigit() and len(said) < 6 else 1
