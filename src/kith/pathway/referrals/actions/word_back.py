"""Word back: whoever referred hears what becomes of it, and can answer.

Later rooms drive it: they say what happened, and `tell` decides what this referrer may hear and by which ways.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kith.audit.write import action
from kith.isolation import context, links
from kith.isolation.actor import Actor
from kith.isolation.models import PrivateLink
from kith.messages import actions as messages
from kith.messages.models import Email, Letter
from kith.pathway.referrals import letters, queries, rules, scheme_words
from kith.pathway.referrals.actions.codes import mark_codes_told
from kith.pathway.referrals.models import Referral, WordBack
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import today
from kith.vocabulary.doors import Door
from kith.vocabulary.word_back import WORDS, Kind, Way, Word, heard, spoken

STATUS = "referrals.status"
ON_THE_WAY = frozenset(
    {
        Kind.TAKEN_ON, Kind.JOINED, Kind.AGREED, Kind.DECLINED, Kind.COULD_NOT_REACH, Kind.PLAN,
    }
)  # fmt: skip
# A practice that wants a letter when we take somebody on wants one when we had.
WANTED_AS = {Kind.JOINED: Kind.TAKEN_ON}
# Said each time it happens; an acknowledgement, as the first word, is said as the referral is received.
_EACH_TIME = frozenset(
    {Kind.ACKNOWLEDGED, Kind.QUESTION, Kind.RETURNED, Kind.SENT_AGAIN, Kind.REOPENED}
)
# Doors whose referrers have no account, and are shown the address of their page when they leave no e-mail.
PLACES = frozenset({Door.PRACTICE, Door.PROFESSIONAL, Door.PARTNER})
LINK_LASTS = datetime.timedelta(days=365)
TOLD_AFTERWARDS = datetime.timedelta(days=14)
"""A worker who writes up a talk of last week still tells the referrer; what is older was told then."""


@action("referrals.tell")
def tell(
    *,
    by: Actor,
    referral: Referral,
    kind: str,
    asked: str = "",
    next_by: datetime.date | None = None,
    letter: Letter | None = None,
    asks: tuple[str, ...] = (),
    steps: tuple[str, ...] = (),
    by_letter: bool = True,
    what_next: str = "",
    at: datetime.datetime | None = None,
) -> WordBack | None:
    """Tell whoever referred that something happened; None when they may not hear it or know it already.

    `asked` is what the team asks of them, `next_by` the day of what comes next, `letter` one that was made of it;
    without one, a letter is made where the practice wants it, with `asks` of professionals and `steps` of the person,
    unless it gets one already (`by_letter`). `what_next` takes the place of what usually comes next.
    With `at` (importers, the demonstration) it was told then, and nothing is queued.
    """
    said = heard(Kind(kind), rules.tier_of(referral))
    if said is None or _is_known(referral, said):
        return None
    now = _is_now(referral, at)
    email = _send(by, referral, said) if now else None
    if now and letter is None and by_letter:
        letter = _letter(by, referral, said, asks, steps)
    kept = _keep(referral, said, at if not now else None, email, letter, asked, next_by)
    if what_next:
        change(kept, what_next=what_next)
    return kept


@action("referrals.tell_by_hand")
def tell_by_hand(
    *,
    by: Actor,
    referral: Referral,
    kind: str,
    way: str = Way.PHONE,
    at: datetime.datetime | None = None,
) -> WordBack:
    """Record that a colleague told the referrer, by telephone or letter; by e-mail, send it now.

    Raises Refused for what this referrer may not hear, or an e-mail without an address.
    """
    said = Kind(kind)
    if heard(said, rules.tier_of(referral)) != said:
        raise Refused(
            "This referrer may not hear that. If the person has agreed, say so first.", field="kind"
        )
    email = None
    if way == Way.EMAIL:
        email = _send(by, referral, said)
        if email is None:
            raise Refused("We have no e-mail address of this referrer. Ring them.", field="way")
    row = _keep(referral, said, at, email, None, "", None)
    change(row, ways=sorted({*row.ways, way}))
    return row


@action("referrals.send_receipt")
def send_receipt(*, by: Actor, referral: Referral, to: str, reference: str) -> Email:
    """Send who wrote to us a second time that we have it, under their own `reference`, with the page on which they
    read what becomes of it. Raises Refused for what is no e-mail address.
    """
    return _queue(by, referral, _word(referral, Kind.ACKNOWLEDGED).email, to, reference, None)


@action("referrals.share_progress")
def share_progress(
    *, by: Actor, referral: Referral, agreed: bool, on_whose_word: str, expected: int | None = None
) -> Referral:
    """Record what the person said about the referrer hearing how it goes; it holds from now on.

    Raises Refused without whose word it is, Stale on another's change.
    """
    if not on_whose_word.strip():
        raise Refused("Say on whose word.", field="on_whose_word")
    change(
        referral,
        expected=expected,
        progress_agreed=agreed,
        progress_agreed_on=today(),
        progress_word=on_whose_word.strip()[:140],
    )
    return referral


@action("referrals.give_status_link")
def give_status_link(*, by: Actor, referral: Referral) -> PrivateLink:
    """The private link to the status of a referral: the one in force, or a new one for a year."""
    there = links.in_force(purpose=STATUS, subject_id=referral.pk).first()
    return there or links.give(
        scheme_id=referral.scheme_id,
        purpose=STATUS,
        subject_id=referral.pk,
        expires_at=timezone.now() + LINK_LASTS,
    )


@action("referrals.give_own_page")
def give_own_page(*, by: Actor, referral: Referral) -> PrivateLink:
    """Give somebody who asked for themselves the page on which they see where their request is, and can stop it.

    Raises Refused where somebody else referred: that link is the referrer's.
    """
    if not rules.asked_for_themselves(referral):
        raise Refused("Somebody else referred this person, and has a page of their own.")
    return give_status_link(by=by, referral=referral)


@action("referrals.end_status_link")
def end_status_link(*, by: Actor, referral: Referral) -> int:
    """End the private link to the status of a referral; how many were in force. Raises Refused without one.

    The next e-mail carries a new one: where the address is wrong, it is put right by `send_word_to`.
    """
    ended = links.end(purpose=STATUS, subject_id=referral.pk)
    if not ended:
        raise Refused("There is no private link in force. Reload the page to see how it is.")
    return ended


@action("referrals.send_word_to")
def send_word_to(
    *, by: Actor, referral: Referral, address: str, expected: int | None = None
) -> Referral:
    """Record where word of a referral goes, or "" for nowhere; links sent before end with the old address.

    Raises Stale on another's change.
    """
    was, notes = referral.referrer_contact.strip(), referral.notes
    if was and "@" not in was:  # a telephone number stays where people read it
        notes = "\n".join(part for part in (notes, f"Reach the referrer also: {was}") if part)
    change(referral, expected=expected, referrer_contact=address.strip(), notes=notes)
    links.end(purpose=STATUS, subject_id=referral.pk)
    return referral


@action("referrals.take_back_words")
def take_back_words(*, by: Actor, referral: Referral, since: datetime.datetime) -> None:
    """Unsay what was said of a decision that is undone within its minute, before its e-mail went."""
    for row in WordBack.objects.filter(referral=referral, created_at__gte=since):
        if row.email is not None:
            messages.take_back(by=by, email=row.email)
        if row.letter is not None and row.letter.state == Letter.State.OWED:
            messages.mark_not_needed(by=by, letter=row.letter, reason="The decision was undone")
        row.delete()


def _letter(
    by: Actor, referral: Referral, kind: Kind, asks: tuple[str, ...], steps: tuple[str, ...]
) -> Letter | None:
    """The letter a practice wants of this; none of codes only where there is no code to tell."""
    practice = referral.practice
    if practice is None or kind not in ON_THE_WAY:
        return None
    if WANTED_AS.get(kind, kind) not in queries.wanted_by(practice).letters:
        return None
    made = letters.word_letter(referral, kind, asks=asks, steps=steps)
    if made.codes_only and not made.codes:
        return None
    kept = messages.store_letter(
        by=by,
        scheme_id=referral.scheme_id,
        kind=f"word_{kind}",
        person_id=referral.person_id,
        to_name=made.addressee.name,
        to_organisation=made.addressee.organisation,
        to_address="\n".join(made.addressee.address),
        document=made.pdf(),
    )
    if made.codes:
        mark_codes_told(by=by, referral=referral, how=f"A letter: {WORDS[kind].label.lower()}")
    return kept


def _went_then(referral: Referral, word: Word) -> bool:
    """Whether an e-mail went at the time: as the demonstration tells it. Of another system's we know nothing."""
    told_by_us = context.current().kind is context.Kind.JOB and referral.door != Door.MOVED_IN
    return told_by_us and bool(word.email and queries.address_of(referral))


