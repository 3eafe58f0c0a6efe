"""The feeds a scheme reads: noting one, reading it, its reports, and what could be offered back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, allowed, check, holds
from kith.directory import actions as directory
from kith.directory.models import Feed
from kith.exchange.directory_feed import actions, lists, queries
from kith.exchange.directory_feed.forms import AddFeedForm, FeedForm, ListForm
from kith.exchange.directory_feed.queries import MAY
from kith.organisations import queries as organisations
from kith.resilience.pages import carry_out, page, press

PER_PAGE = 50
READ_SOON = "It is being read. The report is listed here in some minutes."


@allowed(MAY)
def feeds(request: ActingRequest) -> HttpResponse:
    """The feeds that are read; and noting another."""
    schemes = [
        (row.pk, row.name) for row in organisations.schemes() if holds(request.actor, MAY, row.pk)
    ]
    form = AddFeedForm(request, schemes=schemes)
    made = carry_out(form, lambda typed: _add(request, form, typed))
    if made is not None:
        return redirect("exchange:feed", made.pk)
    found = Paginator(queries.read_by(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    sent = lists.list_rows(queries.sent_by(request.actor))
    rows = lists.feed_rows(found)
    return page(request, "exchange/feeds.html", form=form, rows=rows, page=found, sent=sent)


@allowed(MAY)
def feed(request: ActingRequest, feed_id: UUID) -> HttpResponse:
    """One feed: how often it is read, its reports, and what the team put right."""
    found = queries.feed_for(request.actor, feed_id)
    if found.is_sent:
        return _list(request, found)
    form = FeedForm(request, initial={"title": found.title, "every": found.every})
    done = carry_out(form, lambda typed: directory.set_feed(by=request.actor, feed=found, **typed))
    if done is not None:
        return redirect("exchange:feed", found.pk)
    visits = Paginator(queries.visits_of(found), PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "exchange/feed.html",
        form=form,
        feed=found,
        wrong=lists.how_it_went(found),
        rows=lists.visit_rows(visits),
        page=visits,
        corrections=lists.correction_rows(queries.corrections_of(found)[:PER_PAGE]),
    )


def _list(request: ActingRequest, found: Feed) -> HttpResponse:
    """A list that is sent: its sheets, and what the team put right."""
    form = ListForm(request, initial={"title": found.title})
    done = carry_out(
        form,
        lambda typed: directory.set_feed(by=request.actor, feed=found, every="", **typed),
    )
    if done is not None:
        return redirect("exchange:feed", found.pk)
    sheets = Paginator(queries.sheets_of([found]), PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "exchange/list.html",
        form=form,
        feed=found,
        rows=[lists.sheet_row(file) for file in sheets],
        page=sheets,
        corrections=lists.correction_rows(queries.corrections_of(found)[:PER_PAGE]),
    )


@allowed(MAY)
@require_POST
def stop_feed(request: ActingRequest, feed_id: UUID) -> HttpResponse:
    """Read a feed no more."""
    found = queries.feed_for(request.actor, feed_id)
    press(
        request,
        lambda: directory.stop_feed(by=request.actor, feed=found),
        done="It is not read any more. What it brought stays in the directory.",
    )
    return redirect("exchange:feed", found.pk)


@allowed(MAY)
@require_POST
def take_up_feed(request: ActingRequest, feed_id: UUID) -> HttpResponse:
    """Read a feed again."""
    found = queries.feed_for(request.actor, feed_id)
    press(
        request,
        lambda: directory.take_up_feed(by=request.actor, feed=found),
        done="It is read again.",
    )
    return redirect("exchange:feed", found.pk)


@allowed(MAY)
@require_POST
def read_feed(request: ActingRequest, feed_id: UUID) -> HttpResponse:
    """Have a feed read soon: to look only, or to take in."""
    found = queries.feed_for(request.actor, feed_id)
    look_only = request.POST.get("look") == "yes"
    press(
        request,
        lambda: actions.ask_for_visit(by=request.actor, feed=found, look_only=look_only),
        done=READ_SOON,
    )
    return redirect("exchange:feed", found.pk)


@allowed(MAY)
def visit(request: ActingRequest, report_id: UUID) -> HttpResponse:
    """The report of a visit: counts, before and after, what was not taken."""
    found = queries.visit_for(request.actor, report_id)
    return render(
        request,
        "exchange/visit.html",
        {
            "visit": found,
            "colour": lists.colour(found),
            "changes": lists.change_rows(found.changes),
            "went": lists.went_rows(found.went),
            "refused": [[row["name"] or row["id"], row["reason"]] for row in found.refused],
        },
    )


@allowed(MAY)
@require_POST
def accept_gone(request: ActingRequest, report_id: UUID) -> HttpResponse:
    """Say that the services which a visit held back have really gone."""
    found = queries.visit_for(request.actor, report_id)
    gone = press(request, lambda: directory.accept_gone(by=request.actor, visit=found))
    if gone is not None:
        messages.success(request, f"{gone} services are marked as no longer listed.")
    return redirect("exchange:visit", found.pk)


@allowed(MAY)
def corrections_csv(request: ActingRequest, feed_id: UUID) -> HttpResponse:
    """What the team put right, as a sheet for whoever keeps the feed."""
    found = queries.feed_for(request.actor, feed_id)
    content = lists.offered(queries.corrections_of(found))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="corrections.csv"'
    return response


def _add(request: ActingRequest, form: AddFeedForm, typed: dict[str, str]) -> Feed:
    scheme_id = form.scheme_id()
    typed.pop("scheme", None)
    check(request.actor, MAY, scheme_id)
    return directory.add_feed(by=request.actor, scheme_id=scheme_id, **typed)
