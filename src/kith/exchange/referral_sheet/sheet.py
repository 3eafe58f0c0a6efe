"""A referral sheet: a table whose headings are a referral's columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from kith.exchange.referral_sheet.columns import ColumnMap, count_recognised, map_columns
from kith.exchange.tables.reader import read_table
from kith.exchange.tables.table import SheetRow


class _ReferralColumns:
    """What the reader of tables is told of a referral's columns."""

    likeness = "look like referrals too"

    def count(self, cells: Sequence[str]) -> int:
        return count_recognised(cells)

    def check(self, header: Sequence[str], *, called: str) -> None:
        map_columns(header, called=called)


@dataclass(slots=True)
class Sheet:
    """A table (see there) with recognised headings: ``columns``."""

    form: str
    header_line: int
    columns: ColumnMap
    epoch: datetime
    rows: Iterator[SheetRow]
    notices: list[str]


def read_sheet(data: bytes, filename: str) -> Sheet:
    """Read a referral sheet from the whole file; see ``read_table``, which raises SheetRefused."""
    table = read_table(data, filename, _ReferralColumns())
    columns = map_columns(table.headings, called=table.called)
    if columns.unknown:
        names = ", ".join(f"“{heading}”" for heading in columns.unknown)
        table.notices.append(f"Columns that we do not know were ignored: {names}.")
    return Sheet(table.form, table.header_line, columns, table.epoch, table.rows, table.notices)
