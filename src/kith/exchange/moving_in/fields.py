"""What can be moved in, part by part, and the headings by which a column is guessed.

No vendor publishes the headings of its exports that we could find: the other names below are our
guess at what exports of Joy, Elemental and plain spreadsheets call things. A guess fills the page in;
whoever moves in looks at each column and changes it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kith.vocabulary.terms import fold


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a row can say. `listed` names the list its words are matched to, if any."""

    name: str
    label: str
    also: tuple[str, ...] = ()
    needed: bool = False
    listed: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of rows. `counted` is what the other system counts of them."""

    name: str
    label: str
    fields: tuple[Field, ...]


def _field(
    name: str, label: str, also: str = "", *, needed: bool = False, listed: str = ""
) -> Field:
    return Field(name, label, tuple(also.split("; ")) if also else (), needed, listed)


_PERSON = _field(
    "person", "Whose: the person's old number",
    "Person ID; Client ID; Client number; Client reference; Patient ID; Person number;"
    " Service user ID; Participant ID", needed=True,
)  # fmt: skip
_CASE = _field(
    "case", "Which support: the case's old number", "Case ID; Case number; Referral ID; Episode ID"
)
_WORKER = _field(
    "worker", "Who did it",
    "Link worker; Worker; Staff; Staff member; Author; Created by; Recorded by; Entered by;"
    " Assigned to; Allocated to; Key worker; Social prescriber; Owner; Caseworker",
    listed="worker",
)  # fmt: skip

PEOPLE = Part(
    "people", "People",
    (
        _field("old_id", "The person's old number", "ID; Person ID; Client ID; Client number;"
               " Client reference; Patient ID; Person number; Service user ID; Participant ID",
               needed=True),
        _field("first_name", "First name", "Forename; Given name; Forenames; Client first name"),
        _field("last_name", "Last name", "Surname; Family name; Client last name"),
        _field("preferred_name", "Preferred name", "Known as; Likes to be called"),
        _field("date_of_birth", "Date of birth", "DOB; Birth date; Born", needed=True),
        _field("nhs_number", "NHS number", "NHS no; NHS"),
        _field("gender", "Gender", "Stated gender; Gender identity", listed="gender"),
        _field("ethnicity", "Ethnicity", "Ethnic group; Ethnic category", listed="ethnicity"),
        _field("language", "Language", "Preferred language; First language; Main language",
               listed="language"),
        _field("interpreter", "Needs an interpreter", "Interpreter; Interpreter needed"),
        _field("phone", "Phone", "Telephone; Phone number; Tel; Mobile; Mobile number"),
        _field("other_phone", "Another phone", "Home phone; Landline; Phone 2; Second phone"),
        _field("email", "E-mail", "Email address; E-mail address"),
        _field("address", "Address", "Full address; Home address; Address 1; Address line 1"),
        _field("postcode", "Postcode", "Post code"),
        _field("practice", "GP practice: its code or name", "Practice code; ODS code; GP practice;"
               " Practice name; Surgery; GP surgery", listed="practice"),
        _field("risks", "Risks: empty is “not yet asked”", "Risk; Known risks; Alerts; Warnings"),
    ),
)  # fmt: skip
CASES = Part(
    "cases", "Cases",
    (
        _field("old_id", "The case's old number", "ID; Case ID; Case number; Referral ID;"
               " Episode ID", needed=True),
        _PERSON,
        _field("opened_on", "Opened on", "Start date; Case opened; Date opened; Opened; Accepted on;"
               " Allocated date", needed=True),
        _field("referred_on", "Referred on", "Referral date; Date of referral; Date referred"),
        _field("closed_on", "Closed on", "End date; Case closed; Date closed; Closed; Discharged;"
               " Discharge date; Closure date"),
        _field("close_reason", "Why it closed", "Closure reason; Reason for closing; Outcome;"
               " Reason closed; Discharge reason", listed="close_reason"),
        _field("closing_words", "What was said at the end", "Closing note; Closure notes; Summary"),
        _WORKER,
        _field("source", "Who referred: the kind", "Source; Referral source; Source of referral",
               listed="source"),
        _field("referrer_name", "Who referred: the name", "Referrer; Referred by; Referrer name"),
        _field("organisation", "Who referred: the organisation", "Referring organisation;"
               " Referrer organisation; Organisation"),
        _field("reason", "Why they were referred", "Reason; Reason for referral; Referral reason;"
               " Presenting issue; Needs", listed="reason"),
        _field("urgency", "How soon", "Urgency; Priority", listed="urgency"),
        _field("agreed", "Whether the person agreed", "Consent; Consented; Agreed; Accepted"),
        _field("next_step", "The next step", "Next action; Next task; Follow up"),
        _field("next_step_on", "When the next step is due", "Next action date; Follow up date;"
               " Due date; Next contact; Next appointment"),
    ),
)  # fmt: skip
CONTACTS = Part(
    "contacts", "Contacts and notes",
    (
        _field("old_id", "The contact's old number", "ID; Contact ID; Note ID; Activity ID;"
               " Interaction ID; Session ID; Appointment ID"),
        _PERSON,
        _CASE,
        _field("happened_on", "When", "Date; Contact date; Date of contact; Note date; Created;"
               " Created at; Created on; Date and time; Session date; Appointment date",
               needed=True),
        _field("time", "At what time", "Time; Start time; Contact time"),
        _field("medium", "How", "Method; Contact type; Type; Contact method; Channel; Activity type;"
               " Mode", listed="medium"),
        _field("outcome", "What came of it", "Outcome; Status; Result; Attendance; Contact outcome",
               listed="outcome"),
        _field("direction", "Who contacted whom", "Direction", listed="direction"),
        _field("minutes", "Minutes", "Duration; Length; Minutes spent; Duration minutes"),
        _field("note", "The note", "Notes; Note; Details; Comments; Description; Case note; Text"),
        _WORKER,
    ),
)  # fmt: skip
PLANS = Part(
    "plans", "Plans",
    (
        _field("old_id", "The row's old number", "ID; Goal ID; Action ID; Plan ID; Need ID"),
        _PERSON,
        _CASE,
        _field("written_on", "When it was written", "Date; Created; Created on; Plan date;"
               " Date set; Date added", needed=True),
        _field("foundation", "Where the need belongs", "Area; Domain; Theme; Category; Foundation",
               listed="foundation"),
        _field("need", "The need", "Issue; Concern; Need; What matters; Problem", needed=True),
        _field("goal", "The goal", "Goal; Aim; Objective; Goal description"),
        _field("importance", "How important, 1 to 10", "Importance"),
        _field("action", "The action", "Action; Task; Step; Action description"),
        _field("who", "Who does it", "By whom; Responsible; Action by; Who", listed="who"),
        _field("by_when", "By when", "Due; Due date; Target date; Deadline"),
        _field("confidence", "How confident, 1 to 10", "Confidence"),
        _field("done_on", "Done on", "Completed; Completed on; Date completed; Achieved on"),
        _WORKER,
    ),
)  # fmt: skip
ITEMS = 14  # the longest measure of the library
SCORES = Part(
    "scores", "Scores",
    (
        _field("old_id", "The score's old number", "ID; Score ID; Assessment ID; Survey ID"),
        _PERSON,
        _CASE,
        _field("measure", "Which measure", "Measure; Tool; Assessment; Questionnaire; Outcome tool",
               needed=True, listed="measure"),
        _field("moment", "Start, review or end", "Stage; Moment; Point; Assessment type; Timepoint",
               needed=True, listed="moment"),
        _field("taken_on", "Taken on", "Date; Date completed; Assessment date; Taken", needed=True),
        *(
            _field(f"item_{n}", f"Answer {n}", f"Q{n}; Question {n}; Answer {n}; Item {n}")
            for n in range(1, ITEMS + 1)
        ),
        _WORKER,
    ),
)  # fmt: skip

PARTS = {part.name: part for part in (PEOPLE, CASES, CONTACTS, PLANS, SCORES)}
_BRACKETED = re.compile(r"[(\[{][^)\]}]*[)\]}]")


def guess(part: Part, headings: Sequence[str]) -> dict[str, int]:
    """Field -> position of the column whose heading names it; each column once, the first wins."""
    known: dict[str, str] = {}
    for field in part.fields:
        for name in (field.name, field.label, *field.also):
            known.setdefault(_folded(name), field.name)
    found: dict[str, int] = {}
    for position, heading in enumerate(headings):
        field_name = known.get(_folded(heading)) or known.get(fold(_BRACKETED.sub(" ", heading)))
        if field_name and _folded(heading):
            found.setdefault(field_name, position)
    return found


def _folded(heading: str) -> str:
    """Its letters and digits; of a heading that is a sign alone, the sign's name."""
    return fold(heading) or fold(heading.replace("£", "pounds"))


def named(part: Part, name: str) -> Field:
    """A field of a part. Raises LookupError."""
    return next(field for field in part.fields if field.name == name)
