"""What is shown of a sheet before anything of it is taken: its columns, and its first rows."""

from __future__ import annotations

from itertools import islice
from typing import Any

from kith.exchange.referral_sheet.columns import BY_NAME
from kith.exchange.referral_sheet.referral import RisksGiven, SheetReferral
from kith.exchange.referral_sheet.rows import read_row
from kith.exchange.referral_sheet.sheet import Sheet, read_sheet
from kith.ui.dates import medium_date, today
from kith.vocabulary import foundations

FIRST_ROWS = 5
_RISKS = {
    RisksGiven.NOT_YET_ASKED: "Not yet asked",
    RisksGiven.NONE_KNOWN: "None known",
}


def facts_of(data: bytes, filename: str) -> dict[str, Any]:
    """What a sheet says of itself: `form`, `headings`, `columns` (heading, our name, what it holds), `ignored`
    headings, and of the `first` rows what each will be understood as. Raises SheetRefused.
    """
    sheet = read_sheet(data, filename)
    at = {position: name for name, position in sheet.columns.at.items()}
    return {
        "form": sheet.form,
        "headings": list(sheet.columns.headings),
        "columns": [
            [heading, at[position], BY_NAME[at[position]].holds]
            for position, heading in enumerate(sheet.columns.headings)
            if position in at
        ],
        "ignored": list(sheet.columns.unknown),
        "first": [_understood(sheet, row) for row in islice(sheet.rows, FIRST_ROWS)],
    }


def _understood(sheet: Sheet, row: Any) -> dict[str, Any]:
    read = read_row(row, sheet, today=today())
    if not isinstance(read, SheetReferral):
        return {"line": row.line, "problems": [problem.reason for problem in read]}
    return {"line": row.line, "said": [[name, text] for name, text in _said(read) if text]}


def _said(row: SheetReferral) -> list[tuple[str, str]]:
    return [
        ("Name", f"{row.first_name} {row.last_name}".strip()),
        ("Born", medium_date(row.date_of_birth)),
        ("NHS number", row.nhs_number or ""),
        ("Reach them", ", ".join([*row.phones, row.email, row.address, row.postcode]).strip(", ")),
        ("Referred by", ", ".join(t for t in (row.referrer_name, row.referrer_organisation) if t)),
        ("Referred on", medium_date(row.referred_on) if row.referred_on else "The day it goes in"),
        ("Why", row.reason),
        ("Where it belongs", "; ".join(foundations.label(one) for one in row.foundations)),
        ("Risks", _RISKS.get(row.risks, row.risks_text)),
    ]
