"""Tables for other programs: CSV that a spreadsheet does not run, and workbooks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import openpyxl
from openpyxl.utils import get_column_letter

from kith.exchange.tables.table import Cell

# A cell that begins so is run as a formula by spreadsheet programs (OWASP, "CSV Injection").
_RUNS = ("=", "+", "-", "@", "\t", "\r")


def guarded(cell: Cell) -> str:
    """A cell as text, behind a single quotation mark when a spreadsheet would run it.

    The reader of tables takes the mark off again.
    """
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_RUNS) else text


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A CSV file in UTF-8 with the mark by which Excel knows it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([guarded(text) for text in header])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook of one sheet, its head in sight however far one scrolls; text that would run is guarded."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place, text in enumerate(header, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = max(14, len(text) + 4)
    sheet.append([guarded(text) for text in header])
    for row in rows:
        sheet.append([cell if isinstance(cell, int) else guarded(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
