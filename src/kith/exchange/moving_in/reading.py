"""One row of a mapped sheet, field by field. Whatever it says wrongly is a NotTaken with its column."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import Any, TypeVar

from django.utils import timezone

from kith.exchange.moving_in.fields import PARTS, Field, Part, guess
from kith.exchange.moving_in.lists import Lists
from kith.exchange.runs.engine import NotTaken
from kith.exchange.tables import cells
from kith.exchange.tables.dates import read_date
from kith.exchange.tables.reader import Columns, read_table
from kith.exchange.tables.refusals import CannotTake, SheetRefused
from kith.exchange.tables.table import Cell, SheetRow, Table
from kith.ui.dates import today
from kith.vocabulary.terms import fold

EARLIEST = date(1900, 1, 1)  # only chooses the century of a year of two digits
MIDDAY = time(12)
_CLOCK = re.compile(
    r"(?:^|[T ,])([0-9]{1,2}):([0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?([AaPp])[Mm])?"
)
T = TypeVar("T")


class _PartColumns:
    """What the reader of tables is told of a part's columns: names that we know count most."""

    likeness = "may hold some too"

    def __init__(self, part: Part) -> None:
        self._part = part

    def count(self, cells: Sequence[str]) -> int:
        words = [text for text in (str(cell).strip() for cell in cells) if _is_word(text)]
        return 100 * len(guess(self._part, words)) + len(words)

    def check(self, header: Sequence[str], *, called: str) -> None:
        if not any(fold(text) for text in header):
            raise SheetRefused(f"{called} has no row of headings: nothing was taken.")


def _is_word(text: str) -> bool:
    return any(character.isalpha() for character in text)


def open_table(data: bytes, filename: str, part: str) -> Table:
    """A file as a table whose headings are looked for among the part's. Raises SheetRefused."""
    return read_table(data, filename, columns_of(PARTS[part]))


def columns_of(part: Part) -> Columns:
    """What the reader of tables is told of a part's columns."""
    return _PartColumns(part)


@dataclass(frozen=True, slots=True)
class MappedSheet:
    """How a sheet's columns (field -> position) and words (field -> word -> code) are matched."""

    part: Part
    columns: Mapping[str, int]
    words: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, part: str, mapping: dict[str, Any]) -> MappedSheet:
        """The mapping as a run's file keeps it."""
        words = {
            name: {fold(word): code for word, code in given.items()}
            for name, given in mapping.get("words", {}).items()
        }
        return cls(PARTS[part], mapping.get("columns", {}), words)

    @classmethod
    def of_part(cls, part: Part, mapping: dict[str, Any]) -> MappedSheet:
        """The mapping of a part whose words are on no list of ours."""
        return cls(part, mapping.get("columns", {}), {})


