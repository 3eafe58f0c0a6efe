"""The library as a manager keeps it."""

from __future__ import annotations

import copy
import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from kith.accounts.permissions import ActingRequest, Permission, allowed, check
from kith.organisations import queries as organisations
from kith.organisations.models import Scheme
from kith.pathway.outcomes import actions, queries
from kith.pathway.outcomes.instruments import ELSEWHERE, LIBRARY
from kith.pathway.outcomes.queries import Kept
from kith.pathway.outcomes.setup_forms import OwnQuestionForm, RegistrationForm, UseForm
from kith.resilience.pages import carry_out, page, press
from kith.ui import dates

YEAR = datetime.timedelta(days=365)


@allowed(Permission.SET_UP)
def scheme_measures(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """Every measure: whether it is used, who responds, how often it was taken and put off in a year."""
    scheme = _scheme(request, scheme_id)
    kept = queries.shelf(scheme_id)
    return page(
        request,
        "outcomes/scheme_measures.html",
        row=scheme,
        kept=[one for one in kept.values() if one.question is None or not one.question.ended_at],
        ended=[one for one in kept.values() if one.question is not None and one.question.ended_at],
        uses=queries.uses(scheme_id, dates.today() - YEAR),
        elsewhere=ELSEWHERE.values(),
    )


@allowed(Permission.SET_UP)
def scheme_measure(request: ActingRequest, scheme_id: UUID, key: str) -> HttpResponse:
    """One measure: whether it is used and who responds; its questions, where its owner lets us load them."""
    scheme = _scheme(request, scheme_id)
    kept = queries.shelf(scheme_id).get(key)
    if kept is None:
        raise Http404
    sent = request.POST.get("do", "use") if request.method == "POST" else ""
    if sent == "end":
        return _end_text(request, scheme, kept)
    use = UseForm(_only(request, sent == "use"), kept=kept, scheme_id=scheme_id)
    licensed = key in LIBRARY and not LIBRARY[key].text_ships
    text = (
        RegistrationForm(_only(request, sent == "text"), measure=LIBRARY[key]) if licensed else None
    )
    form: Any = text if sent == "text" and text is not None else use
    done = carry_out(form, lambda typed: _keep(request, scheme, kept, form, typed))
    if done is not None:
        messages.success(request, f"{kept.measure.title}: saved.")
        return redirect("outcomes:scheme_measure", scheme_id, key)
    return page(
        request, "outcomes/scheme_measure.html", form=form if sent else None, use=use, text=text,
        row=scheme, kept=kept, measure=kept.measure, key=key,
    )  # fmt: skip


def _only(request: ActingRequest, sent: bool) -> Any:
    """The request for the form that was sent; for the other, one that sent nothing."""
    if sent:
        return request
    unsent = copy.copy(request)
    unsent.method = "GET"
    return unsent


def _keep(
    request: ActingRequest, scheme: Scheme, kept: Kept, form: Any, typed: dict[str, Any]
) -> Any:
    given: dict[str, Any] = {
        "by": request.actor,
        "scheme_id": scheme.pk,
        "measure": kept.measure.key,
    }
    if isinstance(form, UseForm):
        return actions.set_use(**given, **form.given(typed), expected=form.seen_version)
    return actions.register(**given, **form.given(typed))


def _end_text(request: ActingRequest, scheme: Scheme, kept: Kept) -> HttpResponse:
    key = kept.measure.key
    press(
        request,
        lambda: actions.end_registration(by=request.actor, scheme_id=scheme.pk, measure=key),
        done="The questions are shown no more. Scores stay.",
    )
    return redirect("outcomes:scheme_measure", scheme.pk, key)


@allowed(Permission.SET_UP)
def own_question(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """A question of the scheme's own; with `?of=`, other words for one, which then ends."""
    scheme = _scheme(request, scheme_id)
    of = None
    if "of" in request.GET:
        kept = queries.shelf(scheme_id).get(request.GET["of"])
        if kept is None or kept.question is None or kept.question.ended_at:
            raise Http404
        of = kept.question
    form = OwnQuestionForm(request, scheme_id=scheme_id, of=of)
    made = carry_out(
        form,
        lambda typed: actions.ask_own(
            by=request.actor, scheme_id=scheme_id, follows=of, **form.given(typed)
        ),
    )
    if made is not None:
        messages.success(request, f"“{made}” can be asked from now on.")
        return redirect("outcomes:scheme_measures", scheme_id)
    return page(request, "outcomes/own_question.html", form=form, row=scheme, of=of)


def _scheme(request: ActingRequest, scheme_id: UUID) -> Scheme:
    check(request.actor, Permission.SET_UP, scheme_id)
    return organisations.scheme(scheme_id)
