"""Something comes a second time: it is put with what waits, and whoever sent it can read what becomes of it."""

from __future__ import annotations

from typing import Any

from kith.isolation import links
from kith.isolation.actor import Actor
from kith.pathway.referrals import queries
from kith.pathway.referrals.actions.decisions import come_back
from kith.pathway.referrals.actions.word_back import STATUS, send_receipt
from kith.pathway.referrals.models import Ask, Referral
from kith.pathway.referrals.states import Decision
from kith.resilience.versions import change


def add_words(
    by: Actor, referral: Referral, *, referrer_sees: str = "", person_says: str = ""
) -> None:
    """Inside a door: what was written again is kept beside what was written first. One that waited for its referrer
    is to be decided on again.
    """
    said: dict[str, Any] = {}
    for name, words in (("referrer_sees", referrer_sees), ("person_says", person_says)):
        before, new = getattr(referral, name), words.strip()
        if new and new not in before:
            said[name] = f"{before}\n\nWritten again later: {new}".strip()
    if referral.decision == Decision.RETURNED:
        come_back(by, referral, **said)
    elif said:
        change(referral, **said)


def answer_sender(by: Actor, referral: Referral, ask: Ask) -> None:
    """Inside a door: whoever sent what was put with a referral gets its page, by an e-mail or by the link they were
    given. Their own page would say for ever that what they sent is being taken in.
    """
    to = _word_to(referral, ask)
    if to:
        send_receipt(by=by, referral=referral, to=to, reference=ask.reference)
    links.point(purpose=STATUS, subject_id=ask.pk, to=referral.pk)


def _word_to(referral: Referral, ask: Ask) -> str:
    """Where their receipt goes, or "". Colleagues of one place hear the same. On the public page anybody writes any
    name, so it goes nowhere but where word of the referral goes already.
    """
    if ask.via is not None:
        given = str(ask.answers.get("referrer_email", "")).strip()
        return given if queries.is_address(given) else ""
    theirs = "asker_email" if ask.answers.get("for_whom") == "other" else "email"
    given, known = str(ask.answers.get(theirs, "")).strip(), queries.address_of(referral)
    return known if given.casefold() == known.casefold() else ""
