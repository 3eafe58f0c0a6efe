"""A letter on the way: taken on, agreed, declined, not reached, plan agreed. One page that a practice files.

PRSB v1.1, "Plan and requested actions": at the top of any communication; when there are none, say so. The block of the
person is laid out as GP Connect Send Document asks of a PDF; codes are printed with their terms.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from kith.messages.documents import render
from kith.messages.documents.letterhead import Letterhead
from kith.messages.documents.outcome_letter import (
    Addressee,
    LetterCode,
    LetterPerson,
    letterhead_data,
    long_date,
    person_data,
)


@dataclass(frozen=True, slots=True)
class WordLetter:
    """Everything such a letter says."""

    scheme: Letterhead
    date: datetime.date
    addressee: Addressee
    person: LetterPerson
    title: str
    reference: str
    words: str
    what_next: str
    requested_actions: tuple[str, ...] = ()
    actions_for_person: tuple[str, ...] = ()
    codes: tuple[LetterCode, ...] = ()
    codes_only: str = ""

    def pdf(self) -> bytes:
        """Return the letter as a tagged PDF; raises render.UnprintableText."""
        return render.pdf("word_letter", self.data())

    def data(self) -> dict[str, Any]:
        """Return what the template shows. Raises InvalidNhsNumber for a wrong NHS number."""
        return {
            "scheme": letterhead_data(self.scheme),
            "date": long_date(self.date),
            "date_parts": [self.date.year, self.date.month, self.date.day],
            "addressee": {
                "name": self.addressee.name,
                "organisation": self.addressee.organisation,
                "address": list(self.addressee.address),
            },
            "person": person_data(self.person),
            "title": self.title,
            "reference": self.reference,
            "words": self.words,
            "what_next": self.what_next,
            "requested_actions": list(self.requested_actions),
            "actions_for_person": list(self.actions_for_person),
            "codes": [[row.code, row.term] for row in self.codes],
            "codes_only": self.codes_only,
        }
