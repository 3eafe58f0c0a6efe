"""Keeping listings true: what is due and waits, who looks after one, and the page behind a listing's own link."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.accounts.permissions import (
    ActingRequest,
    LinkRequest,
    Permission,
    allowed,
    by_link,
    check,
    holds,
)
from kith.directory import actions, check_presenters, queries, rules
from kith.directory.check_forms import (
    HOW,
    AnswerForm,
    CheckingForm,
    KeeperForm,
    SettleForm,
    WrongForm,
)
from kith.directory.models import Asking, Matter, Service
from kith.directory.queries import checking
from kith.directory.queries.suggestions import suggestions_for
from kith.organisations import queries as organisations
from kith.people.models import Person
from kith.people.views.opening import open_record
from kith.resilience.errors import Refused
from kith.resilience.pages import carry_out, page, press
from kith.ui import dates

A_PAGE = 25
PUBLIC = {"yes": True, "no": False}
SAYS = {
    "right": Matter.Kind.RIGHT,
    "closed": Matter.Kind.CLOSED,
    "again": Matter.Kind.AGAIN,
}


@allowed(Permission.FIND_SERVICES)
def checks(request: ActingRequest) -> HttpResponse:
    """What waits about listings, those whose check is due, and how fresh the whole is."""
    by, today = request.actor, dates.today()
    kept = checking.kept_schemes(by)
    mine = not kept or request.GET.get("whose") == "mine"
    own = [seat.membership_id for seat in by.seats]
    due = checking.due(by.schemes, today, own) if mine else checking.due(kept, today)
    listed = Paginator(due, A_PAGE).get_page(request.GET.get("page"))
    waiting = Paginator(checking.waiting(by), A_PAGE).get_page(request.GET.get("waiting"))
    asked = checking.asked_lately(row.pk for row in listed)
    fresh = checking.freshness(by.schemes, today)
    return page(
        request,
        "directory/checks.html",
        waiting=waiting,
        items=[check_presenters.item(row) for row in waiting],
        feeds=[check_presenters.feed_item(row) for row in checking.feeds_in_trouble(kept)]
        if kept
        else [],
        page=listed,
        due=check_presenters.due_rows(listed, asked, today),
        fresh=check_presenters.fresh_words(fresh),
        how_rows=check_presenters.how_rows(fresh),
        how=HOW,
        suggested=suggestions_for(by).count() if kept else 0,
        mine=mine,
        schemes=[row for row in organisations.schemes() if row.pk in kept],
    )


@allowed(Permission.FIND_SERVICES)
@require_POST
def confirm_ticked(request: ActingRequest) -> HttpResponse:
    """Say of the ticked listings that somebody checked them and they are right."""
    chosen = queries.detailed(_uuid(one) for one in request.POST.getlist("service")[:200])
    for service in chosen.values():
        check(request.actor, Permission.FIND_SERVICES, service.scheme_id)
    done = press(
        request,
        lambda: actions.confirm_services(
            by=request.actor, services=list(chosen.values()), how=request.POST.get("how", "")
        ),
    )
    if done is not None:
        messages.success(request, f"Noted of {done}: checked today by {request.actor.name}.")
    return redirect("directory:checks")


@allowed(Permission.FIND_SERVICES)
@require_POST
def confirm(request: ActingRequest, service_id: UUID) -> HttpResponse:
    """Say that an entry is true today, and how one knows."""
    found = _service(request, service_id, Permission.FIND_SERVICES)
    press(
        request,
        lambda: actions.confirm_services(
            by=request.actor, services=[found], how=request.POST.get("how", "")
        ),
        done=f"Noted: {found.name} was checked today by {request.actor.name}.",
    )
    return redirect("directory:service", found.pk)


@allowed(Permission.KEEP_DIRECTORY)
def check_policy(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """Whether a scheme writes to its listings by itself, and to how many a day."""
    check(request.actor, Permission.KEEP_DIRECTORY, scheme_id)
    policy = checking.policy_of(scheme_id)
    form = CheckingForm(request, initial={"writes": policy.writes, "most_a_day": policy.most_a_day})
    done = carry_out(
        form, lambda typed: actions.set_checking(by=request.actor, scheme_id=scheme_id, **typed)
    )
    if done is not None:
        messages.success(request, "Kept. It holds from the next working morning on.")
        return redirect("directory:checks")
    return page(request, "directory/check_policy.html", form=form)


@allowed(Permission.KEEP_DIRECTORY)
def keeper(request: ActingRequest, service_id: UUID) -> HttpResponse:
    """Who answers for a listing, and which colleague looks after it."""
    found = _service(request, service_id, Permission.KEEP_DIRECTORY)
    now = checking.keeper_of(found)
    initial = {"answers": now.answers, "member": str(now.member_id or "")} if now else {}
    form = KeeperForm(request, service=found, initial=initial)
    done = carry_out(
        form,
        lambda typed: actions.set_keeper(
            by=request.actor, service=found, answers=typed["answers"], member=form.chosen()
        ),
    )
    if done is not None:
        return redirect("directory:service", found.pk)
    return page(request, "directory/keeper.html", form=form, service=found)


@allowed(Permission.KEEP_DIRECTORY)
@require_POST
def publish(request: ActingRequest, service_id: UUID) -> HttpResponse:
    """Take a listing out of the public directory, or put it back."""
    found = _service(request, service_id, Permission.KEEP_DIRECTORY)
    wanted = PUBLIC.get(request.POST.get("public", ""))
    if wanted is not None:
        press(
            request,
            lambda: actions.set_published(by=request.actor, service=found, is_published=wanted),
            done="Anybody can read it now." if wanted else "It is for your team alone now.",
        )
    return redirect("directory:service", found.pk)


@allowed(Permission.FIND_SERVICES)
@require_POST
def ask_them(request: ActingRequest, service_id: UUID) -> HttpResponse:
    """Ask a listing's own address now whether it is still right."""
    found = _service(request, service_id, Permission.FIND_SERVICES)
    press(
        request,
        lambda: actions.ask_listing(by=request.actor, service=found),
        done="The message is on its way. Their answer shows here.",
    )
    return redirect("directory:service", found.pk)


