"""The outcome letter: what a GP practice files when support ends.

PRSB Social Prescribing Information Standard v1.1, "Clinical summary" (outcomes, first and later
scores, what did not work) and "Plan and requested actions" (at the top of any communication;
when there are none, say so). Names, dates of birth and NHS numbers are laid out as GP Connect
Send Document asks of a PDF: `SURNAME, Forename`, `DD-Mmm-YYYY`, `### ### ####`.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from kith.messages.documents import render
from kith.messages.documents.letterhead import Letterhead, LinkWorker
from kith.vocabulary import names, nhs_number

# Named here, because the machine's own names follow its language.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom the letter goes to."""

    name: str
    organisation: str
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterPerson:
    """The person the letter is about, as a practice finds them in its records."""

    surname: str
    forenames: str
    date_of_birth: datetime.date
    nhs_number: str | None
    address: tuple[str, ...]
    practice_name: str
    practice_code: str
    preferred_name: str = ""


@dataclass(frozen=True, slots=True)
class LetterIntroduction:
    """A service the person was introduced to, and what came of it."""

    service: str
    outcome: str


@dataclass(frozen=True, slots=True)
class LetterMeasure:
    """A measure at the start and the end of support, as shown; empty where it was not taken."""

    name: str
    start: str
    end: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class LetterCode:
    """A SNOMED CT code with its term."""

    code: str
    term: str


@dataclass(frozen=True, slots=True)
class OutcomeLetter:
    """Everything an outcome letter says. Empty lists and texts are printed as "None."."""

    scheme: Letterhead
    date: datetime.date
    addressee: Addressee
    person: LetterPerson
    requested_actions: tuple[str, ...]
    """What professionals are asked to do."""
    actions_for_person: tuple[str, ...]
    reason_for_referral: str
    """The referrer's words."""
    what_mattered: str
    """The person's words."""
    risks: str
    """As stated, "None known to NAME on DATE", or "Not yet asked"."""
    closure_reason: str
    reopening: str
    """How support can begin again."""
    link_worker: LinkWorker
    support_given: tuple[str, ...] = ()
    introductions: tuple[LetterIntroduction, ...] = ()
    measures: tuple[LetterMeasure, ...] = ()
    codes: tuple[LetterCode, ...] = ()
    codes_told: tuple[str, ...] = ()
    """Codes of this episode that were told before, as sentences."""
    codes_only: str = ""
    """Why the practice gets codes and no story, in a sentence; "" where it gets one."""

    def pdf(self) -> bytes:
        """Return the letter as a tagged PDF; raises render.UnprintableText."""
        return render.pdf("outcome_letter", self.data())

    def png(self) -> list[bytes]:
        """Return a picture of each page; raises render.UnprintableText."""
        return render.png("outcome_letter", self.data())

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
            "requested_actions": list(self.requested_actions),
            "actions_for_person": list(self.actions_for_person),
            "reason_for_referral": self.reason_for_referral,
            "what_mattered": self.what_mattered,
            "support_given": list(self.support_given),
            "introductions": [[row.service, row.outcome] for row in self.introductions],
            "measures": [[row.name, row.start, row.end, row.note] for row in self.measures],
            "risks": self.risks,
            "closure_reason": self.closure_reason,
            "reopening": self.reopening,
            "codes": [[row.code, row.term] for row in self.codes],
            "codes_told": list(self.codes_told),
            "codes_only": self.codes_only,
            "link_worker": worker_data(self.link_worker),
        }


def letterhead_data(scheme: Letterhead) -> dict[str, Any]:
    """Return a letterhead as a template shows it."""
    return {
        "name": scheme.name,
        "address": list(scheme.address),
        "phone": scheme.phone,
        "email": scheme.email,
    }


def worker_data(worker: LinkWorker) -> dict[str, Any]:
    """Return a link worker as a template shows them."""
    return {"name": worker.name, "role": worker.role, "phone": worker.phone}


def long_date(day: datetime.date) -> str:
    """Return a date as people read it, such as 5 March 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def record_date(day: datetime.date) -> str:
    """Return a date as records write it, such as 05-Mar-2026 (DD-Mmm-YYYY)."""
    return f"{day.day:02}-{_MONTHS[day.month - 1][:3]}-{day.year:04}"


def person_data(person: LetterPerson) -> dict[str, Any]:
    """Return the person's block as a template shows it. Raises InvalidNhsNumber for a wrong NHS number."""
    number = person.nhs_number
    return {
        "name": names.formal_name(person.forenames, person.surname),
        "called": person.preferred_name or person.forenames or person.surname,
        "preferred_name": person.preferred_name,
        "date_of_birth": record_date(person.date_of_birth),
        "nhs_number": nhs_number.spaced(number) if number else "",
        "address": list(person.address),
        "practice": f"{person.practice_name} ({person.practice_code})",
    }
