"""What somebody writes on the public page: kept by a stranger, read by a job."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from kith.audit.write import action, apart
from kith.isolation.actor import Actor
from kith.pathway.referrals.actions.receiving import AlreadyReceived, receive
from kith.pathway.referrals.models import Ask, Referral
from kith.people.actions import Who, add_linked_person
from kith.people.models import Channel
from kith.resilience.errors import Refused
from kith.resilience.limits import Limit, spend
from kith.resilience.versions import change
from kith.vocabulary import foundations
from kith.vocabulary.doors import Door

SELF, RELATIVE = "02", "03"
FROM_NETWORK = Limit("ask for support by network", burst=20, per_hour=30)


@action("referrals.send_ask")
def send_ask(*, by: Actor, scheme_id: UUID, answers: dict[str, Any], network: str) -> Ask:
    """Keep what a stranger wrote and have it read by a job. Raises TooOften from a busy network."""
    spend(FROM_NETWORK, by=f"{scheme_id}:{network}")
    ask = Ask(scheme_id=scheme_id, answers=answers)
    # Without a look first: a stranger may write here and read nothing.
    ask.save(force_insert=True)
    app.configure_task("referrals.read_ask").defer(scheme_id=str(scheme_id), ask_id=str(ask.pk))
    return ask


@action("referrals.read_ask")
def read_ask(*, by: Actor, ask: Ask) -> Ask:
    """Make a referral of what somebody wrote; once. What cannot be one keeps why, for a person."""
    if ask.referral_id or ask.handled_at:
        return ask
    try:
        with apart():
            referral = _receive(by, ask)
    except AlreadyReceived as there:
        _add_words(there.referral, ask)
        change(ask, referral=there.referral, handled_at=timezone.now(), problem="")
    except Refused as refusal:
        change(ask, problem=refusal.message[:300])
    else:
        change(ask, referral=referral, handled_at=timezone.now(), problem="")
    return ask


def _add_words(referral: Referral, ask: Ask) -> None:
    """Somebody who writes twice on one day said two things: both are kept where they are read."""
    words = str(ask.answers.get("words", "")).strip()
    if words and words not in referral.person_says:
        said = f"{referral.person_says}\n\nWritten again later: {words}".strip()
        change(referral, person_says=said)


@action("referrals.put_aside_ask")
def put_aside_ask(*, by: Actor, ask: Ask, reason: str) -> Ask:
    """Put aside something that is no request. Raises Refused without a reason."""
    if not reason.strip():
        raise Refused("Say why, in a few words.", field="reason")
    change(ask, handled_at=timezone.now(), problem=reason.strip()[:300])
    return ask


def _receive(by: Actor, ask: Ask) -> Any:
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
        at=ask.created_at,
    )
    if for_other and said.get("asker_name"):
        add_linked_person(
            by=by,
            person=referral.person,
            name=said["asker_name"],
            relationship=said.get("asker_relationship") or "Asked for support for them",
            note="Asked us to get in touch, on the public page.",
        )
    return referral


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
