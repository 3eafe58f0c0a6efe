"""What came without an account and could not become a referral by itself, completed by somebody who reads it."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone

from kith.audit.write import action, apart
from kith.isolation.actor import Actor
from kith.pathway.referrals.actions.again import answer_sender
from kith.pathway.referrals.actions.attachments import join_left, received
from kith.pathway.referrals.actions.for_programme import ForProgramme, key_of
from kith.pathway.referrals.actions.reading_asks import RELATIVE, add_asker, add_to, teller
from kith.pathway.referrals.models import Ask, Referral
from kith.pathway.referrals.queries.doors import GP, Place, left_with, place
from kith.pathway.referrals.rules import door_of_source
from kith.people.actions import Who
from kith.people.models import Channel
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.vocabulary.doors import Door


@action("referrals.complete_ask")
def complete_ask(*, by: Actor, ask: Ask, **given: Any) -> Referral:
    """Make a referral of what somebody sent, as it was completed, and settle it. `given` is what `receive` takes.

    It keeps the door, the place and the reference it was sent with, and was received when it was sent. One that is
    there already gets the words. Raises Refused as `receive` does, and for what somebody settled meanwhile.
    """
    ask = Ask.objects.select_for_update().get(pk=ask.pk)
    if ask.handled_at is not None:
        raise Refused("Somebody has dealt with this already. Go back to the new referrals.")
    came_by = place(ask.via) if ask.via else None
    sent = {**_as_sent(ask, came_by, given), "asked_as": ask.pk, "at": ask.created_at}
    referral, there = received(by, ask.scheme_id, {**given, **sent, "just_came": True})
    if there:
        with contextlib.suppress(AttributeError, KeyError, TypeError, ValueError), apart():
            add_to(by, referral, ask)  # what nobody can read is in sight on the ask itself
        answer_sender(by, referral, ask)
    else:
        _bring_along(by, referral, ask, came_by)
    change(ask, referral=referral, handled_at=timezone.now(), problem="", doubt="")
    return referral


def _as_sent(ask: Ask, came_by: Place | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the page it came by says of it, whoever completes it."""
    said = ask.answers
    kept = {
        "more": _answers(said, given.get("for_programme")),
        "referrer_role": str(said.get("referrer_role") or said.get("asker_relationship") or "")[
            :100
        ],
    }
    if came_by is not None:
        return {
            **kept, "door": came_by.door, "source": came_by.source,
            "practice": came_by.practice, "organisation": came_by.organisation,
        }  # fmt: skip
    if ask.via is None:
        return {**kept, "door": Door.ASK, "who": _safe_ways(said, given["who"])}
    source = given["source"]
    return {**kept, "door": Door.PRACTICE if source == GP else door_of_source(source)}


def _answers(said: Mapping[str, Any], brought: ForProgramme | None) -> list[Mapping[str, str]]:
    """The door's own answers as sent; those of the programme only where nobody gave them anew."""
    anew = {key_of(question) for question, _ in brought.answers} if brought else set()
    rows = said.get("more")
    found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return [
        row
        for row in found
        if {"key", "question", "answer"} <= row.keys() and row["key"] not in anew
    ]


def _safe_ways(said: Mapping[str, Any], who: Who) -> Who:
    """What the public page was told is safe holds for the same address, and for no other."""
    email = said.get("email_is_safe") is True and said.get("email") == who.email
    letter = said.get("letter_is_safe") is True and said.get("address") == who.address
    return replace(
        who,
        email_safe_for=[Channel.EMAIL] if email else [],
        address_safe_for=[Channel.LETTER] if letter else [],
    )


def _bring_along(by: Actor, referral: Referral, ask: Ask, came_by: Place | None) -> None:
    whose = ", ".join(part for part in (teller(ask), came_by.name if came_by else "") if part)
    join_left(by, referral, left_with(ask), whose)
    if referral.source == RELATIVE and ask.via is None and ask.answers.get("asker_name"):
        add_asker(by, referral, ask.answers)
