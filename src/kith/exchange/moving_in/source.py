"""A mapped sheet as the engine takes it in, through the write doors, with its own dates and authors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from kith.exchange.moving_in import queries, taking
from kith.exchange.moving_in.actions.noting import note_moved
from kith.exchange.moving_in.changed import SAID_OTHERWISE
from kith.exchange.moving_in.lists import Lists
from kith.exchange.moving_in.reading import MappedSheet, Row, open_table, rows_of
from kith.exchange.moving_in.taking import Scene
from kith.exchange.runs.engine import NotTaken, ThereAlready
from kith.exchange.runs.models import RunFile
from kith.exchange.tables.table import SheetRow
from kith.isolation.actor import Actor

TWICE = "This old number stands in the sheet twice. Only the first was taken."


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the sheet, not read yet."""

    line: int
    row: SheetRow


class MovingSource:
    """The rows of one file. Cases come in two passes: those that ended first, so that a person's
    earlier support is over before the next one begins.
    """

    def __init__(
        self, *, by: Actor, scheme_id: UUID, file: RunFile, data: bytes, scene: Scene
    ) -> None:
        self._by, self._scheme_id, self._file, self._scene = by, scheme_id, file, scene
        self._part = "cases" if file.part == taking.ENDED else file.part
        self._table = open_table(data, file.file.name, self._part)
        self._sheet = MappedSheet.of(self._part, file.mapping)
        self._seen: set[str] = set()

    def rows(self, *, after: int) -> Iterator[Line]:
        """The rows below a line, of this pass."""
        for row in rows_of(self._table, after=after):
            if self._part != "cases" or self._has_ended(row) == (self._file.part == taking.ENDED):
                yield Line(row.line, row)

    def notices(self) -> list[str]:
        """What was ignored."""
        return list(self._table.notices)

    def take(self, line: Line) -> None:
        """Move a row in. Raises ThereAlready when it was moved in before, NotTaken and Refused."""
        row = Row(line.row, self._sheet, self._table.epoch, self._scene.lists)
        digest = row.digest()
        old_id = row.needed("old_id") if self._needs_key else row.key("old_id") or digest
        known = queries.moved(self._scheme_id, self._part, old_id)
        if known is not None:
            if known.run_id == self._file.run_id and known.line != line.line:
                raise NotTaken(TWICE, "old_id")
            if known.digest != digest:
                raise NotTaken(SAID_OTHERWISE)
            raise ThereAlready
        if old_id in self._seen:
            raise NotTaken(TWICE, "old_id")
        made = taking.TAKERS[self._part](row, self._scene)
        if self._scene.looking:
            self._scene.remember(self._part, old_id, row)
        elif made is not None:
            note_moved(
                by=self._by, file=self._file, part=self._part, line=line.line, old_id=old_id,
                digest=digest, made=made,
            )  # fmt: skip
        self._seen.add(old_id)

    @property
    def _needs_key(self) -> bool:
        return self._part in ("people", "cases")

    def _has_ended(self, row: SheetRow) -> bool:
        at = self._sheet.columns.get("closed_on")
        cell = row.cells[at] if at is not None and at < len(row.cells) else None
        return cell is not None and bool(str(cell).strip())


def scene_of(
    *, by: Actor, scheme_id: UUID, looking: bool, earlier: list[tuple[RunFile, bytes]]
) -> Scene:
    """Who and what the rows are matched to. While only looking, nothing of `earlier` files is
    there, so what they hold is read from them.
    """
    scene = Scene(by=by, scheme_id=scheme_id, lists=Lists(scheme_id), looking=looking)
    for file, data in earlier if looking else ():
        part = "cases" if file.part == taking.ENDED else file.part
        if part in ("people", "cases"):
            _remember(scene, part, file, data)
    return scene


def _remember(scene: Scene, part: str, file: RunFile, data: bytes) -> None:
    table = open_table(data, file.file.name, part)
    sheet = MappedSheet.of(part, file.mapping)
    for one in table.rows:
        try:
            row = Row(one, sheet, table.epoch, scene.lists)
            scene.remember(part, row.needed("old_id"), row)
        except NotTaken:
            continue
