"""A referral in the queue, in the words of the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kith.desk.queries.triage import Incoming
from kith.pathway.referrals import presenters as referrals
from kith.pathway.referrals.models import Ask, Referral
from kith.pathway.referrals.states import Decision
from kith.people.models import ContactPoint
from kith.ui.dates import medium_date, today
from kith.vocabulary import languages
from kith.vocabulary import phone as phones

SAID = {
    "call": "calls",
    "voicemail": "voicemail",
    "text": "texts",
    "email": "e-mail",
    "letter": "letters",
    "visit": "visits",
}
AGES = {0: "Referred today", 1: "Referred yesterday"}


def card(one: Incoming) -> dict[str, Any]:
    """Everything a card of the queue shows."""
    row = one.referral
    person = row.person
    return {
        "referral": row,
        "person": person,
        "age": f"aged {person.age_on(today())}",
        "waited": AGES.get(one.days, f"Referred {one.days} days ago"),
        "is_late": one.days > 5,
        "urgent": row.urgency != "routine",
        "from": referrals.from_whom(row),
        "reasons": referrals.reasons_by_foundation(row),
        "risk": one.risk,
        "facts": _facts(row),
        "duplicates": one.duplicates,
        "open_case": one.open_case,
        "suggestion": one.suggestion,
        "came_back": row.decided_why if row.decision == Decision.RECEIVED else "",
    }


def _facts(row: Referral) -> Sequence[str]:
    person = row.person
    knows = {
        True: "Knows that we will call",
        False: "Does not know yet that we will call",
        None: "Not said whether they know that we will call",
    }
    speaks = f"Speaks {languages.label(person.language)}" if person.language else ""
    if person.needs_interpreter:
        speaks = f"{speaks or 'Needs an interpreter'}{', needs an interpreter' if speaks else ''}"
    safe = [_way(point) for point in person.contact_points.all() if point.ended_on is None]
    return [
        fact
        for fact in (
            f"Born {medium_date(person.date_of_birth)}",
            f"Registered at {person.practice.name}" if person.practice else "",
            knows[row.person_knows],
            f"Consent: {row.consent_note}" if row.consent_note else "",
            speaks,
            *safe,
        )
        if fact
    ]


def _way(point: ContactPoint) -> str:
    channels = [SAID[channel] for channel in point.safe_for]
    value = phones.display(point.value) if point.kind == ContactPoint.Kind.PHONE else point.value
    shown = ", ".join(part for part in (value, point.postcode) if part)
    said = f"safe for {', '.join(channels)}" if channels else "not asked what is safe"
    return f"{shown}: {said}"


def decided_words(row: Referral) -> str:
    """What was just decided, in a sentence."""
    name = row.person.full_name
    return {
        Decision.TAKEN_ON: f"{name} was taken on.",
        Decision.RETURNED: f"The referral of {name} was returned.",
        Decision.NOT_TAKEN_ON: f"{name} was not taken on.",
    }[Decision(row.decision)]


def ask_rows(ask: Ask) -> list[dict[str, Any]]:
    """What somebody wrote on the public page, as they gave it."""
    said = ask.answers
    named = (
        ("Name", "first_name last_name"),
        ("Born", "date_of_birth"),
        ("Phone", "phone"),
        ("E-mail", "email"),
        ("Address", "address postcode"),
        ("Asked by", "asker_name asker_relationship"),
        ("In their words", "words"),
    )
    return [
        {"key": key, "value": " ".join(str(said[n]) for n in names.split() if said.get(n))}
        for key, names in named
        if any(said.get(n) for n in names.split())
    ]
