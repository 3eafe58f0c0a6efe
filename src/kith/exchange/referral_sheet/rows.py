"""One row of a sheet into a referral that can be stored, or the reasons why it cannot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import chain
from typing import TypeVar

from kith.exchange.referral_sheet.columns import BY_NAME, PLACES
from kith.exchange.referral_sheet.referral import (
    Remark,
    RisksGiven,
    RowProblem,
    SheetReferral,
)
from kith.exchange.referral_sheet.sheet import Sheet
from kith.exchange.tables import cells
from kith.exchange.tables.dates import read_date
from kith.exchange.tables.refusals import CannotTake
from kith.exchange.tables.table import Cell, SheetRow
from kith.geography import postcodes
from kith.vocabulary import (
    ethnicity,
    foundations,
    gender,
    languages,
    ods,
    referral_sources,
    urgency,
)
from kith.vocabulary.foundations import Foundation
from kith.vocabulary.terms import fold

EARLIEST_REFERRAL = date(
    2000, 1, 1
)  # ours: social prescribing is younger, so an older year is a slip
OLDEST_YEARS = 120  # ours: beyond any verified age, so an older year is a slip

_NONE_KNOWN = frozenset(
    ("no", "n", "none", "nil", "noneknown", "norisk", "norisks", "norisksknown", "noriskknown",
     "noknownrisk", "noknownrisks", "noneidentified", "norisksidentified", "nonereported",
     "noneknownofreferrer", "nkr")
)  # fmt: skip
_NOT_ASKED = frozenset(
    ("", "na", "notapplicable", "notasked", "notyetasked", "notknown", "unknown", "notassessed",
     "tbc", "null")
)  # fmt: skip

_SEPARATOR = re.compile(r"[,;/|+\n]")
_URGENT: dict[bool | None, str] = {True: "urgent", False: "routine"}

T = TypeVar("T")


def read_referrals(sheet: Sheet, *, today: date) -> Iterator[SheetReferral | list[RowProblem]]:
    """The rows of a sheet in order, each a referral or every problem that keeps it from being one.

    ``today`` is the last day a referral or a birth can have. Raises SheetRefused where a workbook
    turns out to be damaged further down.
    """
    for row in sheet.rows:
        yield read_row(row, sheet, today=today)


def read_row(row: SheetRow, sheet: Sheet, *, today: date) -> SheetReferral | list[RowProblem]:
    """One row as a referral, or all the problems it has (at least one)."""
    if row.fault:
        return [RowProblem(row.line, "", row.fault)]
    return _Reading(row, sheet, today).result()


@dataclass(slots=True)
class _Reading:
    row: SheetRow
    sheet: Sheet
    today: date
    problems: list[RowProblem] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def result(self) -> SheetReferral | list[RowProblem]:
        born = self.date_of_birth()
        risks, risks_text = self.risks()
        address = self.joined("address", limit=cells.MAX_ADDRESS)
        referral = SheetReferral(
            line=self.row.line,
            nhs_number=self.take("nhs_number", cells.nhs_number, None),
            first_name=self.take("first_name", cells.name, ""),
            last_name=self.take("last_name", cells.name, ""),
            date_of_birth=born or self.today,
            gender=self.code("gender", gender.recognise),
            ethnicity=self.code("ethnicity", ethnicity.recognise),
            phones=self.phones(),
            email=self.take("email", cells.email, ""),
            address="\n".join(address.values()),
            postcode=self.code("postcode", _postcode) or "",
            language=self.code("language", languages.recognise),
            interpreter=self.yes_or_no("interpreter"),
            practice_code=self.practice_code(),
            referrer_name=self.take("referrer_name", cells.given_line, ""),
            referrer_role=self.take("referrer_role", cells.given_line, ""),
            referrer_organisation=self.take("referrer_organisation", cells.given_line, ""),
            referrer_contact="\n".join(self.joined("referrer_contact").values()),
            source=self.code("source", referral_sources.recognise),
            reason=self.take("reason", cells.prose, ""),
            foundations=self.foundations(),
            urgency=self.urgency(),
            risks=risks,
            risks_text=risks_text,
            consent=self.yes_or_no("consent"),
            referred_on=self.referred_on(born),
            notes=self.take("notes", cells.prose, ""),
            remarks=tuple(self.remarks),
        )
        self.require(referral, born, reached=bool(address.keys() - PLACES))
        order = list(BY_NAME)
        return sorted(self.problems, key=lambda p: order.index(p.column)) or referral

    def require(self, referral: SheetReferral, born: date | None, *, reached: bool) -> None:
        """Add what the contract asks of a row and this one lacks; ``reached``: by an address."""
        if not (referral.first_name or referral.last_name):
            self.lacks(
                "A name is needed: a first name, a last name or both.", "first_name", "last_name"
            )
        if born is None:
            self.lacks("A date of birth is needed.", "date_of_birth")
        if not (referral.phones or referral.email or reached):
            self.lacks(
                "A phone number, an e-mail address or an address is needed.",
                "phone",
                "email",
                "address",
            )

    def lacks(self, reason: str, *names: str) -> None:
        present = [part for name in names for part in self.sheet.columns.parts(name)]
        if not any(problem.column in present for problem in self.problems):
            self.problem(present[0] if present else names[0], reason)

    def problem(self, column: str, reason: str) -> None:
        self.problems.append(RowProblem(self.row.line, column, reason, self.heading(column)))

    def heading(self, column: str) -> str:
        at = self.sheet.columns.at.get(column)
        return "" if at is None else self.sheet.columns.headings[at]

    def cell(self, column: str) -> Cell:
        at = self.sheet.columns.at.get(column)
        return self.row.cells[at] if at is not None and at < len(self.row.cells) else None

    def take(self, column: str, convert: Callable[[Cell], T], otherwise: T) -> T:
        """The converted cell; a reason it gives is noted as a problem of the row."""
        cell = self.cell(column)
        if cell is None or cell == "":
            return otherwise
        try:
            return convert(cell)
        except CannotTake as reason:
            self.problem(column, str(reason))
            return otherwise

    def parts(self, column: str) -> list[str]:
        return self.sheet.columns.parts(column)

    def joined(self, column: str, *, limit: int = cells.MAX_LINE) -> dict[str, str]:
        """What is given of a column that several add to, by the part's name."""
        convert = partial(cells.prose, limit=limit)
        texts = {part: self.take(part, convert, "") for part in self.parts(column)}
        return {part: text for part, text in texts.items() if not cells.is_not_given(text)}

    def remark(self, column: str, words: str) -> None:
        self.remarks.append(Remark(column, self.heading(column), words))

    def code(self, column: str, recognise: Callable[[str], str | None]) -> str | None:
        """The code for the words of a cell. Words without one become a remark: a word that we do
        not know must not keep a person from being helped.
        """
        words = self.take(column, cells.line, "")
        found = recognise(words) if words else None
        if words and found is None and not cells.is_not_given(words):
            self.remark(column, words)
        return found

    def phones(self) -> tuple[str, ...]:
        none: tuple[str, ...] = ()
        cells_of_phones = (self.take(part, cells.phones, none) for part in self.parts("phone"))
        return tuple(dict.fromkeys(chain.from_iterable(cells_of_phones)))

    def yes_or_no(self, column: str) -> bool | None:
        words = self.take(column, cells.line, "")
        said = cells.yes_or_no(words)
        if words and not cells.is_not_given(words) and (said is None or " " in words):
            self.remark(column, words)
        return said

    def practice_code(self) -> str | None:
        code = self.take("practice_code", _practice_code, None)
        words = self.take("practice", cells.given_line, "")
        if not words:
            return code
        try:
            found = ods.practice_code(words)
        except ods.InvalidOdsCode:
            found = None
        if found is None or (code and found != code):
            self.remark("practice", words)
        return code or found

    def foundations(self) -> tuple[Foundation, ...]:
        words = self.take("foundations", cells.prose, "")
        found: dict[Foundation, None] = {}
        for part in _SEPARATOR.split(words):
            foundation = foundations.recognise(part)
            if foundation is not None:
                found[foundation] = None
            elif not cells.is_not_given(part):
                self.remark("foundations", part.strip())
        return tuple(found)

    def urgency(self) -> str | None:
        # A heading "Urgent" is answered with yes or no.
        return self.code(
            "urgency", lambda words: urgency.recognise(words) or _URGENT.get(cells.yes_or_no(words))
        )

    def risks(self) -> tuple[RisksGiven, str]:
        text = self.take("risks", cells.prose, "")
        if fold(text) in _NOT_ASKED:
            return RisksGiven.NOT_YET_ASKED, ""
        if fold(text) in _NONE_KNOWN:
            return RisksGiven.NONE_KNOWN, ""
        return RisksGiven.STATED, text

    def day(self, column: str, earliest: date) -> date | None:
        convert = partial(read_date, epoch=self.sheet.epoch, earliest=earliest, latest=self.today)
        return self.take(column, lambda cell: convert(_dateable(cell)), None)

    def date_of_birth(self) -> date | None:
        oldest = date(self.today.year - OLDEST_YEARS, self.today.month, min(self.today.day, 28))
        born = self.day("date_of_birth", oldest)
        if born and born > self.today:
            self.problem("date_of_birth", "The date of birth is in the future.")
        elif born and born < oldest:
            self.problem(
                "date_of_birth", f"The date of birth is more than {OLDEST_YEARS} years ago."
            )
        return born

    def referred_on(self, born: date | None) -> date | None:
        referred = self.day("referred_on", EARLIEST_REFERRAL)
        if referred and referred > self.today:
            self.problem("referred_on", "The referral date is in the future.")
        elif referred and referred < EARLIEST_REFERRAL:
            self.problem(
                "referred_on",
                f"The referral date is before {EARLIEST_REFERRAL.year}: check the year.",
            )
        elif referred and born and referred < born <= self.today:
            self.problem("referred_on", "The referral date is before the date of birth.")
        return referred


def _dateable(cell: Cell) -> Cell:
    """Text is cleaned as any other cell is; "not known" is no date."""
    return cells.given_line(cell) if isinstance(cell, str) else cell


def _postcode(words: str) -> str | None:
    try:
        return postcodes.normalise(words)
    except postcodes.InvalidPostcode:
        return None


def _practice_code(cell: Cell) -> str | None:
    words = cells.given_line(cell)
    if not words:
        return None
    try:
        return ods.practice_code(words)
    except ods.InvalidOdsCode as error:
        raise CannotTake(str(error)) from None
