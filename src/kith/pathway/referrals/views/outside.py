"""The page of a practice or an organisation, opened by its own private link: referring, and signposting."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.accounts.permissions import LinkRequest, by_link
from kith.accounts.views import network_of
from kith.organisations import queries as organisations
from kith.organisations.models import Scheme
from kith.organisations.rules import is_too_young, too_young_words
from kith.pathway.referrals import actions, rules
from kith.pathway.referrals.models import Ask, Signposting
from kith.pathway.referrals.outside_forms import OutsideForm
from kith.pathway.referrals.queries import doors
from kith.pathway.referrals.views.signposting import COUNTED, take_back_last
from kith.resilience.limits import Limit, spend
from kith.resilience.pages import carry_out, page, press
from kith.ui.dates import age_of, date_in_words, today
from kith.vocabulary import foundations

# A whole hospital may come from one network, and a receptionist presses often.
REFERRING = Limit("refer by a private link", burst=40, per_hour=120)
# Of one page, whoever holds it: its files fill a disk.
FILES = Limit("leave a file by a private link", burst=40, per_hour=60)
SIGNPOSTING = Limit("signpost by a private link", burst=30, per_hour=120)


@by_link(doors.REFER)
def outside(request: LinkRequest, token: str) -> HttpResponse:
    """Refer someone, in two minutes; and count, by one press, that somebody was pointed to a group."""
    came_by = _place(request)
    scheme = organisations.scheme(request.link.scheme_id)
    door = doors.door_page(scheme.pk, came_by.door)
    shown: dict[str, Any] = {"place": came_by, "scheme": scheme, "door": door, "token": token}
    if not door.is_open:
        return render(request, "referrals/closed.html", shown)
    asked = doors.asked(scheme.pk, came_by.door)
    form = OutsideForm(
        request, scheme_id=scheme.pk, place_id=came_by.id, asked=asked, email=came_by.email
    )
    sent = carry_out(form, lambda typed: _send(request, form, typed))
    if sent is not None:
        request.session[_drawer(request)] = {
            "page": _page_of(request, sent),
            "reference": sent.reference,
            "knows": sent.answers["person_knows"],
            "word_to": sent.answers["referrer_email"],
            "files": len(sent.answers.get("files", ())),
            "too_young": _too_young(scheme, sent),
        }
        return redirect("referrals:outside_sent", token)
    if not form.is_bound:  # the next one at this screen is not shown the last one's page
        request.session.pop(_drawer(request), None)
    return page(
        request,
        "referrals/outside.html",
        form=form,
        **shown,
        kinds=[(key.value, key.label) for key in foundations.FIVE],
        signposted=doors.signposted_in_month(came_by.id),
        last=doors.last_signposting(came_by.id),
    )


@by_link(doors.REFER)
def outside_sent(request: LinkRequest, token: str) -> HttpResponse:
    """What happens next and when, with a reference. Who has sent nothing is shown the form."""
    sent = request.session.get(_drawer(request))
    if not sent:
        return redirect("referrals:outside", token)
    return render(
        request,
        "referrals/outside_sent.html",
        {
            **sent,
            "token": token,
            "scheme": organisations.scheme(request.link.scheme_id),
            "read_by": _read_by(),
            "address": _address(sent.get("page", "")),
        },
    )


@by_link(doors.REFER)
@require_POST
def signpost(request: LinkRequest, token: str) -> HttpResponse:
    """One press: somebody was given the name of a group."""
    press(
        request,
        lambda: _signpost(request, request.POST.get("foundation", "")),
        done=COUNTED,
    )
    return redirect("referrals:outside", token)


@by_link(doors.REFER)
@require_POST
def take_back_signpost(request: LinkRequest, token: str) -> HttpResponse:
    """Take back the last press, within its minute."""
    take_back_last(request, request.link.subject_id)
    return redirect("referrals:outside", token)


def _place(request: LinkRequest) -> doors.Place:
    found = doors.place(request.link.subject_id)
    if found is None:
        raise Http404
    return found


def _send(request: LinkRequest, form: OutsideForm, typed: dict[str, Any]) -> Ask:
    link = request.link
    spend(REFERRING, by=f"{link.id}:{network_of(request)}")
    files = typed.pop("files", None) or []
    for _ in files:
        spend(FILES, by=str(link.id))
    ask = actions.send_ask(
        by=request.actor,
        scheme_id=link.scheme_id,
        via=link.subject_id,
        answers=form.answers(typed),
        doubt=form.doubt,
        files=[(file.name, file.read()) for file in files],
    )
    if not ask.answers["referrer_email"]:
        actions.give_page_of_ask(by=request.actor, ask=ask)
    return ask


def _page_of(request: LinkRequest, ask: Ask) -> str:
    """Which link opens the private page of what was sent; "" where word goes by e-mail."""
    if ask.answers["referrer_email"]:
        return ""
    found = doors.page_of_ask(ask.pk, scheme_id=ask.scheme_id, actor=request.actor.key)
    return str(found or "")


def _address(link_id: str) -> str:
    """The address of that page, or "" without one and once it was ended."""
    path = doors.status_path(UUID(link_id)) if link_id else ""
    return settings.SITE_URL.rstrip("/") + path if path else ""


def _signpost(request: LinkRequest, foundation: str) -> Signposting:
    link = request.link
    spend(SIGNPOSTING, by=f"{link.id}:{network_of(request)}")
    return actions.signpost(
        by=request.actor, scheme_id=link.scheme_id, via=link.subject_id, foundation=foundation
    )


def _too_young(scheme: Scheme, sent: Ask) -> str:
    """What is said where the person is younger than the scheme supports; else ""."""
    born = datetime.date.fromisoformat(sent.answers["date_of_birth"])
    return too_young_words(scheme) if is_too_young(scheme, age_of(born, today())) else ""


def _drawer(request: LinkRequest) -> str:
    return f"outside:{request.link.id}"


def _read_by() -> str:
    now = timezone.now()
    return date_in_words(rules.read_by(now), now=now)
