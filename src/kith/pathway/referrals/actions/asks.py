"""What somebody writes on a page without an account: kept by a stranger, read by a job."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from kith.audit.write import action, apart
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.models import Reason
from kith.pathway.referrals.actions.receiving import AlreadyReceived, receive
from kith.pathway.referrals.models import Ask, Referral
from kith.pathway.referrals.queries.doors import Place, place
from kith.pathway.referrals.rules import DOUBTFUL_KEPT
from kith.people.actions import Who, add_linked_person
from kith.people.models import Channel
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.vocabulary import foundations
from kith.vocabulary.doors import Door

SELF, RELATIVE = "02", "03"
UNREADABLE = (
    "Something it needs is missing or cannot be read. Ring whoever sent it, if it says how."
)


@action("referrals.send_ask")
def send_ask(
    *,
    by: Actor,
    scheme_id: UUID,
    answers: dict[str, Any],
    via: UUID | None = None,
    doubt: str = "",
) -> Ask:
    """Keep what a stranger wrote and have it read by a job.

    `via` is the subject of the private link they held. With a `doubt` that anybody wrote it, no job reads it
    before a person has. Whoever calls this counts how often a network does (`resilience.limits`).
    """
    ask = Ask(scheme_id=scheme_id, via=via, answers=answers, doubt=doubt[:100])
    # Without a look first: a stranger may write here and read nothing.
    ask.save(force_insert=True)
    if not doubt:
        _defer(ask)
    return ask


@action("referrals.trust_ask")
def trust_ask(*, by: Actor, ask: Ask) -> Ask:
    """Somebody looked, and a person wrote it: it is read like any other."""
    change(ask, doubt="")
    _defer(ask)
    return ask


@action("referrals.read_ask")
def read_ask(*, by: Actor, ask: Ask) -> Ask:
    """Make a referral of what somebody wrote; once. What cannot be one keeps why, for a person."""
    if ask.referral_id or ask.handled_at or ask.doubt:
        return ask
    try:
        with apart():
            referral = _receive(by, ask)
    except AlreadyReceived as there:
        _add_words(there.referral, ask)
        change(ask, referral=there.referral, handled_at=timezone.now(), problem="")
    except Refused as refusal:
        change(ask, problem=refusal.message[:300])
    except (AttributeError, KeyError, TypeError, ValueError):
        # Written by hand, or by a page of an earlier version: a person makes sense of it.
        change(ask, problem=UNREADABLE)
    else:
        change(ask, referral=referral, handled_at=timezone.now(), problem="")
    return ask


@action("referrals.put_aside_ask")
def put_aside_ask(*, by: Actor, ask: Ask, reason: str) -> Ask:
    """Put aside something that is no request. Raises Refused without a reason."""
    if not reason.strip():
        raise Refused("Say why, in a few words.", field="reason")
    change(ask, handled_at=timezone.now(), problem=reason.strip()[:300])
    return ask


@action("referrals.forget_doubtful")
def forget_doubtful(*, by: Actor, scheme_id: UUID) -> int:
    """Delete what probably nobody wrote and nobody took for a person's in thirty days; how many."""
    old = Ask.objects.filter(
        scheme_id=scheme_id, referral=None, created_at__lt=timezone.now() - DOUBTFUL_KEPT
    )
    return old.exclude(doubt="").delete()[0]


def _defer(ask: Ask) -> None:
    app.configure_task("referrals.read_ask").defer(scheme_id=str(ask.scheme_id), ask_id=str(ask.pk))


def _add_words(referral: Referral, ask: Ask) -> None:
    """Somebody who writes twice on one day said two things: both are kept where they are read."""
    own, words = _whose_words(ask)
    before: str = getattr(referral, own)
    if words and words not in before:
        said: dict[str, Any] = {own: f"{before}\n\nWritten again later: {words}".strip()}
        change(referral, **said)


def _whose_words(ask: Ask) -> tuple[str, str]:
    if ask.via is not None:
        return "referrer_sees", str(ask.answers.get("referrer_sees", "")).strip()
    return "person_says", str(ask.answers.get("words", "")).strip()


def _receive(by: Actor, ask: Ask) -> Referral:
    if ask.via is None:
        return _from_public_page(by, ask)
    found = place(ask.via)
    if found is None:
        raise Refused("The practice or organisation whose page this came by is gone.")
    return _from_place(by, ask, found)


