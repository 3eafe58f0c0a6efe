"""What goes along when a referral is sent on to another scheme: what it carried, and nothing else of our record."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from kith.files import queries as files
from kith.organisations import queries as organisations
from kith.organisations.models import Practice, Reason
from kith.pathway.referrals import queries
from kith.pathway.referrals.models import (
    Attachment,
    HolisticConcern,
    Redirect,
    Referral,
    StageReached,
)
from kith.pathway.referrals.rules import asked_for_themselves
from kith.people.actions import Who
from kith.resilience.errors import Refused
from kith.ui.dates import medium_date
from kith.vocabulary import foundations, holistic_concerns
from kith.vocabulary.doors import Door

# Of `Referral.more`: what the person said later, to us.
SAID_LATER = "conversation_"


@dataclass(frozen=True)
class Parcel:
    """One referral in plain values, so that it is packed in one scheme's context and opened in another's.

    `given` is what `actions.receive` takes. Practices go by their code, reasons by their words: the other scheme has
    rows of its own. `files` are (name, content, what), `left_out` those that cannot go, with why.
    """

    given: dict[str, Any]
    practice: tuple[str, str]
    persons_practice: tuple[str, str]
    reasons: Sequence[tuple[str, str, str]]
    files: Sequence[tuple[str, bytes, str]]
    left_out: Sequence[str]


def pack(referral: Referral, row: Redirect, ours: str) -> Parcel:
    """What this referral carried, for the scheme it is sent on to; `ours` is the name of our own."""
    found, left_out = _files(referral)
    contact, also = _contact(referral)
    referrer = ", ".join(p for p in (referral.referrer_name, referral.organisation_name) if p)
    first = f"Sent on by {ours}. First referred by {referrer}." if referrer else ""
    given = {
        "who": _who(referral),
        "source": referral.source,
        "door": Door.OTHER_SCHEME,
        "organisation_name": ours,
        "referrer_name": referral.referrer_name,
        "referrer_role": referral.referrer_role,
        "referrer_contact": contact,
        "urgency": referral.urgency,
        "referrer_sees": referral.referrer_sees,
        "person_says": referral.person_says,
        "person_knows": True,
        "consent_note": row.words[:300],
        "notes": _joined(first, also, referral.notes),
        "more": [*_answers(referral), *_of_programme(referral)],
        "risk": referral.risk_given,
        "no_risk_known": referral.no_risk_given,
    }
    reasons = [
        (one.reason.foundation, one.reason.label, one.reason.snomed_code)
        for one in referral.reasons.select_related("reason")
    ]
    return Parcel(
        given, _of(referral.practice), _persons_practice(referral), reasons, found, left_out
    )


def opened(parcel: Parcel, scheme_id: UUID) -> dict[str, Any]:
    """The same with the practices and reasons of the scheme that gets it, in its own context. What it has no row for
    is said in words.
    """
    here = {row.ods_code: row for row in organisations.practices(scheme_id)}
    reasons, in_words = _reasons(parcel, scheme_id)
    unknown = {code: name for code, name in (parcel.practice, parcel.persons_practice) if code}
    said = [f"Practice: {name} ({code})." for code, name in unknown.items() if code not in here]
    who: Who = parcel.given["who"]
    return {
        **parcel.given,
        "who": replace(who, practice=here.get(parcel.persons_practice[0])),
        "practice": here.get(parcel.practice[0]),
        "reasons": reasons,
        "notes": _joined(parcel.given["notes"], *said, in_words),
    }


def _reasons(parcel: Parcel, scheme_id: UUID) -> tuple[list[Reason], str]:
    """Those of its own list that are the same, by their words or their code; the others in words, by foundation."""
    theirs, found, words = list(organisations.reasons(scheme_id)), [], []
    for foundation, label, code in parcel.reasons:
        same = [
            one
            for one in theirs
            if one.label.casefold() == label.casefold()
            or (code and (one.snomed_code, one.foundation) == (code, foundation))
        ]
        found += same[:1]
        if not same:
            words.append(f"{foundations.label(foundation)}: {label}")
    return found, f"Also given as reasons: {'; '.join(words)}." if words else ""


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _of(practice: Practice | None) -> tuple[str, str]:
    return (practice.ods_code, practice.name) if practice else ("", "")


def _persons_practice(referral: Referral) -> tuple[str, str]:
    """As this referral gave it; of earlier ones only its name was kept."""
    said, known = referral.as_given, _of(referral.person.practice)
    if said.get("practice_ods"):
        return said["practice_ods"], said["practice"]
    return known if known[1] and known[1] == said.get("practice") else ("", "")


def _contact(referral: Referral) -> tuple[str, str]:
    """Where the other scheme's word reaches whoever referred, and what else they left for reaching them."""
    left = referral.referrer_contact.strip()
    if asked_for_themselves(referral):
        return left, ""
    address = queries.address_of(referral) or left
    return address, f"Reach the referrer also: {left}" if left not in ("", address) else ""