@allowed(Permission.FIND_SERVICES)
def wrong(request: ActingRequest, service_id: UUID) -> HttpResponse:
    """Report that something is wrong with a listing; from a record (`?for=`), nothing of the person goes along."""
    found = _service(request, service_id, Permission.FIND_SERVICES)
    said = request.GET.get("for", "")
    person = open_record(request, _uuid(said), Permission.FIND_SERVICES) if said else None
    form = WrongForm(request)
    done = carry_out(form, lambda typed: _report(request, found, person, **typed))
    if done is not None:
        messages.success(request, "Reported. What becomes of it shows on your Today.")
        if person is not None:
            return redirect("desk:record", person.pk)
        return redirect("directory:service", found.pk)
    return page(request, "directory/wrong.html", form=form, service=found, person=person)


@allowed(Permission.FIND_SERVICES)
def matter(request: ActingRequest, matter_id: UUID) -> HttpResponse:
    """Something that waits about a listing: what was said, before and after, and what became of it."""
    found = _matter(request, matter_id)
    form = SettleForm(request)
    done = carry_out(
        form, lambda typed: actions.settle_matter(by=request.actor, matter=found, **typed)
    )
    if done is not None:
        messages.success(request, f"Noted about {found.service.name}.")
        return redirect("directory:checks")
    return page(
        request,
        "directory/matter.html",
        form=form,
        matter=found,
        service=found.service,
        item=check_presenters.item(found),
        put_right=check_presenters.before_and_after(found),
        closed=found.kind == Matter.Kind.CLOSED,
        who="The feed says" if found.kind == Matter.Kind.FEED else "They say",
        may_keep=holds(request.actor, Permission.KEEP_DIRECTORY, found.scheme_id),
    )