class Row:
    """One row, read by the names of fields."""

    def __init__(
        self, row: SheetRow, sheet: MappedSheet, epoch: datetime, lists: Lists | None = None
    ) -> None:
        if row.fault:
            raise NotTaken(row.fault)
        self.line, self._row, self._sheet = row.line, row, sheet
        self._epoch, self._lists = epoch, lists

    def cell(self, name: str) -> Cell:
        """The cell as it stands; None where no column was matched."""
        at = self._sheet.columns.get(name)
        return self._row.cells[at] if at is not None and at < len(self._row.cells) else None

    @property
    def fields(self) -> list[str]:
        """The fields that a column was matched to."""
        return list(self._sheet.columns)

    def text(self, name: str) -> str:
        """A cell as people read it, "" for none."""
        cell = self.cell(name)
        if isinstance(cell, datetime) and cell.time() == time():
            cell = cell.date()
        return "" if cell is None else _without_point(" ".join(str(cell).split()))

    def convert(self, name: str, how: Callable[[Cell], T], otherwise: T) -> T:
        """A cell through one of the readers of cells."""
        cell = self.cell(name)
        if cell is None or cell == "":
            return otherwise
        try:
            return how(cell)
        except CannotTake as reason:
            raise NotTaken(str(reason), name) from None

    def line_of(self, name: str, limit: int = cells.MAX_LINE) -> str:
        """Text on one line, "" when it only says that there is nothing."""
        return self.convert(name, partial(cells.given_line, limit=limit), "")

    def prose(self, name: str) -> str:
        """Text with its lines."""
        return self.convert(name, cells.prose, "")

    def needed(self, name: str) -> str:
        """A line that must be there."""
        text = self.line_of(name)
        if not text:
            raise NotTaken("This must not be empty.", name)
        return _without_point(text)[:100]

    def key(self, name: str) -> str:
        """An old number, "" when there is none."""
        return _without_point(self.line_of(name))[:100]

    def day(self, name: str, *, needed: bool = False, future: bool = False) -> date | None:
        """A date; refused before 1900, or (unless `future`) when it has not come."""
        how = partial(read_date, epoch=self._epoch, earliest=EARLIEST, latest=today())
        found = self.convert(name, lambda cell: how(_dateable(cell)), None)
        if found is None and needed:
            raise NotTaken("A date is needed.", name)
        if found is not None and found < EARLIEST:
            raise NotTaken("The date is before 1900: check the year.", name)
        if found is not None and not future and found > today():
            raise NotTaken("The date has not come yet: check it.", name)
        return found

    def moment(self, name: str, time_name: str = "") -> datetime:
        """A date with its time of day, where the cell or the other column has one; else midday."""
        day = self.day(name, needed=True)
        assert day is not None
        at = _clock(self.cell(time_name)) if time_name else None
        found = timezone.make_aware(datetime.combine(day, at or _clock(self.cell(name)) or MIDDAY))
        return min(found, timezone.now())

    def number(self, name: str, least: int, most: int) -> int | None:
        """A whole number between two, None when empty."""
        text = _without_point(self.line_of(name))
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 7 and least <= int(text) <= most):
            raise NotTaken(f"This must be a whole number from {least} to {most}.", name)
        return int(text)

    def yes(self, name: str) -> bool | None:
        """Yes, no, or None when it says neither."""
        return cells.yes_or_no(self.line_of(name))

    def code(self, name: str, *, needed: bool = False) -> str:
        """The code that a cell's words were matched to: by the sheet's mapping, else as we know
        them, else the list's own "otherwise". Raises NotTaken when one is `needed` and none is there.
        """
        words, field = self.line_of(name, limit=cells.MAX_PROSE), self._field(name)
        assert self._lists is not None
        listed = self._lists[field.listed]
        found = self._sheet.words.get(name, {}).get(fold(words)) if words else None
        if found is None and words:
            found = listed.recognise(words)
        if not found and needed and not (found := listed.otherwise):
            raise NotTaken(f"“{field.label}” is not matched to any of ours.", name)
        return found or ("" if words and not listed.otherwise else listed.otherwise)

    def digest(self) -> str:
        """What the row says, in short: the same for the same words."""
        said = "\x1f".join(f"{name}={self.cell(name)}" for name in sorted(self._sheet.columns))
        return hashlib.sha256(said.encode(errors="replace")).hexdigest()

    def _field(self, name: str) -> Field:
        return next(field for field in self._sheet.part.fields if field.name == name)


MOST_WORDS = 60


def words_of(table: Table, sheet: MappedSheet, lists: Lists) -> dict[str, list[str]]:
    """The words of the sheet that are on none of our lists, field by field, up to sixty each."""
    found: dict[str, dict[str, str]] = {f.name: {} for f in sheet.part.fields if f.listed}
    for row in table.rows:
        for name, seen in found.items():
            at = sheet.columns.get(name)
            cell = row.cells[at] if at is not None and at < len(row.cells) else None
            words = " ".join(str(cell).split()) if cell is not None else ""
            if words and len(seen) < MOST_WORDS and fold(words) not in seen:
                listed = lists[next(f.listed for f in sheet.part.fields if f.name == name)]
                if len(words) <= cells.MAX_LINE and listed.recognise(words) is None:
                    seen[fold(words)] = words
    return {name: sorted(seen.values()) for name, seen in found.items() if seen}


def rows_of(table: Table, *, after: int) -> Iterator[SheetRow]:
    """The rows below a line."""
    return (row for row in table.rows if row.line > after)


def _dateable(cell: Cell) -> Cell:
    return cells.given_line(cell) if isinstance(cell, str) else cell


def _without_point(text: str) -> str:
    return text[:-2] if re.fullmatch(r"[0-9]+\.0", text) else text


def _clock(cell: Cell) -> time | None:
    if isinstance(cell, datetime):
        return cell.time() if cell.time() != time() else None
    if isinstance(cell, time):
        return cell
    match = _CLOCK.search(cell) if isinstance(cell, str) else None
    if match is None:
        return None
    hour = int(match[1]) % 12 + (12 if match[3] in ("p", "P") else 0) if match[3] else int(match[1])
    return time(hour, int(match[2])) if hour < 24 and int(match[2]) < 60 else None
