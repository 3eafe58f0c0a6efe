"""Excel workbooks (XLSX): checked before they are opened, then read row by row."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from itertools import islice
from typing import Any

import openpyxl
from openpyxl.utils.escape import unescape

from kith.exchange.tables.refusals import SheetRefused
from kith.exchange.tables.table import Cell, SheetRow

MAX_ROWS = 1_048_576  # the limit of the format as Excel applies it
# Unpacked sizes. A sheet of 53,000 full rows unpacks to about 80 MB, read as a stream; every other
# part is held in memory by the library, hence the lower bound.
MAX_WORKSHEETS_BYTES = 300_000_000
MAX_OTHER_BYTES = 64_000_000
MAX_PARTS = 2_000

_BLOCK = 1 << 20
_OVERLAP = 1 << 10
_BATCH = 500
_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])(?:[^<>]{0,500}?\sr=[\"'](\d{1,9})[\"'])?")
_CONTENT = re.compile(rb"<(?:\w+:)?[vt](?:\s[^<>]{0,200})?>(?=[^<])")
_OTHER_KINDS = (
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("xl/workbook.bin", "an Excel binary workbook (XLSB)"),
    ("content.xml", "an OpenDocument file"),
)


class Workbook:
    """An opened workbook. ``epoch`` is day 0 of its date serials (the 1900 or the 1904 system)."""

    def __init__(self, data: bytes, called: str) -> None:
        """Raises SheetRefused when the file is not an XLSX workbook, is protected or unpacks too
        large.
        """
        self.called = called
        self._archive = _checked_archive(data, called)
        try:
            with _without_warnings():
                self._book = openpyxl.load_workbook(
                    BytesIO(data), read_only=True, data_only=True, keep_links=False
                )
            self._sheets: dict[str, Any] = {
                s.title: s for s in self._book.worksheets if s.sheet_state == "visible"
            }
            self.epoch: datetime = self._book.epoch
        except Exception as error:  # the library raises whatever the damage leads to
            raise _damaged(called) from error

    def sheet_names(self) -> list[str]:
        """The visible worksheets, in order."""
        return list(self._sheets)

    def rows(self, name: str) -> Iterator[SheetRow]:
        """The rows of one worksheet down to the last that holds anything. Raises SheetRefused on
        damage.
        """
        sheet = self._sheets[name]
        try:
            last = self._last_row_with_content(sheet._worksheet_path)
            sheet.reset_dimensions()  # sheets in the wild state dimensions that are not theirs
            source = sheet.iter_rows(max_row=last, values_only=True) if last else iter(())
            line = 0
            while batch := _next_batch(source):
                for cells in batch:
                    line += 1
                    yield SheetRow(line, tuple(_cell(value) for value in cells))
        except SheetRefused:
            raise
        except Exception as error:  # as above
            raise _damaged(self.called) from error

    def _last_row_with_content(self, path: str) -> int:
        """The number of the last row with a filled cell, found without parsing the XML, so that a
        sheet formatted down to row 1,048,576 ends where its data ends and data far below is
        still reached.
        """
        last = row = 0
        text = b""
        with self._archive.open(path) as part:
            final = False
            while not final:
                block = part.read(_BLOCK)
                final = len(block) < _BLOCK
                text += block
                # What starts in the overlap is left to the next turn, where it is whole.
                end = len(text) if final else len(text) - _OVERLAP
                filled = _last_start(_CONTENT, text, end)
                for match in _ROW.finditer(text):
                    if match.start() >= end:
                        break
                    if 0 <= filled < match.start():
                        last, filled = row, -1
                    number = int(match[1]) if match[1] else row + 1
                    if not row < number <= MAX_ROWS:
                        raise SheetRefused(
                            f"{self.called} has its rows out of order: nothing was taken; open "
                            "it in a spreadsheet program, save it again as XLSX and send that."
                        )
                    row = number
                if filled >= 0:
                    last = row
                text = text[end:]
        return last


def _last_start(pattern: re.Pattern[bytes], text: bytes, end: int) -> int:
    """Where the last match that starts before ``end`` starts, or -1; looks from the back, by
    widening.
    """
    width = 4096
    while True:
        start = max(0, end - width)
        found = [match.start() for match in pattern.finditer(text, start) if match.start() < end]
        if found or start == 0:
            return found[-1] if found else -1
        width *= 8


def _next_batch(source: Iterator[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    with _without_warnings():
        return list(islice(source, _BATCH))


def _without_warnings() -> warnings.catch_warnings[None]:
    """Quiet: the library warns of extensions and styles that it drops, and we read neither."""
    return warnings.catch_warnings(action="ignore")


def _cell(value: Any) -> Cell:
    return unescape(value) if isinstance(value, str) and "_x" in value else value


def _damaged(called: str) -> SheetRefused:
    return SheetRefused(
        f"{called} is damaged and could not be read to its end: nothing was taken; open it in a "
        "spreadsheet program, save it again as XLSX or CSV and send that."
    )


def _checked_archive(data: bytes, called: str) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except Exception as error:  # zipfile raises more than BadZipFile on hostile input
        raise _damaged(called) from error
    parts = archive.infolist()
    names = {part.filename for part in parts}
    for name, kind in _OTHER_KINDS:
        if name in names:
            raise SheetRefused(
                f"{called} is {kind}: nothing was taken; save it as XLSX or CSV and send that."
            )
    if "xl/workbook.xml" not in names and "[Content_Types].xml" not in names:
        raise SheetRefused(
            f"{called} is a ZIP file, not a sheet: nothing was taken; "
            "unpack it and send the sheet inside."
        )
    if any(part.flag_bits & 1 for part in parts):
        raise SheetRefused(
            f"{called} is protected with a password: nothing was taken; "
            "remove the password and send it again."
        )
    # zipfile never unpacks more of a part than the size it declares, so these sums are bounds.
    sheets = sum(part.file_size for part in parts if "worksheets/" in part.filename)
    others = sum(part.file_size for part in parts) - sheets
    if sheets > MAX_WORKSHEETS_BYTES or others > MAX_OTHER_BYTES or len(parts) > MAX_PARTS:
        raise SheetRefused(
            f"{called} unpacks to more than a sheet can hold: nothing was taken; copy the "
            "rows alone into a new sheet and send that."
        )
    return archive