@allowed(Permission.FIND_SERVICES)
@require_POST
def take_over(request: ActingRequest, matter_id: UUID) -> HttpResponse:
    """Put a listing right as its own people said: the ticked fields, or close it."""
    found = _matter(request, matter_id)
    fields = request.POST.getlist("field")
    done = press(request, lambda: actions.take_over(by=request.actor, matter=found, fields=fields))
    if done is None:
        return redirect("directory:matter", found.pk)
    messages.success(request, f"{found.service.name} says it as they do now.")
    return redirect("directory:service", found.service_id)


@allowed(Permission.FIND_SERVICES)
@require_POST
def heard(request: ActingRequest, matter_id: UUID) -> HttpResponse:
    """Note that whoever reported it has read what became of it."""
    found = checking.matter_for(request.actor, matter_id)
    press(request, lambda: actions.hear_matter(by=request.actor, matter=found))
    return redirect("desk:today")


@by_link(checking.LINK)
def listing(request: LinkRequest, token: str) -> HttpResponse:
    """A listing as its own people are asked about it. Nothing is said by opening it: mail scanners open links."""
    asked, service, said = _asked(request)
    kind = SAYS.get(request.POST.get("do", ""))
    if kind is not None:
        press(request, lambda: _say(request, asked, kind))
        return redirect("directory:listing", token)
    return page(
        request,
        "directory/listing.html",
        token=token,
        scheme=organisations.scheme(request.link.scheme_id),
        service=service,
        rows=check_presenters.their_rows(service, dates.today()) if service else [],
        answers=service is not None and rules.still_answers(asked, said, timezone.now()),
        told=check_presenters.what_they_said(said),
    )


@by_link(checking.LINK)
def put_right(request: LinkRequest, token: str) -> HttpResponse:
    """A listing for its own people to put right; the team reads it before anything changes."""
    asked, service, said = _asked(request)
    if service is None or not rules.still_answers(asked, said, timezone.now()):
        return redirect("directory:listing", token)
    form = AnswerForm(request, service=service)
    done = carry_out(
        form,
        lambda typed: _say(
            request, asked, Matter.Kind.CHANGED, said=form.put_right(), text=typed["text"]
        ),
    )
    if done is not None:
        return redirect("directory:listing", token)
    scheme = organisations.scheme(request.link.scheme_id)
    return page(
        request, "directory/put_right.html", form=form, service=service, token=token, scheme=scheme
    )


def _say(request: LinkRequest, asked: Asking, kind: Matter.Kind, **more: Any) -> Matter:
    return actions.answer_listing(
        by=request.actor, scheme_id=request.link.scheme_id, asking=asked, kind=kind, **more
    )


def _asked(request: LinkRequest) -> tuple[Asking, Service | None, list[Matter]]:
    asked = checking.asking(request.link.subject_id)
    if asked is None:
        raise Http404
    return asked, checking.published(asked.service_id), checking.said_by(asked)


def _report(request: ActingRequest, service: Service, person: Person | None, text: str) -> Matter:
    if person is not None and _names(person, text):
        raise Refused("Leave the person’s name out: others read this.", field="text")
    return actions.report_wrong(by=request.actor, service=service, text=text)


def _names(person: Person, text: str) -> bool:
    words = {word.casefold() for word in re.findall(r"[^\W\d_]+", text)}
    whole = f"{person.first_name} {person.last_name} {person.preferred_name}"
    return bool(words & {word.casefold() for word in re.findall(r"[^\W\d_]{2,}", whole)})


def _matter(request: ActingRequest, matter_id: UUID) -> Matter:
    """One that is open to the actor: they look after its listing, or keep the directory."""
    found: Any = checking.matter_for(request.actor, matter_id)
    if not rules.may_settle(request.actor, found.scheme_id, found.keeper_id):
        raise Http404
    settled: Matter = found
    return settled


def _service(request: ActingRequest, service_id: UUID, permission: Permission) -> Service:
    found = queries.service_for(request.actor, service_id)
    check(request.actor, permission, found.scheme_id)
    return found


def _uuid(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        raise Http404 from None
