"""Rows that say something else in a newer export: what they said, what they say, what is on record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from kith.exchange.moving_in.fields import PARTS
from kith.exchange.moving_in.lists import Lists
from kith.exchange.moving_in.models import FILE_LINES, MovedRow
from kith.exchange.moving_in.reading import MappedSheet, Row, open_table
from kith.exchange.moving_in.taking import ENDED
from kith.exchange.runs import queries as runs
from kith.exchange.runs.engine import NotTaken
from kith.exchange.runs.models import RefusedRow, RunFile
from kith.files.queries import Gone, read

SAID_OTHERWISE = (
    "Moved in before, and the other system says something else by now. Nothing was changed here."
)


def part_of(file: RunFile) -> str:
    """The part that a file's rows are, in whichever pass they are read."""
    return "cases" if file.part == ENDED else file.part


def refused_for_it(file: RunFile) -> QuerySet[RefusedRow]:
    """The rows of a sheet that were left out because they say something else by now."""
    return runs.refusals(file).filter(reason=SAID_OTHERWISE)


@dataclass(frozen=True)
class Changed:
    """One row of the newer export: what it became before, the row then (None when its sheet is deleted), and
    the row now.
    """

    moved: MovedRow
    before: Row | None
    now: Row

    @cached_property
    def fields(self) -> list[str]:
        """The fields that say something else; without the earlier sheet, all that say something."""
        if self.before is None:
            return [name for name in self.now.fields if self.now.text(name)]
        said = self.before.text
        return [name for name in self.now.fields if self.now.text(name) != said(name)]

    def differences(self) -> list[tuple[str, str, str]]:
        """(field in words, what it said, what it says)."""
        labels = {field.name: field.label for field in PARTS[self.moved.part].fields}
        before = self.before.text if self.before else lambda name: "The earlier sheet was deleted"
        return [(labels[name], before(name), self.now.text(name)) for name in self.fields]


def changed_in(file: RunFile, lines: Sequence[int]) -> list[Changed]:
    """The rows of these lines that still say something else than what we have, in their order."""
    now = _rows(file, set(lines))
    found = _moved(file, [row.needed("old_id") for row in now.values()])
    waiting = [
        (moved, row)
        for row in now.values()
        if (moved := found.get(row.needed("old_id"))) and moved.digest != row.digest()
    ]
    before = _before([moved for moved, _ in waiting])
    return [Changed(moved, before.get(moved.pk), row) for moved, row in waiting]


def _moved(file: RunFile, old_ids: Sequence[str]) -> dict[str, MovedRow]:
    rows = MovedRow.objects.filter(
        scheme_id=file.scheme_id, part=part_of(file), old_id__in=list(old_ids), undone_at=None
    )
    return {row.old_id: row for row in rows.select_related("said_in__file")}


def _before(rows: Iterable[MovedRow]) -> dict[object, Row]:
    """What each row said when it was last taken in, as far as its sheet is still kept."""
    by_sheet: dict[RunFile, dict[int, MovedRow]] = {}
    rows = list(rows)
    first = _first_sheets([row for row in rows if row.said_in is None])
    for row in rows:
        file = row.said_in or first.get((row.run_id, row.number // FILE_LINES))
        if file is not None:
            line = row.said_line or row.line if row.said_in else row.line
            by_sheet.setdefault(file, {})[line] = row
    found: dict[object, Row] = {}
    for file, wanted in by_sheet.items():
        try:
            said = _rows(file, set(wanted))
        except Gone:
            continue
        found |= {wanted[line].pk: row for line, row in said.items()}
    return found


def _first_sheets(rows: Sequence[MovedRow]) -> dict[tuple[UUID, int], RunFile]:
    """The sheets that rows came by, by run and place in it; one read."""
    files = RunFile.objects.filter(run_id__in={row.run_id for row in rows}).select_related("file")
    return {(file.run_id, file.place): file for file in files}


def _rows(file: RunFile, lines: set[int]) -> dict[int, Row]:
    """Some lines of a sheet, read as it was matched; one that cannot be read is left out."""
    part, found, lists = part_of(file), {}, Lists(file.scheme_id)
    table = open_table(read(file.file), file.file.name, part)
    sheet = MappedSheet.of(part, file.mapping)
    for one in table.rows:
        if one.line in lines:
            try:
                found[one.line] = Row(one, sheet, table.epoch, lists)
                found[one.line].needed("old_id")
            except NotTaken:
                found.pop(one.line, None)
        if len(found) == len(lines):
            break
    return found
