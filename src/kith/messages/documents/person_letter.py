"""A letter to the person themselves, in the scheme's words: large, plain, and nothing of it on the envelope.

Ordinary print is 14 point and large print 18 point, left-aligned (UK Association for Accessible Formats, "Creating
clear print and large print documents").
"""

import datetime
from dataclasses import dataclass
from typing import Any

from kith.messages.documents import render
from kith.messages.documents.letterhead import Letterhead
from kith.messages.documents.outcome_letter import letterhead_data, long_date


@dataclass(frozen=True, slots=True)
class PersonLetter:
    """Everything such a letter says; `words` are paragraphs, a line each."""

    scheme: Letterhead
    date: datetime.date
    name: str
    called: str
    address: tuple[str, ...]
    words: str
    worker: str
    large_print: bool = False

    def pdf(self) -> bytes:
        """Return the letter as a tagged PDF; raises render.UnprintableText."""
        return render.pdf("person_letter", self.data())

    def data(self) -> dict[str, Any]:
        """Return what the template shows."""
        return {
            "scheme": letterhead_data(self.scheme),
            "date": long_date(self.date),
            "date_parts": [self.date.year, self.date.month, self.date.day],
            "name": self.name,
            "called": self.called,
            "address": list(self.address),
            "words": self.words,
            "worker": self.worker,
            "large_print": self.large_print,
        }
