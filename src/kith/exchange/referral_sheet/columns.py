"""The columns of the referral sheet and the headings each is known by.

Headings are compared on letters and digits alone, without regard to capitals or accents, so that
``Date of Birth*`` and ``date_of_birth`` are one heading. What stands in brackets is tried last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kith.exchange.tables.refusals import SheetRefused
from kith.vocabulary.terms import fold


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its own name, what it holds, and the other headings that are taken for it.

    ``part_of`` names the column whose contents this one adds to (a second phone, an address line).
    """

    name: str
    holds: str
    synonyms: tuple[str, ...] = ()
    part_of: str = ""


def _column(name: str, holds: str, also: str, part_of: str = "") -> Column:
    return Column(name, holds, tuple(also.split("; ")) if also else (), part_of)


COLUMNS: tuple[Column, ...] = (
    _column(
        "nhs_number",
        "The person's NHS number, ten digits; may be empty",
        "NHS No; NHS Num; NHS; NHS ID; NHS number of patient; Patient NHS number; "
        "Client NHS number",
    ),
    _column(
        "first_name",
        "First name; one of the two names is enough",
        "Forename; Forenames; First names; Given name; Given names; Patient first name; "
        "Patient forename; Client first name; Person first name; Christian name",
    ),
    _column(
        "last_name",
        "Last name; one of the two names is enough",
        "Surname; Family name; Second name; Patient last name; Patient surname; "
        "Client last name; Client surname; Person last name",
    ),
    _column(
        "date_of_birth",
        "Date of birth; must be given",
        "DOB; Birth date; Birthdate; Birthday; Born; Date birth; Patient DOB; Client DOB; "
        "Patient date of birth; Client date of birth",
    ),
    _column(
        "gender",
        "Gender as the person states it",
        "Stated gender; Person stated gender; Gender identity; Patient gender; Client gender",
    ),
    _column(
        "ethnicity",
        "Ethnicity: an NHS code (A to Z, 99) or its words",
        "Ethnic category; Ethnic group; Ethnic origin; Ethnic background; Ethnicity code; "
        "Ethnic category code",
    ),
    _column(
        "phone",
        "Phone number; several in one cell are separated by / or ;",
        "Phone number; Phone no; Telephone; Telephone number; Telephone no; Tel; Tel no; "
        "Tel number; Contact number; Contact no; Contact telephone; Contact phone; "
        "Patient phone; Patient telephone; Client phone; Main phone; Preferred phone; Phone 1; "
        "Telephone 1",
    ),
    _column(
        "mobile_phone",
        "A further phone number",
        "Mobile; Mobile number; Mobile no; Mobile telephone; Mob; Mobile tel; Cell phone; "
        "Patient mobile",
        part_of="phone",
    ),
    _column(
        "home_phone",
        "A further phone number",
        "Home telephone; Home tel; Home number; Landline; Landline number; Home phone number",
        part_of="phone",
    ),
    _column(
        "other_phone",
        "A further phone number",
        "Work phone; Work telephone; Other telephone; Alternative phone; Alternative number; "
        "Phone 2; Telephone 2; Second phone",
        part_of="phone",
    ),
    _column(
        "email",
        "One e-mail address",
        "E-mail address; Mail; E-mail 1; Patient email; Client email; Contact email; "
        "Personal email",
    ),
    _column(
        "address",
        "Address, in one cell or in several columns",
        "Full address; Home address; Patient address; Client address; Address 1; "
        "Address line 1; Street; Street address; Postal address; Current address; Addr",
    ),
    _column(
        "address_line_2",
        "Goes after the address",
        "Address 2; Street 2",
        part_of="address",
    ),
    _column(
        "address_line_3",
        "Goes after the address",
        "Address 3; Locality",
        part_of="address",
    ),
    _column(
        "town",
        "Goes after the address",
        "City; Town or city; Post town; Address 4; Address line 4",
        part_of="address",
    ),
    _column(
        "county",
        "Goes after the address",
        "Address 5; Address line 5",
        part_of="address",
    ),
    _column(
        "postcode",
        "Postcode",
        "Post code; Postal code; PC; Zip; Home postcode; Patient postcode",
    ),
    _column(
        "language",
        "Language the person prefers: its name or its ISO 639-1 code",
        "Preferred language; First language; Main language; Spoken language; Language spoken; "
        "Languages; Mother tongue; Language code",
    ),
    _column(
        "interpreter",
        "Whether an interpreter is needed: yes or no",
        "Interpreter needed; Interpreter required; Needs interpreter; Needs an interpreter; "
        "Interpreter required Y/N; Interpreter needed Y/N; Translator; Translator needed",
    ),
    _column(
        "practice_code",
        "ODS code of the GP practice, six characters; V81997 none, V81998 does not apply, "
        "V81999 not known",
        "GP practice code; Practice ODS code; ODS code; ODS; GP code; Surgery code; "
        "Registered practice code",
    ),
    _column(
        "practice",
        "The practice's code where there is no practice_code; a name is kept as a remark",
        "GP practice; Practice name; GP practice name; Surgery; GP surgery; "
        "Registered practice; GP",
        part_of="practice_code",
    ),
    _column(
        "referrer_name",
        "Who refers",
        "Referrer; Referred by; Name of referrer; Referrer's name; Referring clinician; "
        "Referring professional; Referrer full name",
    ),
    _column(
        "referrer_role",
        "The referrer's job",
        "Role of referrer; Referrer's role; Referrer job title; Job title; Referrer job role; "
        "Referrer profession",
    ),
    _column(
        "referrer_organisation",
        "The organisation that refers",
        "Referrer organization; Referring organisation; Referring organization; Organisation; "
        "Organization; Referrer's organisation; Referrer org; Referring org; Referrer team; "
        "Referring service; Referring team; Referring practice",
    ),
    _column(
        "referrer_contact",
        "How to reach the referrer: phone or e-mail",
        "Referrer contact details; Referrer's contact; Contact of referrer; "
        "Referrer contact number",
    ),
    _column(
        "referrer_phone",
        "Goes after the referrer's contact",
        "Referrer telephone; Referrer tel",
        part_of="referrer_contact",
    ),
    _column(
        "referrer_email",
        "Goes after the referrer's contact",
        "Referrer e-mail address",
        part_of="referrer_contact",
    ),
    _column(
        "source",
        "Where the referral comes from: a national code or its words",
        "Source of referral; Referral source; Referral from; Source of referral for community; "
        "Source code",
    ),
    _column(
        "reason",
        "Why the person is referred, in the referrer's words",
        "Reason for referral; Referral reason; Reasons; Reasons for referral; "
        "Referral reasons; Presenting issue; Presenting need; Why referred; "
        "Reason for referring",
    ),
    _column(
        "foundations",
        "Any of belonging, purpose, money, home, hope, health, separated by ; or ,",
        "Foundation; Five foundations; Needs; Areas of need; Area of need; Support areas; Themes",
    ),
    _column(
        "urgency",
        "routine, soon or urgent",
        "Priority; Urgent; Referral priority; Referral urgency; Priority type; Urgency of referral",
    ),
    _column(
        "risks",
        'Known risks; empty means not yet asked, "none known" means none are known',
        "Risk; Known risks; Risk information; Risk factors; Any risks; Any known risks; "
        "Risk details; Risks known; Safety concerns; Safeguarding or risks; Alerts",
    ),
    _column(
        "consent",
        "Whether the person knows of the referral and agreed to it: yes or no",
        "Consent given; Patient consent; Client consent; Consent to referral; Consented; "
        "Consent obtained; Person consents; Patient aware; Person knows; Person agrees; "
        "Consent Y/N; Has consented",
    ),
    _column(
        "referred_on",
        "Date of the referral, not in the future",
        "Referral date; Date of referral; Date referred; Referred; Referred date; Date",
    ),
    _column(
        "notes",
        "Anything else",
        "Note; Comments; Comment; Further information; Additional information; "
        "Other information; Additional notes; Remarks; Background; Further details",
    ),
)

