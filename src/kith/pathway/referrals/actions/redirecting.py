"""A referral that somebody else answers better: another scheme, a service, or urgent help."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.messages import actions as messages
from kith.messages.models import Email
from kith.organisations import queries as organisations
from kith.organisations.models import Scheme
from kith.pathway.referrals import queries, rules, scheme_words
from kith.pathway.referrals.actions import word_back
from kith.pathway.referrals.actions.attachments import attach
from kith.pathway.referrals.actions.decisions import decide, reopen
from kith.pathway.referrals.models import Redirect, Referral
from kith.pathway.referrals.rules import UNDO_WITHIN
from kith.pathway.referrals.states import Decision
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.vocabulary.word_back import Kind

LATEST = datetime.timedelta(seconds=10)
# Then whoever sent it on hears of it, within the morning or the afternoon of a working day.
WAITS_MINUTES = (1, 5, 15, 60)
THEY_WRITE = "Nothing more happens here. The service it went to can tell you more."
NOT_ANSWERED = "It did not take it in, though we tried {tries} times."


@action("referrals.redirect")
def redirect(
    *,
    by: Actor,
    referral: Referral,
    to: str,
    words: str,
    scheme_id: UUID | None = None,
    name: str = "",
    at: datetime.datetime | None = None,
    expected: int | None = None,
) -> Redirect:
    """Decide that somebody else answers this, with words that stay on the row.

    `words` are what the person agreed to, or for urgent help what was done and by whom; `scheme_id` names
    another scheme of this installation, `name` the service or who helps at once. To a scheme a job sends it
    after the minute in which it is undone. Raises Refused without words or without a name.
    """
    said = words.strip()
    if not said:
        raise Refused(_missing(to), field="redirect_words")
    other = None
    if to == Redirect.To.SCHEME:
        other = next(
            (s for s in organisations.other_schemes(referral.scheme_id) if s.pk == scheme_id), None
        )
        if other is None:
            raise Refused("Choose which service to send it to.", field="redirect_scheme")
    where = other.name if other is not None else name.strip()
    if not where:
        raise Refused("Say who helps instead.", field="redirect_name")
    why = f"{_began(to)} {where}. {said}"
    decide(by, referral, Decision.REDIRECTED, why, at, expected)
    following = _what_next(referral, other) if other is not None else ""
    word_back.tell(by=by, referral=referral, kind=Kind.REDIRECTED, what_next=following, at=at)
    first = timezone.now() + UNDO_WITHIN + LATEST
    row = Redirect.objects.create(
        scheme_id=referral.scheme_id,
        referral=referral,
        to=Redirect.To(to),
        to_scheme_id=other.pk if other is not None else None,
        to_name=where[:300],
        words=said,
        sent_by_id=by.membership_id(referral.scheme_id),
        # Without a worker at the first moment, the round of what is due takes it along.
        try_at=first + datetime.timedelta(minutes=1) if other is not None else None,
    )
    if other is not None:
        app.configure_task("referrals.carry_redirect", schedule_at=first).defer(
            scheme_id=str(referral.scheme_id), redirect_id=str(row.pk)
        )
    return row


@action("referrals.redirect_sent")
def redirect_sent(*, by: Actor, redirect: Redirect) -> Redirect:
    """Note that the other scheme has it."""
    change(redirect, sent_at=timezone.now(), problem="")
    return redirect


@action("referrals.redirect_arrived")
def redirect_arrived(
    *,
    by: Actor,
    referral: Referral,
    files: Sequence[tuple[str, bytes, str]] = (),
    left_out: Sequence[str] = (),
) -> Email | None:
    """Put the files (name, content, what) with what was sent on to a team, in its own scheme's context, and tell the
    team; None without an address. What could not go (`left_out`), or is refused here, is named with why.
    """
    missing = list(left_out)
    for name, content, what in files:
        try:
            attach(by=by, referral=referral, name=name, content=content, what=what, came_along=True)
        except Refused as refusal:
            missing.append(f"{name}: {refusal.message}")
    if missing:
        said = f"Files that could not be sent along: {'; '.join(missing)}."
        change(referral, notes=f"{referral.notes}\n{said}".strip())
    to = organisations.scheme(referral.scheme_id).email
    return _waiting(by, referral, to, reverse("desk:triage")) if to else None


@action("referrals.redirect_not_sent")
def redirect_not_sent(*, by: Actor, redirect: Redirect) -> Redirect:
    """Something went wrong on the way: try again later, and after the last try give it back."""
    change(redirect, tries=redirect.tries + 1)
    if redirect.tries > len(WAITS_MINUTES):
        redirect_failed(by=by, redirect=redirect, problem=NOT_ANSWERED.format(tries=redirect.tries))
    else:
        wait = datetime.timedelta(minutes=WAITS_MINUTES[redirect.tries - 1])
        change(redirect, try_at=timezone.now() + wait)
    return redirect


@action("referrals.redirect_failed")
def redirect_failed(*, by: Actor, redirect: Redirect, problem: str) -> Referral:
    """The other scheme could not take it in: it is in our own queue again and says why, whoever sent it on is
    told, and so is the referrer who heard that it was passed on."""
    change(redirect, problem=problem[:300])
    referral, sender = redirect.referral, redirect.sent_by
    reopen(referral, None, decided_why=f"It could not be sent on to {redirect.to_name}: {problem}")
    word_back.tell(by=by, referral=referral, kind=Kind.REOPENED)
    if sender is not None and sender.user.email:
        _waiting(
            by, referral, sender.user.email, reverse("desk:triage_referral", args=[referral.pk])
        )
    return referral


def _waiting(by: Actor, referral: Referral, to: str, page: str) -> Email:
    return messages.queue_email(
        by=by,
        scheme_id=referral.scheme_id,
        kind="waiting",
        to=to,
        link=settings.SITE_URL + page,
    )


def _what_next(referral: Referral, other: Scheme) -> str:
    """Who writes to the referrer from now on. Who asked for themselves reads that they are rung."""
    if rules.asked_for_themselves(referral):
        return ""
    if queries.address_of(referral):
        said = f"Nothing more happens here. {other.name} writes to you itself once it has your referral."
    else:
        said = (
            f"Nothing more happens here. {other.name} has no e-mail of yours: ring it to hear more."
        )
    return said if len(said) <= scheme_words.MOST else THEY_WRITE


def _began(to: str) -> str:
    return {
        Redirect.To.SCHEME: "Sent to",
        Redirect.To.SERVICE: "Given the name and number of",
        Redirect.To.URGENT: "Urgent help:",
    }[Redirect.To(to)]


def _missing(to: str) -> str:
    if to == Redirect.To.URGENT:
        return "Say what was done, and by whom."
    return "Say what the person agreed to, and how."
