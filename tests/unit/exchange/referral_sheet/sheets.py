"""Referral sheets for the tests: rows of text written out in every form that is read."""

import csv
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.utils.datetime import WINDOWS_EPOCH

from kith.exchange.referral_sheet.referral import RowProblem, SheetReferral
from kith.exchange.referral_sheet.rows import read_referrals
from kith.exchange.referral_sheet.sheet import read_sheet

TODAY = date(2026, 11, 23)
HEADER = ("nhs_number", "first_name", "last_name", "date_of_birth", "phone", "risks", "referred_on")
AMINA = ("9990000018", "Amina", "Begum", "02/03/1956", "07700 900123", "", "2026-11-02")


def as_csv(*rows: Sequence[object], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    text = StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(
    *rows: Sequence[object], epoch: datetime = WINDOWS_EPOCH, title: str = "Sheet"
) -> bytes:
    book = Workbook()
    book.epoch = epoch
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def read(data: bytes) -> list[SheetReferral | list[RowProblem]]:
    return list(read_referrals(read_sheet(data, "march.csv"), today=TODAY))


def taken(data: bytes) -> list[SheetReferral]:
    results = read(data)
    assert all(isinstance(result, SheetReferral) for result in results), results
    return results  # type: ignore[return-value]


def row_of(**cells: object) -> SheetReferral | list[RowProblem]:
    """What becomes of Amina's row when these cells are other than they are."""
    header = [*HEADER, *(name for name in cells if name not in HEADER)]
    row = dict(zip(HEADER, AMINA, strict=True)) | cells
    [result] = read(as_csv(header, [row[name] for name in header]))
    return result


def referral_of(**cells: object) -> SheetReferral:
    result = row_of(**cells)
    assert isinstance(result, SheetReferral), result
    return result


def problems_of(**cells: object) -> dict[str, str]:
    result = row_of(**cells)
    assert isinstance(result, list), result
    return {problem.column: problem.reason for problem in result}