def _word(referral: Referral, kind: Kind) -> Word:
    return spoken(kind, to_person=rules.asked_for_themselves(referral))


def _has_page(referral: Referral) -> bool:
    """Whether somebody without an account was given the page on which they read it."""
    given = rules.asked_for_themselves(referral) or referral.door in PLACES
    return given and queries.has_status_link(referral)


def _is_now(referral: Referral, at: datetime.datetime | None) -> bool:
    """Whether word goes out: it happened now, or lately and somebody at a page writes it up."""
    if at is None:
        return True
    written_up = context.current().kind is context.Kind.SCHEME
    lately = timezone.now() - at <= TOLD_AFTERWARDS
    return written_up and lately and referral.door != Door.MOVED_IN


def _is_known(referral: Referral, kind: Kind) -> bool:
    """Whether it was said since the case opened or opened again; a question may be asked twice."""
    if kind in _EACH_TIME:
        return False
    told = list(
        referral.words_back.order_by("said_at", "created_at").values_list("kind", flat=True)
    )
    anew = max(
        (n for n, one in enumerate(told) if one in (Kind.REOPENED, Kind.RETURNED)), default=-1
    )
    return kind in told[anew + 1 :]


def _send(by: Actor, referral: Referral, kind: Kind) -> Email | None:
    """Queue the e-mail of a kind; None where there is none or nobody to send it to."""
    to = queries.address_of(referral)
    text = _word(referral, kind).email
    if not text or not to:
        return None
    hold = rules.UNDO_WITHIN if rules.is_held(referral, kind, timezone.now()) else None
    return _queue(by, referral, text, to, rules.reference(referral.pk), hold)


