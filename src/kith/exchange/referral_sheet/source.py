"""A referral sheet as the engine takes it in: each row received as a referral."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kith.exchange.referral_sheet import storing
from kith.exchange.referral_sheet.columns import BY_NAME
from kith.exchange.referral_sheet.lists import Lists, Sender
from kith.exchange.referral_sheet.referral import RowProblem, SheetReferral
from kith.exchange.referral_sheet.rows import read_row
from kith.exchange.referral_sheet.sheet import Sheet
from kith.exchange.runs.engine import NotTaken, ThereAlready
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.rules import is_too_young, too_young_words
from kith.pathway.referrals.actions import AlreadyReceived, receive
from kith.pathway.referrals.models import Referral
from kith.people import actions as people
from kith.resilience.errors import Refused
from kith.ui.dates import age_of, today
from kith.vocabulary.terms import fold

_COLUMNS = {"value": "", "text": "risks", "stated_on": "referred_on", "organisation": ""}


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as it was read: a referral, or what keeps it from being one."""

    line: int
    read: SheetReferral | list[RowProblem]


class ReferralSource:
    """The rows of a sheet, taken into a scheme, in a context of which it must be made.

    `looking` is for batches that are taken back: what was counted as taken is then remembered in
    short, so that the same row further down is counted as there already.
    """

    def __init__(self, *, by: Actor, scheme_id: UUID, sheet: Sheet, looking: bool = False) -> None:
        self._by, self._scheme_id, self._sheet = by, scheme_id, sheet
        self._lists = Lists(scheme_id)
        self._today = today()
        self._scheme = organisations.scheme(scheme_id)
        self._young = 0
        self._seen: set[int] | None = set() if looking else None

    def rows(self, *, after: int) -> Iterator[ReadRow]:
        """The rows below a line. Raises SheetRefused where a workbook turns out to be damaged."""
        for row in self._sheet.rows:
            if row.line > after:
                yield ReadRow(row.line, read_row(row, self._sheet, today=self._today))

    def notices(self) -> list[str]:
        """What was ignored, and how many came in who are younger than the scheme supports."""
        counted = "1 person is" if self._young == 1 else f"{self._young} people are"
        words = f"{counted} younger than those you support. " + too_young_words(self._scheme)
        return [*self._sheet.notices, *([words] if self._young else [])]

    def take(self, row: ReadRow) -> None:
        """Receive a row's referral. Raises ThereAlready when we have it, and NotTaken."""
        if not isinstance(row.read, SheetReferral):
            raise NotTaken(_together(row.read), row.read[0].column)
        sender = self._lists.sender(row.read)
        if self._seen is not None:
            marks = _marks(row.read, sender.place, self._today)
            if not self._seen.isdisjoint(marks):
                raise ThereAlready
        try:
            self._receive(row.read, sender)
        except AlreadyReceived as known:
            raise ThereAlready from known
        except Refused as refusal:
            column = _COLUMNS.get(refusal.field or "", refusal.field or "")
            raise NotTaken(refusal.message, column if column in BY_NAME else "") from refusal
        age = age_of(row.read.date_of_birth, row.read.referred_on or self._today)
        self._young += is_too_young(self._scheme, age)
        if self._seen is not None:
            self._seen.update(marks)

    def _receive(self, given: SheetReferral, sender: Sender) -> Referral:
        who = storing.who(given, self._lists)
        if given.referred_on is None:
            person, _ = people.know(by=self._by, scheme_id=self._scheme_id, who=who)
            undated = Referral.objects.filter(
                scheme_id=self._scheme_id,
                person__in=person.records,
                organisation_name__iexact=sender.place,
                notes__startswith=storing.NO_DATE,
            ).first()
            if undated is not None:
                raise AlreadyReceived(undated)
        values = storing.values(given, self._lists, sender)
        return receive(
            by=self._by,
            scheme_id=self._scheme_id,
            scheme=self._scheme,
            who=who,
            once=True,
            **values,
        )


def _marks(given: SheetReferral, place: str, today: date) -> set[int]:
    """Short marks by which the same referral is known again in the sheet: the person by number, or
    by name and a way to reach them; the place; the day.
    """
    referral = (given.date_of_birth, fold(place), given.referred_on or today)
    name = (fold(given.first_name), fold(given.last_name))
    ways = [*given.phones, given.email, given.postcode, given.address]
    marks = {hash((name, way, referral)) for way in ways if way}
    return marks | ({hash((given.nhs_number, referral))} if given.nhs_number else set())


def _together(problems: list[RowProblem]) -> str:
    """All that is wrong with a row, the first problem's column being named beside it."""
    first, *others = problems
    also = [f"{problem.column or 'the row'}: {problem.reason}" for problem in others]
    return " ".join([first.reason, *(f"Also {words}" for words in also)])
