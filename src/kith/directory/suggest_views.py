"""Suggesting a service without an account, and what colleagues make of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from kith.accounts.permissions import ActingRequest, Permission, allowed, public
from kith.accounts.views import network_of
from kith.directory import actions
from kith.directory.models import Suggestion
from kith.directory.queries import suggestions as queries
from kith.directory.suggest_forms import DropForm, SuggestForm
from kith.organisations import queries as organisations
from kith.organisations.models import Scheme
from kith.resilience.limits import Limit, spend
from kith.resilience.pages import carry_out, page, press

FROM_NETWORK = Limit("suggest services by network", burst=10, per_hour=10)
A_PAGE = 25


@public
def suggest(request: ActingRequest, scheme: str) -> HttpResponse:
    """Suggest a service for the directory of a scheme."""
    where = _scheme(scheme)
    form = SuggestForm(request)
    done = carry_out(form, lambda typed: _suggest(request, where, form, typed))
    if done is not None:
        return redirect("directory:suggested", where.slug)
    return page(request, "directory/suggest.html", form=form, scheme=where)


@public
def suggested(request: ActingRequest, scheme: str) -> HttpResponse:
    """What happens next; the same for everybody."""
    return render(request, "directory/suggested.html", {"scheme": _scheme(scheme)})


@allowed(Permission.KEEP_DIRECTORY)
def suggestions(request: ActingRequest) -> HttpResponse:
    """What the public suggests, to be added or dropped."""
    found = Paginator(queries.suggestions_for(request.actor), A_PAGE)
    shown = found.get_page(request.GET.get("page"))
    return render(request, "directory/suggestions.html", {"page": shown})


@allowed(Permission.KEEP_DIRECTORY)
def suggestion(request: ActingRequest, suggestion_id: UUID) -> HttpResponse:
    """One suggestion: add it, or drop it with one reason."""
    found = queries.suggestion_for(request.actor, suggestion_id)
    if request.POST.get("do") == "add":
        made = press(request, lambda: actions.add_suggested(by=request.actor, suggestion=found))
        if made is None:
            return redirect("directory:suggestions")
        messages.success(
            request, "Added for your team. Complete it, check it, then make it public."
        )
        return redirect("directory:edit", made.pk)
    form = DropForm(request)
    done = carry_out(
        form, lambda typed: actions.drop_suggestion(by=request.actor, suggestion=found, **typed)
    )
    if done is not None:
        messages.success(request, "Left out. Your reason is kept with it.")
        return redirect("directory:suggestions")
    return page(request, "directory/suggestion.html", form=form, suggestion=found)


def _suggest(
    request: ActingRequest, where: Scheme, form: SuggestForm, typed: dict[str, str]
) -> Suggestion:
    spend(FROM_NETWORK, by=f"{where.pk}:{network_of(request)}")
    return actions.suggest(by=request.actor, scheme_id=where.pk, doubt=form.doubt, **typed)


def _scheme(slug: str) -> Scheme:
    found = organisations.schemes().filter(slug=slug).first()
    if found is None:
        raise Http404
    return found
