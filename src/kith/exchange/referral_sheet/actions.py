"""A sheet of referrals, from its bytes to the scheme's referrals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from kith.audit.write import action, apart
from kith.exchange.referral_sheet import storing
from kith.exchange.referral_sheet.columns import BY_NAME
from kith.exchange.referral_sheet.lists import Lists
from kith.exchange.referral_sheet.reader import read_sheet
from kith.exchange.referral_sheet.referral import RowProblem, SheetReferral
from kith.exchange.referral_sheet.rows import read_referrals
from kith.exchange.referral_sheet.sheet import Sheet
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.pathway.referrals.actions import AlreadyReceived, receive
from kith.pathway.referrals.models import Referral
from kith.people import actions as people
from kith.resilience.errors import Refused
from kith.ui.dates import today

BATCH = 500
DRY_RUN = "This was a dry run: nothing was written."
_COLUMNS = {"value": "", "text": "risks", "stated_on": "referred_on", "organisation": ""}

Progress = Callable[[int], None]


@dataclass(slots=True)
class _Report:
    rows: int = 0
    taken: int = 0
    already_there: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)

    def refuse(self, line: int, column: str, reason: str) -> None:
        self.refused.append({"line": line, "column": column, "reason": reason})


class _OnlyLooking(Exception):
    """Ends a dry run, and with it everything it wrote."""


def import_sheet(
    *,
    by: Actor,
    scheme_id: UUID,
    data: bytes,
    filename: str,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Take the referrals of a sheet (the whole file as `data`) into a scheme.

    Returns counts (`rows`, `taken`, `already_there`), one entry of `refused` for each row that was
    not taken (`line` as the file numbers it, the `column`'s own name or "" for the whole row, and
    the `reason`), and `notices` about the sheet. The same person, referral date and referring
    organisation is the same referral; without a date, the same person and organisation. A dry run
    does all of it and keeps nothing. `progress` is told how many rows were read so far.

    It is all one transaction: raises SheetRefused when the file is no sheet or turns out to be
    damaged further down, and Refused while another sheet is being taken in; then nothing of it was
    taken.
    """
    sheet = read_sheet(data, filename)
    report = _Report()
    try:
        with context.in_scheme(scheme_id, actor=by.key), transaction.atomic():
            _one_sheet_at_a_time(scheme_id)
            _take_in(by=by, scheme_id=scheme_id, sheet=sheet, report=report, progress=progress)
            if dry_run:
                raise _OnlyLooking
    except _OnlyLooking:
        sheet.notices.append(DRY_RUN)
    return {
        "rows": report.rows,
        "taken": report.taken,
        "already_there": report.already_there,
        "refused": report.refused,
        "notices": list(sheet.notices),
    }


@action("exchange.import_referral_sheet")
def _take_in(
    *, by: Actor, scheme_id: UUID, sheet: Sheet, report: _Report, progress: Progress | None
) -> None:
    lists = Lists(scheme_id)
    rows = read_referrals(sheet, today=today())
    while batch := list(islice(rows, BATCH)):
        # A context lasts an hour and is signed anew for each batch, which a huge sheet may need.
        with context.in_scheme(scheme_id, actor=by.key), apart():
            for row in batch:
                report.rows += 1
                if isinstance(row, SheetReferral):
                    _take_row(by, scheme_id, row, lists, report)
                else:
                    report.refuse(row[0].line, row[0].column, _together(row))
                if progress is not None:
                    progress(report.rows)
        _settle()


def _take_row(
    by: Actor, scheme_id: UUID, given: SheetReferral, lists: Lists, report: _Report
) -> None:
    try:
        with apart():
            _receive(by, scheme_id, given, lists)
    except AlreadyReceived:
        report.already_there += 1
    except Refused as refusal:
        column = _COLUMNS.get(refusal.field or "", refusal.field or "")
        report.refuse(given.line, column if column in BY_NAME else "", refusal.message)
    except IntegrityError:
        report.refuse(
            given.line,
            "",
            "Someone else was writing about this person at the same moment: send the sheet again.",
        )
    else:
        report.taken += 1


def _receive(by: Actor, scheme_id: UUID, given: SheetReferral, lists: Lists) -> Referral:
    person, _ = people.know(by=by, scheme_id=scheme_id, who=storing.who(given, lists))
    sender = lists.sender(given)
    if given.referred_on is None:
        undated = Referral.objects.filter(
            scheme_id=scheme_id,
            person__in=person.records,
            organisation_name__iexact=sender.place,
            notes__startswith=storing.NO_DATE,
        ).first()
        if undated is not None:
            raise AlreadyReceived(undated)
    return receive(
        by=by, scheme_id=scheme_id, person=person, **storing.values(given, lists, sender)
    )


def _together(problems: list[RowProblem]) -> str:
    """All that is wrong with a row, the first problem's column being named beside it."""
    first, *others = problems
    also = [f"{problem.column or 'the row'}: {problem.reason}" for problem in others]
    return " ".join([first.reason, *(f"Also {words}" for words in also)])


def _settle() -> None:
    """Check the keys of the batch now: left to the end, they would pile up in memory and be one
    statement too long for its timeout.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _one_sheet_at_a_time(scheme_id: UUID) -> None:
    """Two who send the same sheet at once would each miss what the other has not yet kept."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"referral sheet {scheme_id}"],
        )
        if not cursor.fetchone()[0]:
            raise Refused(
                "Another sheet is being taken into this scheme: nothing of this one was taken;"
                " wait until that is done and send it again."
            )
