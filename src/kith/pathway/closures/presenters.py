"""An outcome letter and its closure, as a page shows them."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from kith.messages.documents.outcome_letter import OutcomeLetter
from kith.messages.documents.render import UnprintableText
from kith.resilience.errors import Refused

NONE = "None."


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of the letter with what stands below it."""

    heading: str
    lines: tuple[str, ...]


def parts(letter: OutcomeLetter, called: str) -> list[Part]:
    """What a letter says, in the letter's own order, with "None." where it says none."""
    measures = tuple(
        f"{row.name}: {row.start} at the start, {row.end} at the end"
        + (f" ({row.note})" if row.note else "")
        for row in letter.measures
    )
    said = [
        ("For the practice and its colleagues", letter.requested_actions),
        (f"For {called}", letter.actions_for_person),
        ("Why support ended", (*letter.closure_reason.split("\n"), letter.reopening)),
        ("Risks", (letter.risks,)),
        ("Reason for referral, in the referrer's words", letter.reason_for_referral.split("\n")),
        (f"What mattered to {called}, in their own words", letter.what_mattered.split("\n")),
        ("Support we gave", letter.support_given),
        (
            "Introductions, and what came of them",
            tuple(f"{row.service}: {row.outcome}" for row in letter.introductions),
        ),
        ("Measures", measures),
        ("SNOMED CT codes", tuple(f"{row.code} {row.term}" for row in letter.codes)),
    ]
    return [Part(heading, tuple(line for line in lines if line) or (NONE,)) for heading, lines in said]


def pictures(letter: OutcomeLetter) -> list[str]:
    """The pages of a letter as addresses of pictures. Raises Refused when it cannot be made."""
    try:
        made = letter.png()
    except UnprintableText as error:
        raise Refused(f"The letter could not be made, so nothing was saved. {error}") from error
    return [f"data:image/png;base64,{base64.b64encode(page).decode()}" for page in made]