# Parts of an address that do not reach anyone by themselves.
PLACES = frozenset(("town", "county"))

BY_NAME: dict[str, Column] = {column.name: column for column in COLUMNS}

_BRACKETED = re.compile(r"[(\[{][^)\]}]*[)\]}]")


_KNOWN: dict[str, str] = {
    fold(heading): column.name for column in COLUMNS for heading in (column.name, *column.synonyms)
}


def recognise(heading: str) -> str | None:
    """The column name a heading stands for, or None when it is none of ours."""
    return _KNOWN.get(fold(heading)) or _KNOWN.get(fold(_BRACKETED.sub(" ", heading)))


def count_recognised(cells: Sequence[str]) -> int:
    """How many different columns a row of cells names, if it is the row of headings."""
    return len({recognise(cell) for cell in cells} - {None})


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which cell of a row holds which column: ``at`` (name to position, from 0), the headings as
    written (``headings``), and those that were not understood (``unknown``)."""

    at: dict[str, int]
    headings: tuple[str, ...]
    unknown: tuple[str, ...]

    def parts(self, name: str) -> list[str]:
        """The names of the column and of those that add to it, as far as this sheet has them."""
        return [c.name for c in COLUMNS if name in (c.name, c.part_of) and c.name in self.at]


def map_columns(header: Sequence[str], *, called: str) -> ColumnMap:
    """Match the headings of a sheet to columns.

    ``called`` is how sentences name the file. Raises SheetRefused when nothing is recognised, when
    two headings mean one column, or when a column without which no row could be taken is missing.
    """
    at: dict[str, int] = {}
    unknown: list[str] = []
    for position, heading in enumerate(header):
        name = recognise(heading)
        if name is None:
            if fold(heading):
                unknown.append(heading)
        elif name in at:
            raise SheetRefused(
                f"{called} has two columns for {name}, “{header[at[name]]}” and “{heading}”: "
                "nothing was taken; keep one of them or rename the other, and send it again."
            )
        else:
            at[name] = position
    found = ColumnMap(at=at, headings=tuple(header), unknown=tuple(unknown))
    _refuse_incomplete(found, called)
    return found


def _refuse_incomplete(found: ColumnMap, called: str) -> None:
    if not found.at:
        raise SheetRefused(
            f"{called} has no row of headings that we know, such as first_name, date_of_birth "
            "and phone: nothing was taken; put the headings in the first row."
        )
    missing = []
    if not {"first_name", "last_name"} & found.at.keys():
        missing.append("a name (first_name or last_name)")
    if "date_of_birth" not in found.at:
        missing.append("date_of_birth")
    ways = {part for name in ("phone", "email", "address") for part in found.parts(name)}
    if not ways - PLACES:
        missing.append("a way to reach the person (phone, email or address)")
    if missing:
        others = (
            f"; the headings we did not know are {', '.join(found.unknown[:10])}"
            if found.unknown
            else ""
        )
        raise SheetRefused(
            f"{called} has no column for {', '.join(missing)}, so nothing was taken{others}."
        )


def synonyms_table() -> str:
    """The table of columns for the guide, in Markdown."""
    lines = ["| Column | What it holds | Also known as |", "|---|---|---|"]
    for column in COLUMNS:
        lines.append(f"| `{column.name}` | {column.holds} | {', '.join(column.synonyms)} |")
    return "\n".join(lines) + "\n"
