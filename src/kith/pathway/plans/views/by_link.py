"""The person's own page, opened by a private link and their date of birth. Nothing else of the record is on it."""

from __future__ import annotations

import datetime
import time
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from kith.accounts.permissions import LinkRequest, by_link
from kith.accounts.views import network_of
from kith.organisations import queries as organisations
from kith.pathway.plans import actions, presenters, queries, wording
from kith.pathway.plans.models import Correction, PersonPage
from kith.pathway.plans.person_forms import BornForm, MeantForm, WentForm
from kith.resilience.errors import Refused
from kith.resilience.limits import Limit, spend
from kith.resilience.pages import carry_out, page, press

PAGE = "plans.page"
# A date of birth is typed wrong once or twice; whoever guesses needs thousands of tries.
BY_ONE_LINK = Limit("open a plan by its link", burst=5, per_hour=10)
BY_NETWORK = Limit("open plans by network", burst=20, per_hour=40)
STAYS_OPEN_SECONDS = 20 * 60
NOT_IT = "That is not the date we have for this page. Check it, or ring us."


@by_link(PAGE)
def person_page(request: LinkRequest, token: str) -> HttpResponse:
    """What matters, the plan, the next step, and whom to ring; first, the date of birth."""
    if request.POST.get("do") == "leave":
        request.session.pop(_drawer(request), None)
        return redirect("plans:person_page", token)
    if not _is_open(request):
        return _ask_date(request, token)
    own = _own(request)
    if request.POST.get("do") == "done":
        return _done(request, own, token)
    form = WentForm(request)
    written = carry_out(
        form,
        lambda typed: actions.write_on_page(
            by=request.actor,
            scheme_id=request.link.scheme_id,
            page=own,
            kind=Correction.Kind.WENT,
            **typed,
        ),
    )
    if written is not None:
        messages.success(request, "Sent. Your link worker reads it next.")
        return redirect("plans:person_page", token)
    return page(
        request,
        "plans/person_page.html",
        form=form,
        token=token,
        scheme=organisations.scheme(request.link.scheme_id),
        shown=own.shown,
        wrote=presenters.written(queries.written_on(own.pk)),
    )


@by_link(PAGE)
def person_line(request: LinkRequest, token: str) -> HttpResponse:
    """“That is not what I meant”: one line, and a box for the person's own words (`?line=`)."""
    if not _is_open(request):
        return redirect("plans:person_page", token)
    own = _own(request)
    key = request.GET.get("line", "")
    line = wording.line_shown(own.shown, key)
    if line is None:
        raise Http404
    form = MeantForm(request)
    written = carry_out(
        form,
        lambda typed: actions.write_on_page(
            by=request.actor,
            scheme_id=request.link.scheme_id,
            page=own,
            kind=Correction.Kind.NOT_MEANT,
            line=key,
            **typed,
        ),
    )
    if written is not None:
        messages.success(request, "Sent. Nothing is changed until your link worker has read it.")
        return redirect("plans:person_page", token)
    return page(
        request,
        "plans/person_line.html",
        form=form,
        token=token,
        line=line,
        scheme=organisations.scheme(request.link.scheme_id),
    )


def _ask_date(request: LinkRequest, token: str) -> HttpResponse:
    """The one question before anything is shown; how often it may be answered is counted in the database."""
    form = BornForm(request)
    if carry_out(form, lambda typed: _opens(request, **typed)):
        request.session[_drawer(request)] = time.time()
        return redirect("plans:person_page", token)
    scheme = organisations.scheme(request.link.scheme_id)
    return page(request, "plans/person_born.html", form=form, token=token, scheme=scheme)


def _opens(request: LinkRequest, born: datetime.date) -> PersonPage | None:
    link = request.link
    spend(BY_ONE_LINK, by=str(link.id))
    spend(BY_NETWORK, by=f"{link.scheme_id}:{network_of(request)}")
    opened = actions.open_page(
        by=request.actor, scheme_id=link.scheme_id, page_id=link.subject_id, born=born
    )
    if opened is None:
        raise Refused(NOT_IT, field="born")
    return opened


def _done(request: LinkRequest, own: PersonPage, token: str) -> HttpResponse:
    press(
        request,
        lambda: actions.write_on_page(
            by=request.actor,
            scheme_id=request.link.scheme_id,
            page=own,
            kind=Correction.Kind.DONE,
            line=request.POST.get("line", ""),
        ),
        done="Well done. Your link worker is told.",
    )
    return redirect("plans:person_page", token)


def _own(request: LinkRequest) -> PersonPage:
    found = queries.page_shown(request.link.subject_id)
    if found is None:
        raise Http404
    return found


def _is_open(request: LinkRequest) -> bool:
    """Whether the date was given in this browser, and the page used since, within the last minutes."""
    seen = request.session.get(_drawer(request), 0)
    if time.time() - seen > STAYS_OPEN_SECONDS:
        return False
    request.session[_drawer(request)] = time.time()
    return True


def _drawer(request: LinkRequest) -> str:
    return f"plan:{UUID(str(request.link.id))}"
