"""What a row of a referral sheet becomes: a referral, or the problems that keep it from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kith.vocabulary.foundations import Foundation


class RisksGiven(StrEnum):
    """What a sheet says of risks: nothing, that none are known, or which there are."""

    NOT_YET_ASKED = "not_yet_asked"
    NONE_KNOWN = "none_known"
    STATED = "stated"


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row cannot be taken: where it starts, the column's own name (empty for the row as a
    whole), a sentence, and the heading as the sheet has it. The sentence never repeats what the
    cell holds.
    """

    line: int
    column: str
    reason: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Words that no code was found for. The referral is taken; who stores it keeps these words."""

    column: str
    heading: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetReferral:
    """One referral as the sheet gives it.

    Text that is not given is "", a value that is not given None. Phones are E.164; gender,
    ethnicity, language, source and urgency are codes of the lists in ``kith.vocabulary``;
    ``risks_text`` is filled when ``risks`` is STATED; ``consent`` is whether the person knows and
    agreed.
    """

    line: int
    nhs_number: str | None
    first_name: str
    last_name: str
    date_of_birth: date
    gender: str | None
    ethnicity: str | None
    phones: tuple[str, ...]
    email: str
    address: str
    postcode: str
    language: str | None
    interpreter: bool | None
    practice_code: str | None
    referrer_name: str
    referrer_role: str
    referrer_organisation: str
    referrer_contact: str
    source: str | None
    reason: str
    foundations: tuple[Foundation, ...]
    urgency: str | None
    risks: RisksGiven
    risks_text: str
    consent: bool | None
    referred_on: date | None
    notes: str
    remarks: tuple[Remark, ...]
