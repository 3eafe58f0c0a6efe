"""What a reader hands on: a table with its headings, and its rows one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | datetime | date | time | timedelta | None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: the physical line (CSV) or row number (XLSX) where it starts, its cells, and why it
    could not be read (``fault``, empty when it could)."""

    line: int
    cells: tuple[Cell, ...]
    fault: str = ""

    @property
    def is_blank(self) -> bool:
        return not self.fault and not any(
            cell is not None and str(cell).strip() for cell in self.cells
        )


@dataclass(slots=True)
class Table:
    """A table with its headings.

    ``called`` is how sentences name the file; ``form`` says how it was read ("CSV, UTF-8, separated
    by comma"); ``epoch`` is day 0 of its date serials; ``notices`` are sentences about what was
    ignored, complete once ``rows`` is used up; ``rows`` can be read once and yields the rows below
    the headings that are not blank. Reading on may raise SheetRefused where a workbook turns out to
    be damaged.
    """

    called: str
    form: str
    header_line: int
    headings: tuple[str, ...]
    epoch: datetime
    rows: Iterator[SheetRow]
    notices: list[str] = field(default_factory=list)