def _answers(referral: Referral) -> list[dict[str, Any]]:
    return [row for row in referral.more if not row["key"].startswith(SAID_LATER)]


def _of_programme(referral: Referral) -> list[dict[str, str]]:
    """The programme with the stage and concerns that came along, in words: the other scheme's are its own."""
    if referral.programme is None:
        return []
    stages = StageReached.objects.filter(referral=referral, came_along=True, taken_back_at=None)
    rated = HolisticConcern.objects.filter(referral=referral, came_along=True)
    said = {
        "Programme": referral.programme.name,
        "Stage": "; ".join(
            f"{one.stage.label}, since {medium_date(one.on_date)}"
            for one in stages.select_related("stage").order_by("on_date")
        ),
        "Concerns, 0 to 10": "; ".join(
            f"{holistic_concerns.label(one.what, one.words)} {one.rating}"
            for one in rated.order_by("created_at")
        ),
    }
    return [
        {"key": f"sent_on_{n}", "question": what, "answer": words}
        for n, (what, words) in enumerate(said.items())
        if words
    ]


def _files(referral: Referral) -> tuple[list[tuple[str, bytes, str]], list[str]]:
    """The files that came along and were looked into, and those that cannot go, with why."""
    found, left_out = [], []
    rows = Attachment.objects.filter(referral=referral, came_along=True).order_by("created_at")
    for row in rows.select_related("upload__original"):
        name, stored = row.upload.original.name, files.original(row.upload)
        if stored is None:
            left_out.append(f"{name}: {row.upload.problem or 'it has not been checked yet'}")
            continue
        try:
            found.append((name, files.read(stored), row.what))
        except Refused as refusal:
            left_out.append(f"{name}: {refusal.message}")
    return found, left_out


def _who(referral: Referral) -> Who:
    said, person = referral.as_given, referral.person
    ways = {way.get("kind", "phone"): way for way in reversed(said.get("ways", []))}
    phone, email, address = (ways.get(kind, {}) for kind in ("phone", "email", "address"))
    numbers = [way["value"] for way in said.get("ways", []) if way.get("kind") == "phone"]
    return Who(
        first_name=said.get("first_name", person.first_name),
        last_name=said.get("last_name", person.last_name),
        preferred_name=said.get("preferred_name", ""),
        date_of_birth=_born(said) or person.date_of_birth,
        nhs_number=said.get("nhs_number", ""),
        gender=said.get("gender", ""),
        ethnicity=said.get("ethnicity", ""),
        language=said.get("language", ""),
        needs_interpreter=said.get("needs_interpreter"),
        access_needs=said.get("access_needs", ()),
        access_notes=said.get("access_notes", ""),
        phone=phone.get("value", ""),
        phone_safe_for=phone.get("safe_for", ()),
        phone_when_safe=said.get("phone_when_safe", ""),
        other_phones=numbers[1:],
        email=email.get("value", ""),
        email_safe_for=email.get("safe_for", ()),
        address=address.get("value", ""),
        postcode=address.get("postcode", ""),
        address_safe_for=address.get("safe_for", ()),
    )


def _born(said: dict[str, Any]) -> datetime.date | None:
    born = said.get("date_of_birth")
    return datetime.date.fromisoformat(born) if born else None
