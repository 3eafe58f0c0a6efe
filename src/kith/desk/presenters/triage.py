"""A referral in the queue, in the words of the page."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kith.desk.presenters import clocks, earlier
from kith.desk.queries.triage import Incoming
from kith.pathway.referrals import presenters as referrals
from kith.pathway.referrals import programme_presenters
from kith.pathway.referrals.models import Ask, Referral
from kith.pathway.referrals.queries.doors import place
from kith.pathway.referrals.rules import age_at, consent_words
from kith.pathway.referrals.states import Decision
from kith.people.models import ContactPoint, Person
from kith.people.rules import ADULT_AT
from kith.ui.dates import date_and_time, medium_date, today
from kith.vocabulary import doors, languages, worrying_words
from kith.vocabulary import phone as phones

SAID = {
    "call": "calls",
    "voicemail": "voicemail",
    "text": "texts",
    "email": "e-mail",
    "letter": "letters",
    "visit": "visits",
}
KNEW_OF_NONE = "The referrer knew of no risk; one is on the record"
AGES = {0: "Referred today", 1: "Referred yesterday"}


@dataclass(frozen=True)
class Worry:
    """Words of a referral that a reader should not pass over."""

    label: str
    words: str


def worrying(row: Referral) -> list[Worry]:
    """What the banner names. It never changes a referral's place (vocabulary.worrying_words)."""
    found = worrying_words.find(row.referrer_sees, row.person_says, row.notes, row.risk_given)
    return [Worry(one.topic.label, ", ".join(f"“{word}”" for word in one.words)) for one in found]


def read_words(one: Incoming) -> str:
    """Who read it first, and when; or that nobody has."""
    if one.reading is None:
        return "Nobody has opened this yet"
    return f"First read by {one.reading.by.name} on {date_and_time(one.reading.read_at)}"


def card(one: Incoming, *, now: datetime.datetime) -> dict[str, Any]:
    """Everything a card of the queue shows."""
    row = one.referral
    seen = one.standing.seen
    return {
        "referral": row,
        "name": row.person.full_name if seen else row.name_given,
        "standing": one.standing,
        "age": f"aged {row.person.age_on(today())}",
        "waited": AGES.get(one.days, f"Referred {one.days} days ago"),
        "is_late": one.days > 5,
        "urgent": row.urgency != "routine",
        "from": referrals.from_whom(row),
        "reasons": referrals.reasons_by_foundation(row),
        "risk": one.risk,
        "facts": [
            *_facts(row, known_facts(row.person, one.points) if seen else given_facts(row)),
            *([KNEW_OF_NONE] if row.no_risk_given and one.risk.kind == "stated" else []),
        ],
        "programme_facts": programme_presenters.shown(row, one.programme, seen=seen),
        "duplicates": one.duplicates,
        "young": young_words(one),
        "too_young": one.too_young,
        "open_case": one.open_case,
        "join": earlier.join_words(row.person.called, one.open_case) if one.open_case else "",
        "earlier": [earlier.before_words(case) for case in one.earlier],
        "reopens": one.reopens,
        "reopen": earlier.reopen_words(one.reopens) if one.reopens else "",
        "reopen_hint": earlier.reopen_hint(one.reopens) if one.reopens else "",
        "suggestion": one.suggestion,
        "came_back": row.decided_why if row.decision == Decision.RECEIVED else "",
        "suggestions": one.suggestions,
        "clock": clocks.first(one.clocks, now=now),
        "read": read_words(one),
        "worrying": worrying(row),
        "question": one.question,
        "answered": one.answered,
        "programme": row.programme.name if row.programme else "",
        "door": doors.label(row.door),
    }


def young_words(one: Incoming) -> tuple[str, str]:
    """Of a child, or of anybody younger than the scheme supports: how old, and what the scheme decided; else ""."""
    age = age_at(one.referral)
    if age >= max(ADULT_AT, one.youngest):
        return "", ""
    under = ADULT_AT if age < ADULT_AT else one.youngest
    decided = "Your service supports people of this age. Ask who may agree for them."
    if one.too_young:
        decided = (
            f"Your service supports people from {one.youngest}: send them to who can help, or say why you take"
            " them on. Whoever referred was told that you read it."
        )
    years = "1 year" if age == 1 else f"{age} years"
    return f"Under {under}: {years}", decided


@dataclass(frozen=True)
class Facts:
    """Who somebody is and how they are reached, from the record or from a referral alone."""

    born: datetime.date
    practice: str
    language: str
    needs_interpreter: bool | None
    ways: Sequence[tuple[str, Sequence[str]]]


def known_facts(person: Person, points: Sequence[ContactPoint]) -> Facts:
    """What the record says."""
    return Facts(
        born=person.date_of_birth,
        practice=person.practice.name if person.practice else "",
        language=person.language,
        needs_interpreter=person.needs_interpreter,
        ways=[(_value(point), point.safe_for) for point in points],
    )


def given_facts(row: Referral) -> Facts:
    """What the referral says, and nothing of the record (see referrals.queries.Standing)."""
    said = row.as_given
    return Facts(
        born=row.person.date_of_birth,
        practice=said.get("practice", ""),
        language=said.get("language", ""),
        needs_interpreter=said.get("needs_interpreter"),
        ways=[
            (", ".join(part for part in (way["value"], way["postcode"]) if part), way["safe_for"])
            for way in said.get("ways", ())
        ],
    )


def _facts(row: Referral, said: Facts) -> Sequence[str]:
    knows = {
        True: "Knows that we will call",
        False: "Does not know yet that we will call",
        None: "Not said whether they know that we will call",
    }
    speaks = f"Speaks {languages.label(said.language)}" if said.language else ""
    if said.needs_interpreter:
        speaks = f"{speaks or 'Needs an interpreter'}{', needs an interpreter' if speaks else ''}"
    return [
        fact
        for fact in (
            f"Born {medium_date(said.born)}",
            f"Registered at {said.practice}" if said.practice else "",
            knows[row.person_knows],
            f"Consent: {consent_words(row)}",
            speaks,
            *(_way(value, safe_for) for value, safe_for in said.ways),
        )
        if fact
    ]


def _value(point: ContactPoint) -> str:
    value = phones.display(point.value) if point.kind == ContactPoint.Kind.PHONE else point.value
    return ", ".join(part for part in (value, point.postcode) if part)


def _way(shown: str, safe_for: Sequence[str]) -> str:
    channels = [SAID[channel] for channel in safe_for]
    said = f"safe for {', '.join(channels)}" if channels else "not asked what is safe"
    return f"{shown}: {said}"


def decided_words(row: Referral) -> str:
    """What was just decided, in a sentence."""
    name = row.name_given
    return {
        Decision.TAKEN_ON: f"{name} was taken on.",
        Decision.JOINED: f"The referral of {name} was joined to their case.",
        Decision.RETURNED: f"The referral of {name} was returned.",
        Decision.NOT_TAKEN_ON: f"{name} was not taken on.",
        Decision.REDIRECTED: f"{name} was redirected.",
        Decision.WITHDRAWN: f"{name} said no. The referral has ended.",
    }[Decision(row.decision)]


def ask_rows(ask: Ask) -> list[dict[str, Any]]:
    """What somebody wrote on a page without an account, by which page, as they gave it."""
    came_by = place(ask.via) if ask.via else None
    by = came_by.name if came_by else "The public page"
    told = [{"key": "Came by", "value": by}, {"key": "Reference", "value": ask.reference}]
    return [*told, *referrals.answers_rows(ask.answers)]
