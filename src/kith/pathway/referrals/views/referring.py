"""Referring someone, and seeing what became of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, holds
from kith.isolation.actor import Seat
from kith.organisations import queries as organisations
from kith.organisations.models import Membership
from kith.organisations.rules import is_too_young, too_young_words
from kith.pathway.referrals import (
    actions,
    presenters,
    programme_presenters,
    programme_queries,
    queries,
    rules,
)
from kith.pathway.referrals.forms import AnswerForm, ReferForm, SendAgainForm
from kith.pathway.referrals.models import Referral
from kith.pathway.referrals.queries import doors
from kith.pathway.referrals.states import Decision
from kith.pathway.referrals.views.signposting import pointed_from
from kith.people import queries as people
from kith.people.views.opening import note_look
from kith.resilience.errors import Refused
from kith.resilience.pages import carry_out, page, press
from kith.ui.dates import medium_date
from kith.vocabulary.doors import Door
from kith.vocabulary.word_back import Tier

PAGE_LENGTH = 25
SENT = "Sent. You can see here what becomes of it."
ALREADY = "We have this referral already, made on {on}. What you wrote and what came along is with it now."


@allowed(Permission.REFER)
def refer(request: ActingRequest) -> HttpResponse:
    """One page to refer someone, for a referrer or for a colleague who takes it by telephone."""
    seat, others = _seat(request)
    member = Membership.objects.select_related("practice", "organisation").get(
        pk=seat.membership_id
    )
    own = member if member.practice_id or member.organisation_id else None
    if own is None and not holds(request.actor, Permission.WORK_WITH_PEOPLE, seat.scheme_id):
        own = member
    form = ReferForm(request, scheme_id=seat.scheme_id, membership=own)
    referral = carry_out(form, lambda typed: _refer(request, seat, form, typed))
    if referral is not None:
        return _after(request, referral)
    return page(
        request,
        "referrals/refer.html",
        form=form,
        place=organisations.scheme(seat.scheme_id),
        others=others,
        own=own,
        recent=_recent(member) if own else [],
        pointed=pointed_from(member),
        introduction=doors.door_page(seat.scheme_id, Door.ACCOUNT).introduction if own else "",
        programmes=form.programmes,
        may_type_letters=holds(request.actor, Permission.DECIDE_REFERRALS, seat.scheme_id),
    )


def _recent(member: Membership) -> list[presenters.OfPlace]:
    """The last referrals of the practice or organisation the member refers from, whoever made them."""
    place = member.practice or member.organisation
    rows = doors.recent_of_place(member.scheme_id, place) if place else []
    return [presenters.of_place(row, member.pk) for row in rows]


def _refer(request: ActingRequest, seat: Seat, form: ReferForm, typed: dict[str, Any]) -> Referral:
    """The referral, and the files that came with it: all or nothing."""
    given, files = form.given(typed), typed.get("files") or []
    try:
        referral, already = actions.receive_with_files(
            by=request.actor, scheme_id=seat.scheme_id,
            files=[(file.name, file.read()) for file in files], **given,
        )  # fmt: skip
    except IntegrityError as error:
        raise Refused(
            "Someone else referred this person at the same moment, so nothing was sent. Send it again."
        ) from error
    on = medium_date(referral.referred_on)
    messages.success(request, ALREADY.format(on=on) if already else SENT)
    scheme = organisations.scheme(referral.scheme_id)
    if is_too_young(scheme, rules.age_at(referral)):
        messages.info(request, too_young_words(scheme))
    return referral


def _after(request: ActingRequest, referral: Referral) -> HttpResponse:
    """On to the referral; where a colleague's was there, whom one may not read of, back to the list of the place."""
    if queries.visible_to(request.actor).filter(pk=referral.pk).exists():
        return redirect("referrals:detail", referral.pk)
    return redirect("referrals:refer")


def _seat(request: ActingRequest) -> tuple[Seat, list[dict[str, str]]]:
    """The seat to refer from, by `?scheme=`, and the other schemes there are to choose."""
    seats = [
        seat
        for seat in request.actor.seats
        if holds(request.actor, Permission.REFER, seat.scheme_id)
    ]
    names = {scheme.pk: scheme for scheme in organisations.schemes()}
    wanted = request.GET.get("scheme", "")
    chosen = next((s for s in seats if names[s.scheme_id].slug == wanted), seats[0])
    others = [
        {"text": names[s.scheme_id].name, "href": f"?scheme={names[s.scheme_id].slug}"}
        for s in seats
        if s is not chosen
    ]
    return chosen, others


@allowed(Permission.REFER)
def mine(request: ActingRequest) -> HttpResponse:
    """The referrals one made, each with where it is."""
    rows = Paginator(queries.mine(request.actor), PAGE_LENGTH).get_page(request.GET.get("page"))
    now = timezone.now()
    listed = [(row, presenters.status(row.told, now=now)) for row in rows]  # type: ignore[attr-defined]
    return render(request, "referrals/mine.html", {"rows": rows, "listed": listed})


