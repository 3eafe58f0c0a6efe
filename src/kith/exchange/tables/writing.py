"""Tables for other programs: CSV that a spreadsheet does not run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

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
