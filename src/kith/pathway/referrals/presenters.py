"""Referrals in the words of a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
    Decision.WITHDRAWN: Status("Withdrawn", "grey", "Nothing more happens here."),
}
_ANSWERED = {
    Answer.NOT_YET: Status("Taken on", "green", "A link worker gets in touch with them."),
    Answer.AGREED: Status("Agreed, being supported", "green", "You get a letter when it ends."),
    Answer.DECLINED: Status("The person said no", "grey", "They can come back at any time."),
    Answer.WITHDRAWN: Status("The person withdrew", "grey", "They can come back at any time."),
}

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
    ]