@allowed(Permission.REFER)
def detail(request: ActingRequest, referral_id: UUID) -> HttpResponse:
    """One referral: what was said, where it is, what can be done."""
    referral = queries.referral_for(request.actor, referral_id)
    note_look(request, referral.scheme_id, referral.person_id)
    own = _is_own(request, referral)
    seen = people.with_merged_visible_to(request.actor).filter(pk=referral.person_id).exists()
    told = list(queries.words_back().filter(referral=referral))
    may_hear = rules.tier_of(referral) not in (Tier.RECEIPT, Tier.OWN)
    # Why somebody said no is theirs, and why a child was taken on is ours.
    may_hear = may_hear and not rules.is_own_no(referral) and referral.decision != "taken_on"
    return render(
        request,
        "referrals/detail.html",
        {
            "referral": referral,
            "status": presenters.status(told, now=timezone.now()),
            "reference": rules.reference(referral.pk),
            "told": presenters.told(told),
            "why": referral.decided_why if may_hear or referral.decision == "returned" else "",
            "for_staff": holds(request.actor, Permission.WORK_WITH_PEOPLE, referral.scheme_id),
            "rows": presenters.rows(referral),
            "reasons": presenters.reasons_by_foundation(referral),
            "programme": programme_presenters.shown(
                referral, programme_queries.facts_of([referral])[referral.pk], seen=seen
            ),
            "own": own,
            "questions": queries.questions_of(referral),
            "may_withdraw": own and referral.decision in (Decision.RECEIVED, Decision.RETURNED),
            "may_send_again": referral.decision == Decision.RETURNED
            and _may_complete(request, referral)
            and _completes(request, referral),
            "name": referral.person.full_name if seen else referral.name_given,
            "has_record": seen,
        },
    )


@allowed(Permission.REFER)
def send_again(request: ActingRequest, referral_id: UUID) -> HttpResponse:
    """Complete a referral that was returned and send it again: one's own, or for a referrer who was rung."""
    referral = queries.referral_for(request.actor, referral_id)
    if not _may_complete(request, referral):
        raise Http404
    if referral.decision != Decision.RETURNED:
        return redirect("referrals:detail", referral.pk)
    if not _completes(request, referral):
        press(request, lambda: actions.check_deciding(request.actor, referral))
        return redirect("referrals:detail", referral.pk)
    note_look(request, referral.scheme_id, referral.person_id)
    form = SendAgainForm(
        request,
        version_of=referral,
        initial={"referrer_sees": referral.referrer_sees, "person_says": referral.person_says},
    )
    done = carry_out(
        form,
        lambda typed: actions.send_again(
            by=request.actor, referral=referral, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        messages.success(request, "Sent again. The team reads it next.")
        return redirect("referrals:detail", referral.pk)
    return page(request, "referrals/send_again.html", form=form, referral=referral)


@allowed(Permission.REFER)
def answer(request: ActingRequest, referral_id: UUID) -> HttpResponse:
    """Answer what the team asked about one's own referral."""
    referral = _own(request, referral_id)
    question = queries.open_questions([referral]).get(referral.pk)
    if question is None:
        return redirect("referrals:detail", referral.pk)
    note_look(request, referral.scheme_id, referral.person_id)
    form = AnswerForm(request, version_of=question)
    done = carry_out(
        form,
        lambda typed: actions.answer_question(by=request.actor, question=question, **typed),
    )
    if done is not None:
        messages.success(request, "Sent. The team reads your answer with the referral.")
        return redirect("referrals:detail", referral.pk)
    return page(request, "referrals/answer.html", form=form, referral=referral, question=question)


@allowed(Permission.REFER)
@require_POST
def withdraw(request: ActingRequest, referral_id: UUID) -> HttpResponse:
    """Withdraw one's own referral, until it is taken on."""
    referral = _own(request, referral_id)
    press(
        request,
        lambda: actions.withdraw(by=request.actor, referral=referral),
        done="Withdrawn. Nobody will call about this referral.",
    )
    return redirect("referrals:detail", referral.pk)


def _own(request: ActingRequest, referral_id: UUID) -> Referral:
    referral = queries.referral_for(request.actor, referral_id)
    if not _is_own(request, referral):
        raise Http404
    return referral


def _may_complete(request: ActingRequest, referral: Referral) -> bool:
    """Whoever referred; and whoever decides, for a referrer who says it by telephone."""
    decides = holds(request.actor, Permission.DECIDE_REFERRALS, referral.scheme_id)
    return _is_own(request, referral) or decides


def _completes(request: ActingRequest, referral: Referral) -> bool:
    """Whether the person is open to whoever would complete it for a referrer; the action asks the same."""
    return _is_own(request, referral) or queries.standing_of(request.actor, referral).decides


def _is_own(request: ActingRequest, referral: Referral) -> bool:
    return referral.referrer_id is not None and referral.referrer_id == (
        request.actor.membership_id(referral.scheme_id)
    )