def _from_place(by: Actor, ask: Ask, came_by: Place) -> Referral:
    """As the staff of a practice or organisation wrote it on their own page."""
    said = ask.answers
    told = said.get("risk", "not_asked")
    return receive(
        by=by,
        scheme_id=ask.scheme_id,
        who=_who_is_referred(said, came_by),
        source=came_by.source,
        door=came_by.door,
        practice=came_by.practice,
        organisation=came_by.organisation,
        referrer_name=said["referrer_name"],
        referrer_role=said.get("referrer_role", ""),
        referrer_contact=said.get("referrer_email", ""),
        urgency=said.get("urgency", "routine"),
        reasons=list(Reason.objects.filter(pk__in=said.get("reasons", []))),
        referrer_sees=said.get("referrer_sees", ""),
        person_says=said.get("person_says", ""),
        person_knows=said.get("person_knows"),
        more=said.get("more", []),
        programme=organisations.programmes_of_referrer(came_by.id).first(),
        notes=f"Reference {ask.reference}.",
        risk=said.get("risk_text", "") if told == "stated" else "",
        no_risk_known=told == "none_known",
        at=ask.created_at,
    )


def _who_is_referred(said: dict[str, Any], came_by: Place) -> Who:
    given = ("nhs_number", "language", "phone", "email", "address", "postcode")
    return Who(
        first_name=said.get("first_name", ""),
        last_name=said["last_name"],
        date_of_birth=datetime.date.fromisoformat(said["date_of_birth"]),
        needs_interpreter=said.get("needs_interpreter"),
        practice=came_by.practice,
        phone_safe_for=said.get("phone_safe_for", []),
        phone_when_safe=said.get("when_safe", ""),
        **{name: said.get(name, "") for name in given},
    )


def _from_public_page(by: Actor, ask: Ask) -> Referral:
    said = ask.answers
    for_other = said.get("for_whom") == "other"
    referral = receive(
        by=by,
        scheme_id=ask.scheme_id,
        who=_who(said),
        source=RELATIVE if for_other else SELF,
        door=Door.ASK,
        referrer_name=said.get("asker_name", "") if for_other else "",
        referrer_role=said.get("asker_relationship", "") if for_other else "",
        referrer_sees=_words(said) if for_other else "",
        person_says="" if for_other else _words(said),
        person_knows=said.get("person_knows") if for_other else True,
        more=said.get("more", []),
        notes=f"Reference {ask.reference}.",
        at=ask.created_at,
    )
    if for_other and said.get("asker_name"):
        _add_asker(by, referral, said)
    return referral


def _add_asker(by: Actor, referral: Referral, said: dict[str, Any]) -> None:
    """They may be told nothing: what they say of the person's consent is theirs, and is asked first."""
    agreed = said.get("may_be_told") is True
    add_linked_person(
        by=by,
        person=referral.person,
        name=said["asker_name"],
        relationship=said.get("asker_relationship") or "Asked for support for them",
        phone=said.get("asker_phone", ""),
        note="Asked us to get in touch, on the public page."
        + (" They say the person agrees to their being told how it goes: ask." if agreed else ""),
    )


def _who(said: dict[str, Any]) -> Who:
    return Who(
        first_name=said.get("first_name", ""),
        last_name=said.get("last_name", ""),
        date_of_birth=datetime.date.fromisoformat(said["date_of_birth"]),
        language=said.get("language", ""),
        phone=said.get("phone", ""),
        phone_safe_for=_phone_safe_for(said),
        phone_when_safe=said.get("when_safe", ""),
        email=said.get("email", ""),
        email_safe_for=[Channel.EMAIL] if said.get("email_is_safe") else [],
        postcode=said.get("postcode", ""),
        address=said.get("address", ""),
        address_safe_for=[Channel.LETTER] if said.get("letter_is_safe") else [],
    )


def _phone_safe_for(said: dict[str, Any]) -> list[str]:
    """What a number may be used for by itself.

    Who asks for themselves gave it so that we ring. Of someone else's number, only what the asker
    said is safe; and where ringing is not, no voice message either.
    """
    ticked = [
        one for one in (Channel.VOICEMAIL, Channel.TEXT) if one in said.get("phone_safe_for", ())
    ]
    if said.get("for_whom") != "other" or said.get("ring_is_safe") is True:
        return [Channel.CALL, *ticked]
    return [one for one in ticked if one != Channel.VOICEMAIL]


def _words(said: dict[str, Any]) -> str:
    chosen = [foundations.label(key) for key in said.get("foundations", [])]
    asked = f"Asked for help with: {'; '.join(chosen)}." if chosen else ""
    return "\n\n".join(part for part in (asked, said.get("words", "")) if part)
