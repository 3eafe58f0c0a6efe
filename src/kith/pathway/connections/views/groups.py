"""The community group's own side, signed in: who was sent to it, its wishes, its page for grant bids."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kith.accounts.permissions import ActingRequest, Permission, allowed, check
from kith.audit.write import looked_at_each
from kith.directory.models import Service
from kith.organisations import queries as organisations
from kith.pathway.connections import actions, forms, presenters, queries
from kith.pathway.connections.models import Heard, Introduction
from kith.pathway.connections.queries import ForGroup
from kith.pathway.connections.states import Progress
from kith.pathway.connections.views.full import full_or_open
from kith.people.queries import contact_points
from kith.people.views.opening import note_look
from kith.resilience.pages import carry_out, page
from kith.ui import dates

STAFF = "ui/staff.html"


@allowed(Permission.ANSWER_INTRODUCTIONS)
def received(request: ActingRequest) -> HttpResponse:
    """The introductions sent to one's own organisation: those without an answer first."""
    rows = list(queries.received_by(request.actor))
    cards = [
        {
            "introduction": row,
            "called": presenters.called(row, dates.today()),
            "state": presenters.state(row),
            "waits": row.progress == Progress.SENT,
        }
        for row in rows
    ]
    cards.sort(key=lambda card: not card["waits"])
    missing = presenters.missing_groups(queries.without_group(request.actor))
    return render(request, "connections/received.html", {"cards": cards, "missing": missing})


@allowed(Permission.ANSWER_INTRODUCTIONS)
def answer(request: ActingRequest, introduction_id: UUID) -> HttpResponse:
    """What was agreed to share, and the buttons that answer it."""
    found, seen = _seen(request, introduction_id)
    again = "again" in request.GET and bool(seen.again)
    form = forms.GroupNewsForm(request, seen=seen, again=again)
    hear = actions.answer_again if again else actions.record_progress
    done = carry_out(
        form,
        lambda typed: hear(
            by=request.actor,
            introduction=found,
            heard=Heard.ACCOUNT,
            expected=form.seen_version,
            **typed,
        ),
    )
    if done is not None:
        messages.success(request, "Thank you. Their link worker can see your answer.")
        return redirect("connections:received")
    return page(
        request,
        "connections/answer.html",
        form=form,
        layout=STAFF,
        back=(reverse("connections:received"), "Introductions to you"),
        worried=reverse("connections:worried", args=[found.pk]),
        **presenters.answering(seen, again=again),
    )


@allowed(Permission.ANSWER_INTRODUCTIONS)
def worried(request: ActingRequest, introduction_id: UUID) -> HttpResponse:
    """The group is worried about somebody who was sent to it."""
    found, seen = _seen(request, introduction_id)
    if seen.locked:
        raise Http404
    form = forms.WorryForm(request)
    done = carry_out(
        form, lambda typed: actions.worry(by=request.actor, introduction=found, **typed)
    )
    if done is not None:
        messages.success(request, presenters.worry_taken(seen, form.cleaned_data["ring_on"]))
        return redirect("connections:answer", found.pk)
    back = reverse("connections:answer", args=[found.pk])
    return page(request, "connections/worried.html", form=form, layout=STAFF, back=back, seen=seen)


@allowed(Permission.ANSWER_INTRODUCTIONS)
def groups(request: ActingRequest) -> HttpResponse:
    """The week of one's own groups, of every scheme that refers to them: who is new, how they arrive, what to know."""
    shown: list[dict[str, Any]] = []
    for group in queries.groups_of(queries.own_services(request.actor)):
        pk = group.service.pk
        links = {
            "full": reverse("connections:say_full", args=[pk]),
            "wishes": reverse("connections:wishes", args=[pk]),
            "bid": reverse("connections:bid", args=[pk]),
        }
        people = [
            {**presenters.on_list(seen), "href": reverse("connections:answer", args=[seen.id])}
            for seen in group.people
        ]
        shown.append({"group": group, "people": people, "links": links, **presenters.week(group)})
    about = {(seen.scheme_id, seen.person_id) for one in shown for seen in one["group"].people}
    looked_at_each(by=request.actor, about=about, page="connections:groups")
    missing = presenters.missing_groups(queries.without_group(request.actor))
    return page(request, "connections/groups.html", groups=shown, layout=STAFF, missing=missing)


@allowed(Permission.ANSWER_INTRODUCTIONS)
def say_full(request: ActingRequest, service_id: UUID) -> HttpResponse:
    """Full until a day, or open again, in one press."""
    service = _own(request, service_id)
    back = reverse("connections:groups")
    doing: dict[str, Callable[..., Any]] = {"open": actions.say_open, "full": actions.say_full}
    form = full_or_open(
        request, lambda do, **typed: doing[do](by=request.actor, service=service, **typed)
    )
    if form is None:
        return redirect(back)
    return page(
        request, "connections/full.html", form=form, layout=STAFF, back=back, service=service
    )


@allowed(Permission.ANSWER_INTRODUCTIONS)
def wishes(request: ActingRequest, service_id: UUID) -> HttpResponse:
    """How the group is told, and how many people a month it takes."""
    service = _own(request, service_id)
    form = forms.WishesForm(request, initial=presenters.first_wishes(queries.wishes_of(service)))
    done = carry_out(
        form, lambda typed: actions.set_wishes(by=request.actor, service=service, **typed)
    )
    if done is not None:
        messages.success(request, "Kept. It holds from now on.")
        return redirect("connections:groups")
    back = reverse("connections:groups")
    return page(
        request, "connections/wishes.html", form=form, layout=STAFF, back=back, service=service
    )


@allowed(Permission.ANSWER_INTRODUCTIONS)
def bid(request: ActingRequest, service_id: UUID) -> HttpResponse:
    """For grant bids: how many were sent, came and stayed, and what people agreed to be quoted."""
    service = _own(request, service_id)
    return page(
        request,
        "connections/bid.html",
        layout=STAFF,
        back=reverse("connections:groups"),
        service=service,
        **presenters.for_bid(*queries.bid_of(service, dates.today())),
    )


def _own(request: ActingRequest, service_id: UUID) -> Service:
    found = queries.own_services(request.actor).filter(pk=service_id).first()
    if found is None:
        raise Http404
    check(request.actor, Permission.ANSWER_INTRODUCTIONS, found.scheme_id)
    return found


def _seen(request: ActingRequest, introduction_id: UUID) -> tuple[Introduction, ForGroup]:
    found = queries.received_by(request.actor).filter(pk=introduction_id).first()
    if found is None:
        raise Http404
    check(request.actor, Permission.ANSWER_INTRODUCTIONS, found.scheme_id)
    note_look(request, found.scheme_id, found.person_id)
    scheme = organisations.scheme(found.scheme_id)
    points = contact_points(found.person.kept)
    return found, queries.for_group(found, scheme.name, scheme.phone, dates.today(), points)
