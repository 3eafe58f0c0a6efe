"""A referral as a sheet gives it, into what the write doors of people and referrals take."""

from __future__ import annotations

from typing import Any

from kith.exchange.referral_sheet.lists import Lists, Sender
from kith.exchange.referral_sheet.referral import RisksGiven, SheetReferral
from kith.people.actions import Who
from kith.vocabulary import foundations
from kith.vocabulary.doors import Door

THE_PERSON = "02"
NO_DATE = "The sheet gave no date for this referral."
"""Begins the notes of a referral without a date, by which the same row is known again."""
LONGEST = {"referrer_name": 140, "referrer_role": 100, "referrer_contact": 254}
"""Characters that the referral's columns hold."""
_CONSENT = {
    True: "The sheet says that the person knows of the referral and agreed.",
    False: "The sheet says that the person did not agree to the referral.",
    None: "",
}


def who(given: SheetReferral, lists: Lists) -> Who:
    """The person of a row. Nothing on a sheet says that a number or address is safe to use."""
    return Who(
        first_name=given.first_name,
        last_name=given.last_name,
        date_of_birth=given.date_of_birth,
        nhs_number=given.nhs_number or "",
        gender=given.gender or "",
        ethnicity=given.ethnicity or "",
        language=given.language or "",
        needs_interpreter=given.interpreter,
        practice=lists.practice(given),
        phone=given.phones[0] if given.phones else "",
        other_phones=given.phones[1:],
        email=given.email,
        address=given.address,
        postcode=given.postcode,
    )


def values(given: SheetReferral, lists: Lists, sender: Sender) -> dict[str, Any]:
    """The referral of a row, as arguments of pathway.referrals.actions.receive."""
    source = lists.source(given, sender)
    spoken = "person_says" if source == THE_PERSON else "referrer_sees"
    reasons = lists.reasons(given)
    remarks: list[str] = []
    return {
        "source": source,
        "door": Door.SHEET,
        "referred_on": given.referred_on,
        "practice": sender.practice,
        "organisation": sender.organisation,
        "organisation_name": sender.name,
        "referrer_name": _fit("referrer_name", given.referrer_name, remarks),
        "referrer_role": _fit("referrer_role", given.referrer_role, remarks),
        "referrer_contact": _fit(
            "referrer_contact", "; ".join(given.referrer_contact.splitlines()), remarks
        ),
        "urgency": given.urgency or "routine",
        "reasons": reasons,
        spoken: given.reason,
        "person_knows": given.consent,
        "consent_note": _CONSENT[given.consent],
        "risk": given.risks_text if given.risks is RisksGiven.STATED else "",
        "no_risk_known": given.risks is RisksGiven.NONE_KNOWN,
        "notes": _notes(given, lists, remarks),
    }


def _notes(given: SheetReferral, lists: Lists, remarks: list[str]) -> str:
    lines = [NO_DATE] if given.referred_on is None else []
    lines += [given.notes] if given.notes else []
    lines += [f"{remark.heading or remark.column}: {remark.words}" for remark in given.remarks]
    if practice := lists.practice_words(given):
        lines.append(f"GP practice: {practice}")
    if given.foundations:
        named = "; ".join(foundations.label(foundation) for foundation in given.foundations)
        lines.append(f"Foundations: {named}")
    return "\n".join([*lines, *remarks])


def _fit(field: str, words: str, remarks: list[str]) -> str:
    """The words as far as the field holds them; longer ones are kept whole as a remark."""
    longest = LONGEST[field]
    if len(words) <= longest:
        return words
    remarks.append(f"{field}: {words}")
    return words[:longest]
