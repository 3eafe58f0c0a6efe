"""Referrals in the words of a page."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.pathway.referrals.models import Referral
from kith.pathway.referrals.states import Answer, Decision
from kith.vocabulary import foundations, referral_sources, urgency


@dataclass(frozen=True)
class Status:
    """Where a referral is, as its referrer reads it: words, a colour beside them, what comes next."""

    words: str
    colour: str
    what_next: str


_DECIDED = {
    Decision.RECEIVED: Status("Received", "blue", "The team reads it next."),
    Decision.RETURNED: Status(
        "Returned to you", "orange", "Add what is missing and send it again."
    ),
    Decision.NOT_TAKEN_ON: Status("Not taken on", "grey", "Nothing more happens here."),
    Decision.REDIRECTED: Status(
        "Sent on to somebody else", "grey", "The words say who helps instead."
    ),
    Decision.WITHDRAWN: Status("Withdrawn", "grey", "Nothing more happens here."),
}
_ANSWERED = {
    Answer.NOT_YET: Status("Taken on", "green", "A link worker gets in touch with them."),
    Answer.AGREED: Status("Agreed, being supported", "green", "You get a letter when it ends."),
    Answer.DECLINED: Status("The person said no", "grey", "They can come back at any time."),
    Answer.WITHDRAWN: Status("The person withdrew", "grey", "They can come back at any time."),
}

ASKED = Status("Waiting for your answer", "orange", "Open it and answer the team’s question.")
_FINISHED = Status("Support has finished", "grey", "The letter says what came of it.")
_UNDER_WAY = {Answer.NOT_YET, Answer.AGREED}


def status(referral: Referral) -> Status:
    """Where a referral is: the scheme's decision, then the person's answer, then the case's end."""
    if referral.decision == Decision.TAKEN_ON:
        cases = referral.cases.all()
        if referral.answer in _UNDER_WAY and cases and all(case.ended_at for case in cases):
            return _FINISHED
        return _ANSWERED[Answer(referral.answer)]
    return _DECIDED[Decision(referral.decision)]


@dataclass(frozen=True)
class OfPlace:
    """A referral of one's practice or organisation: where it is, and whose it is only as far as needed."""

    who: str
    href_id: UUID | None
    referred_on: datetime.date
    by: str
    status: Status


def of_place(referral: Referral, membership_id: UUID) -> OfPlace:
    """A line of the list: a name where it is one's own referral, initials where it is a colleague's."""
    own = referral.referrer_id == membership_id
    initials = "".join(f"{name[0]}." for name in referral.name_given.split())
    return OfPlace(
        referral.name_given if own else initials,
        referral.pk if own else None,
        referral.referred_on,
        "You" if own else referral.referrer_name or "A colleague",
        status(referral),
    )


def reasons_by_foundation(referral: Referral) -> list[tuple[str, list[str]]]:
    """(title of a foundation, the reasons under it), in the foundations' order; only those given."""
    rows = [row.reason for row in referral.reasons.all()]
    return [
        (title, [reason.label for reason in rows if reason.foundation == key])
        for key, title in foundations.choices()
        if any(reason.foundation == key for reason in rows)
    ]


def from_whom(referral: Referral) -> str:
    """Who refers, in one line."""
    said = [referral.referrer_name, referral.referrer_role, referral.organisation_name]
    return ", ".join(part for part in said if part) or referral_sources.label(referral.source)


def rows(referral: Referral) -> list[dict[str, Any]]:
    """What a referral says apart from its two texts, as a summary list."""
    knows = {True: "Yes", False: "No, not yet", None: "Not said"}[referral.person_knows]
    return [
        {"key": "From", "value": from_whom(referral)},
        {"key": "Source", "value": referral_sources.label(referral.source)},
        {"key": "How soon", "value": urgency.label(referral.urgency)},
        {"key": "Knows we will call", "value": knows},
        {"key": "Reach the referrer", "value": referral.referrer_contact},
        {"key": "Notes", "value": referral.notes} if referral.notes else {},
        *({"key": one["question"], "value": one["answer"]} for one in referral.more),
    ]


_ANSWERED_BY = (
    ("Name", "first_name last_name"),
    ("Born", "date_of_birth"),
    ("NHS number", "nhs_number"),
    ("Phone", "phone"),
    ("E-mail", "email"),
    ("Address", "address postcode"),
    ("Asked by", "asker_name asker_relationship asker_phone"),
    ("Referred by", "referrer_name referrer_role referrer_email"),
    ("What the referrer sees", "referrer_sees"),
    ("What the person says", "person_says"),
    ("Risk", "risk_text"),
    ("In their words", "words"),
)


def answers_rows(answers: dict[str, Any]) -> list[dict[str, Any]]:
    """What somebody wrote on a page without an account, as they gave it, as a summary list."""
    lines = [
        (key, " ".join(str(answers[n]) for n in names.split() if answers.get(n)))
        for key, names in _ANSWERED_BY
    ]
    more = [(one["question"], one["answer"]) for one in answers.get("more", [])]
    return [{"key": key, "value": value} for key, value in [*lines, *more] if value]
