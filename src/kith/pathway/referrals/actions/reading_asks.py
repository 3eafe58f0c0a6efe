"""A job makes a referral of what somebody wrote on a page without an account, and what came with it."""

from __future__ import annotations

import contextlib
import datetime
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.audit.write import action, apart
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.models import Programme, ProgrammeStage, Reason
from kith.pathway.referrals.actions.again import add_words, answer_sender
from kith.pathway.referrals.actions.attachments import join_left
from kith.pathway.referrals.actions.for_programme import (
    ForProgramme,
    RatedConcern,
    keep_for_programme,
)
from kith.pathway.referrals.actions.receiving import AlreadyReceived, receive
from kith.pathway.referrals.models import Ask, Referral
from kith.pathway.referrals.queries.doors import Place, left_with, place
from kith.people.actions import Who, add_linked_person
from kith.people.models import Channel
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.vocabulary import foundations
from kith.vocabulary.doors import Door
from kith.vocabulary.holistic_concerns import label

SELF, RELATIVE = "02", "03"
UNREADABLE = (
    "Something it needs is missing or cannot be read. Ring whoever sent it, if it says how."
)


@action("referrals.read_ask")
def read_ask(*, by: Actor, ask: Ask) -> Ask:
    """Make a referral of what somebody wrote; once. What cannot be one keeps why, for a person."""
    if ask.referral_id or ask.handled_at or ask.doubt:
        return ask
    try:
        with apart():
            referral = _receive(by, ask)
    except AlreadyReceived as there:
        add_to(by, there.referral, ask)
        answer_sender(by, there.referral, ask)
        change(ask, referral=there.referral, handled_at=timezone.now(), problem="")
    except Refused as refusal:
        change(ask, problem=refusal.message[:300])
    except (AttributeError, KeyError, TypeError, ValueError):
        # Written by hand, or by a page of an earlier version: a person makes sense of it.
        change(ask, problem=UNREADABLE)
    else:
        change(ask, referral=referral, handled_at=timezone.now(), problem="")
    return ask


def add_to(by: Actor, referral: Referral, ask: Ask) -> None:
    """Somebody who writes twice before anybody decided said two things: both are kept where they are read."""
    programme, brought = _for_programme(ask)
    if programme and referral.programme_id is None:
        change(referral, programme=programme)
    change(referral, notes=f"{referral.notes} Sent again as reference {ask.reference}.".strip())
    ours = programme is None or programme.pk == referral.programme_id
    own, words = _whose_words(ask)
    for one in (words, "" if ours else _in_words(programme, brought)):
        add_words(by, referral, **{own: one})
    _add_answers(referral, ask)
    join_left(by, referral, left_with(ask), teller(ask))
    if not ours:
        return
    for part in (replace(brought, concerns=()), replace(brought, stage=None)):
        with contextlib.suppress(Refused), apart():  # that stage is on the record already
            keep_for_programme(by, referral, part)


def _add_answers(referral: Referral, ask: Ask) -> None:
    new = [row for row in ask.answers.get("more", []) if row not in referral.more]
    if new:
        change(referral, more=[*referral.more, *new])


def _whose_words(ask: Ask) -> tuple[str, str]:
    if ask.via is not None:
        return "referrer_sees", str(ask.answers.get("referrer_sees", "")).strip()
    other = ask.answers.get("for_whom") == "other"
    return "referrer_sees" if other else "person_says", in_words(ask.answers)


def _receive(by: Actor, ask: Ask) -> Referral:
    if ask.via is None:
        return _from_public_page(by, ask)
    found = place(ask.via)
    if found is None:
        raise Refused("The practice or organisation whose page this came by is gone.")
    return _from_place(by, ask, found)


def _for_programme(ask: Ask) -> tuple[Programme | None, ForProgramme]:
    """The programme that was chosen, and the stage and concerns that were given for it."""
    said = ask.answers.get("programme") or {}
    programme = organisations.programme(ask.scheme_id, UUID(said["id"])) if said else None
    if programme is None:
        return None, ForProgramme()
    on = said.get("stage_on")
    return programme, ForProgramme(
        stage=_stage(programme, said.get("stage")),
        stage_on=datetime.date.fromisoformat(on) if on else None,
        said_by=teller(ask),
        concerns=[RatedConcern(**one) for one in said.get("concerns", ())],
    )


def _stage(programme: Programme, stage_id: str | None) -> ProgrammeStage | None:
    part = organisations.programme_part(programme, UUID(stage_id)) if stage_id else None
    return part if isinstance(part, ProgrammeStage) else None


def _in_words(programme: Programme | None, brought: ForProgramme) -> str:
    stage = [brought.stage.label] if brought.stage else []
    rated = [f"{label(one.what, one.words)} {one.rating}" for one in brought.concerns]
    return f"Also for {programme}: {'; '.join([*stage, *rated]) or 'no more was said'}."


def teller(ask: Ask) -> str:
    """Who wrote it, by the name they gave."""
    return str(ask.answers.get("referrer_name", ""))[:140]


def _from_place(by: Actor, ask: Ask, came_by: Place) -> Referral:
    """As the staff of a practice or organisation wrote it on their own page."""
    said = ask.answers
    told = said.get("risk", "not_asked")
    programme, brought = _for_programme(ask)
    referral = receive(
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
        programme=programme,
        for_programme=brought,
        asked_as=ask.pk,
        risk=said.get("risk_text", "") if told == "stated" else "",
        no_risk_known=told == "none_known",
        just_came=True,
        at=ask.created_at,
    )
    join_left(by, referral, left_with(ask), ", ".join(filter(None, (teller(ask), came_by.name))))
    return referral


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
        referrer_contact=said.get("asker_email", "") if for_other else "",
        referrer_sees=in_words(said) if for_other else "",
        person_says="" if for_other else in_words(said),
        person_knows=said.get("person_knows") if for_other else True,
        more=said.get("more", []),
        asked_as=ask.pk,
        just_came=True,
        at=ask.created_at,
    )
    if for_other and said.get("asker_name"):
        add_asker(by, referral, said)
    return referral


def add_asker(by: Actor, referral: Referral, said: dict[str, Any]) -> None:
    """Note who asked for somebody else. They may be told nothing: what they say of the person's consent is theirs,
    and is asked first.
    """
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
        phone_safe_for=phone_safe_for(said),
        phone_when_safe=said.get("when_safe", ""),
        email=said.get("email", ""),
        email_safe_for=[Channel.EMAIL] if said.get("email_is_safe") else [],
        postcode=said.get("postcode", ""),
        address=said.get("address", ""),
        address_safe_for=[Channel.LETTER] if said.get("letter_is_safe") else [],
    )


def phone_safe_for(said: dict[str, Any]) -> list[str]:
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


def in_words(said: dict[str, Any]) -> str:
    """What somebody wrote on the public page about what they want, in one text."""
    chosen = [foundations.label(key) for key in said.get("foundations", [])]
    asked = f"Asked for help with: {'; '.join(chosen)}." if chosen else ""
    return "\n\n".join(part for part in (asked, said.get("words", "")) if part)