def _queue(
    by: Actor,
    referral: Referral,
    text: str,
    to: str,
    reference: str,
    hold: datetime.timedelta | None,
) -> Email:
    link = give_status_link(by=by, referral=referral)
    return messages.queue_email(
        by=by,
        scheme_id=referral.scheme_id,
        kind=text,
        to=to,
        hold=hold,
        link=settings.SITE_URL + reverse("referrals:status", args=[links.token_of(link.pk)]),
        reference=reference,
    )


def _keep(
    referral: Referral,
    kind: Kind,
    at: datetime.datetime | None,
    email: Email | None,
    letter: Letter | None,
    asked: str,
    next_by: datetime.date | None,
) -> WordBack:
    word, themselves = _word(referral, kind), rules.asked_for_themselves(referral)
    said, following = word.words, word.what_next
    if not themselves:
        said, following = scheme_words.words_of(referral.scheme_id, kind)
    has_page = email is not None or referral.referrer_id is not None or _has_page(referral)
    by_email = email is not None or (at is not None and _went_then(referral, word))
    found = {Way.PAGE: has_page, Way.EMAIL: by_email, Way.LETTER: letter}
    return WordBack.objects.create(
        scheme_id=referral.scheme_id,
        referral=referral,
        kind=kind,
        said_at=at or timezone.now(),
        to_person=themselves,
        words=said,
        asked="" if rules.names_the_person(asked, referral.person) else asked.strip(),
        what_next=following,
        next_by=next_by,
        ways=[way for way, there in found.items() if there],
        email=email,
        letter=letter,
    )
