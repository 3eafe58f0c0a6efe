"""The weekly sheet of codes owed, for practice staff who file them by hand.

Names, dates of birth and NHS numbers are laid out as GP Connect Send Document asks of a PDF.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from kith.messages.documents import render
from kith.messages.documents.letterhead import Letterhead
from kith.messages.documents.outcome_letter import letterhead_data, long_date


@dataclass(frozen=True, slots=True)
class CodesLine:
    """One code to file, as text."""

    name: str
    born: str
    nhs_number: str
    code: str
    term: str
    since: str


@dataclass(frozen=True, slots=True)
class CodesSheetDocument:
    """Everything a sheet says."""

    scheme: Letterhead
    date: datetime.date
    practice: str
    practice_code: str
    lines: tuple[CodesLine, ...]

    def pdf(self) -> bytes:
        """Return the sheet as a tagged PDF; raises render.UnprintableText."""
        return render.pdf("codes_sheet", self.data())

    def data(self) -> dict[str, Any]:
        """Return what the template shows."""
        return {
            "scheme": letterhead_data(self.scheme),
            "date": long_date(self.date),
            "date_parts": [self.date.year, self.date.month, self.date.day],
            "practice": f"{self.practice} ({self.practice_code})",
            "lines": [
                [one.name, one.born, one.nhs_number, f"{one.code} {one.term}", one.since]
                for one in self.lines
            ],
        }
