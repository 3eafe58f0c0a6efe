"""Word back: the page behind a referrer's private link, and what staff see and do about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
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
)
from kith.organisations import queries as organisations
from kith.pathway.referrals import actions, presenters, queries, rules
from kith.pathway.referrals.forms import ReplyForm, ShareForm, TellForm, WordToForm
from kith.pathway.referrals.models import Referral, Reply
from kith.people import queries as people
from kith.people.models import Channel
from kith.people.views.opening import note_look
from kith.resilience.pages import carry_out, page, press
from kith.vocabulary.phone import display, sms_link
from kith.vocabulary.word_back import Tier

STATUS = "referrals.status"


@by_link(STATUS)
def status(request: LinkRequest, token: str) -> HttpResponse:
    """Where a referral is, for whoever holds its link; and a box for what the team asked."""
    link = request.link
    shown = presenters.status_page(
        link.subject_id, queries.told_of(link.subject_id), now=timezone.now()
    )
    form = ReplyForm(request)
    done = carry_out(
        form,
        lambda typed: actions.reply(
            by=request.actor,
            scheme_id=link.scheme_id,
            referral_id=link.subject_id,
            kind=Reply.Kind.ADD,
            **typed,
        ),
    )
    if done is not None:
        messages.success(request, "Sent. The team reads it next; this page follows in a minute.")
        return redirect("referrals:status", token)
    return page(
        request,
        "referrals/status.html",
        form=form,
        shown=shown,
        scheme=organisations.scheme(link.scheme_id),
        token=token,
    )


@by_link(STATUS)
@require_POST
def withdraw_by_link(request: LinkRequest, token: str) -> HttpResponse:
    """Ask that a referral be withdrawn; a job does it, if the team has not taken it on meanwhile."""
    link = request.link
    press(
        request,
        lambda: actions.reply(
            by=request.actor,
            scheme_id=link.scheme_id,
            referral_id=link.subject_id,
            kind=Reply.Kind.WITHDRAW,
        ),
        done="We have that. This page says so in a minute; if it does not, ring us.",
    )
    return redirect("referrals:status", token)


@by_link(STATUS)
@require_POST
def not_mine(request: LinkRequest, token: str) -> HttpResponse:
    """Say that the link came by mistake; a job ends it, and sends nothing more to that address."""
    link = request.link
    press(
        request,
        lambda: actions.reply(
            by=request.actor,
            scheme_id=link.scheme_id,
            referral_id=link.subject_id,
            kind=Reply.Kind.NOT_MINE,
        ),
        done="Thank you. In a minute this page ends, and nothing more is sent to you about it.",
    )
    return redirect("referrals:status", token)


@allowed(Permission.WORK_WITH_PEOPLE)
def word_back(request: ActingRequest, referral_id: UUID) -> HttpResponse:
    """What the referrer was told and when, what they wrote, and telling them something by hand."""
    referral = _for_staff(request, referral_id)
    form = TellForm(request, tier=rules.tier_of(referral))
    done = carry_out(
        form, lambda typed: actions.tell_by_hand(by=request.actor, referral=referral, **typed)
    )
    if done is not None:
        messages.success(request, "Kept. It stands on the referrer’s page as well.")
        return redirect("referrals:word_back", referral.pk)
    return page(
        request,
        "referrals/word_back.html",
        form=form,
        referral=referral,
        name=_name_for(request, referral),
        reference=rules.reference(referral.pk),
        from_whom=presenters.from_whom(referral),
        hears=presenters.hears(referral),
        own=_own_page(referral) if rules.tier_of(referral) == Tier.OWN else None,
        told=presenters.told(queries.words_back().filter(referral=referral), for_staff=True),
        replies=queries.replies_to(referral),
        address=queries.address_of(referral),
        has_link=queries.has_status_link(referral),
    )


@allowed(Permission.WORK_WITH_PEOPLE)
@require_POST
def end_status_link(request: ActingRequest, referral_id: UUID) -> HttpResponse:
    """End the private link of whoever referred."""
    referral = _for_staff(request, referral_id)
    press(
        request,
        lambda: actions.end_status_link(by=request.actor, referral=referral),
        done="The link has ended: whoever opens it sees nothing any more.",
    )
    return redirect("referrals:word_back", referral.pk)


@allowed(Permission.WORK_WITH_PEOPLE)
@require_POST
def give_own_page(request: ActingRequest, referral_id: UUID) -> HttpResponse:
    """Give somebody who asked for themselves a page of their own."""
    referral = _for_staff(request, referral_id)
    press(
        request,
        lambda: actions.give_own_page(by=request.actor, referral=referral),
        done="They have a page. It is to give to them by a way that is safe.",
    )
    return redirect("referrals:word_back", referral.pk)


def _own_page(referral: Referral) -> dict[str, Any]:
    """The address of the page of somebody who asked for themselves, and the phones it may be texted to."""
    address = queries.status_address(referral)
    words = f"Where what you asked us is, and how to stop it: {address}"
    texts = people.safe_points(referral.person, Channel.TEXT) if address else []
    return {
        "address": address,
        "texts": [(display(one.value), sms_link(one.value, words)) for one in texts],
    }


@allowed(Permission.WORK_WITH_PEOPLE)
def word_to(request: ActingRequest, referral_id: UUID) -> HttpResponse:
    """Where word of this referral goes."""
    referral = _for_staff(request, referral_id)
    form = WordToForm(
        request, version_of=referral, initial={"address": queries.address_of(referral)}
    )
    done = carry_out(
        form,
        lambda typed: actions.send_word_to(
            by=request.actor, referral=referral, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        messages.success(request, "Kept. The next word goes there, with a new private link.")
        return redirect("referrals:word_back", referral.pk)
    name = _name_for(request, referral)
    return page(request, "referrals/word_to.html", form=form, referral=referral, name=name)


@allowed(Permission.WORK_WITH_PEOPLE)
def sharing(request: ActingRequest, referral_id: UUID) -> HttpResponse:
    """What the person said about the referrer hearing how it goes."""
    referral = _for_staff(request, referral_id)
    form = ShareForm(
        request,
        version_of=referral,
        initial={"agreed": referral.progress_agreed, "on_whose_word": referral.progress_word},
    )
    done = carry_out(
        form,
        lambda typed: actions.share_progress(
            by=request.actor, referral=referral, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        messages.success(request, "Kept. It holds for what happens from now on.")
        return redirect("referrals:word_back", referral.pk)
    name = _name_for(request, referral)
    return page(request, "referrals/sharing.html", form=form, referral=referral, name=name)


def _name_for(request: ActingRequest, referral: Referral) -> str:
    """As on the record for who may open it, otherwise as the referral gave it."""
    seen = people.with_merged_visible_to(request.actor).filter(pk=referral.person_id).exists()
    return referral.person.full_name if seen else referral.name_given


def _for_staff(request: ActingRequest, referral_id: UUID) -> Referral:
    referral = queries.referral_for(request.actor, referral_id)
    check(request.actor, Permission.WORK_WITH_PEOPLE, referral.scheme_id)
    note_look(request, referral.scheme_id, referral.person_id)
    return referral
