"""The refused rows of a file as a sheet of their own, to correct and send again."""

from __future__ import annotations

from collections.abc import Sequence

from kith.exchange.runs import queries
from kith.exchange.runs.models import RunFile
from kith.exchange.tables.reader import read_table
from kith.exchange.tables.writing import as_csv
from kith.files.queries import read

WHY = "Why it was not taken"


class _AsItWas:
    """Headings that were found before: the row that holds them is known by holding them all."""

    likeness = "look alike"

    def __init__(self, headings: Sequence[str]) -> None:
        self._headings = list(headings)

    def count(self, cells: Sequence[str]) -> int:
        """All of them, or nothing."""
        return int([str(cell).strip() for cell in cells] == self._headings)

    def check(self, header: Sequence[str], *, called: str) -> None:
        """Every header will do: the file was read before."""


def refused_csv(file: RunFile) -> bytes:
    """The rows refused in the file's present round under the file's own headings, and why each was.

    Cells that a spreadsheet would run as a formula are guarded. Raises Damaged when the file cannot
    be read from the disk.
    """
    reasons = dict(queries.refusals(file).values_list("line", "reason"))
    headings = file.facts["headings"]
    table = read_table(read(file.file), file.file.name, _AsItWas(headings))
    width = len(table.headings)
    rows = (
        [*(*row.cells, *[None] * width)[:width], reasons[row.line]]
        for row in table.rows
        if row.line in reasons
    )
    return as_csv([*table.headings, WHY], rows)
