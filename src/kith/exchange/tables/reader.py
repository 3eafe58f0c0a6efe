"""A file, whatever it is, into a table with its headings and a stream of rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Protocol

from openpyxl.utils.datetime import WINDOWS_EPOCH

from kith.exchange.tables import delimited
from kith.exchange.tables.refusals import SheetRefused
from kith.exchange.tables.table import SheetRow, Table
from kith.exchange.tables.workbook import Workbook
from kith.vocabulary.terms import fold

MAX_BYTES = 25_000_000

_SAVE_AS = "nothing was taken; save the sheet as XLSX or CSV and send that."

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"{\\rtf", "a formatted text (RTF)"),
    (b"\x1f\x8b", "a packed file"),
    (b"7z\xbc\xaf\x27\x1c", "a packed file"),
    (b"Rar!\x1a\x07", "a packed file"),
    (b"BZh", "a packed file"),
    (b"\xfd7zXZ", "a packed file"),
    (b"SQLite format 3", "a database"),
    (b"MZ\x90", "a program"),
    (b"\x7fELF", "a program"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = (
    b"<!doctype",
    b"<html",
    b"<head",
    b"<body",
    b"<table",
    b"<div",
    b"<meta",
    b"<?xml",
    b"<!--",
    b"<svg",
)


class Columns(Protocol):
    """What a reader asks of whoever knows the columns."""

    likeness: str

    def count(self, cells: Sequence[str]) -> int:
        """How much a row looks like the row of headings: the columns that it names."""
        ...

    def check(self, header: Sequence[str], *, called: str) -> None:
        """Raises SheetRefused, saying what is missing, when no row below could be taken."""
        ...


def read_table(data: bytes, filename: str, columns: Columns) -> Table:
    """Read a table.

    ``data`` is the whole file; what it is is told from its contents, never from ``filename``, which
    is only used to name it in sentences. CSV may be UTF-8, UTF-16 with a byte order mark or
    Windows-1252, separated by comma, semicolon or tab (RFC 4180 quoting); a workbook is XLSX, and
    its first visible sheet with the headings is read. Raises SheetRefused, whose text is one
    sentence, when nothing of the file can be taken.
    """
    called = _called(filename)
    _refuse_size(data, called)
    _refuse_other_kinds(data, called)
    read = _read_workbook if data.startswith(b"PK") else _read_delimited
    table = read(data, called, columns)
    first = next(table.rows, None)
    if first is None:
        raise SheetRefused(f"{called} has headings but no rows below them: nothing was taken.")
    table.rows = chain([first], table.rows)
    return table


def _called(filename: str) -> str:
    shown = "".join(c for c in filename if unicodedata.category(c)[0] != "C")[:80].strip()
    return f"“{shown}”" if shown else "The file"


def _refuse_size(data: bytes, called: str) -> None:
    if len(data) > MAX_BYTES:
        raise SheetRefused(
            f"{called} is larger than {MAX_BYTES // 1_000_000} MB: nothing was taken; "
            "split it into several sheets."
        )
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise SheetRefused(f"{called} is empty: nothing was taken.")


def _refuse_other_kinds(data: bytes, called: str) -> None:
    if b"%PDF-" in data[:1024]:
        raise SheetRefused(f"{called} is a PDF: {_SAVE_AS}")
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise SheetRefused(f"{called} is {kind}: {_SAVE_AS}")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise SheetRefused(
                f"{called} is protected with a password: nothing was taken; "
                "remove the password and send it again."
            )
        raise SheetRefused(f"{called} is in the old Office format (such as XLS or DOC): {_SAVE_AS}")
    start = (
        data[:256]
        .removeprefix(b"\xef\xbb\xbf")
        .replace(b"\x00", b"")
        .lstrip(b"\xff\xfe \t\r\n")
        .lower()
    )
    if start.startswith(_MARKUP):
        raise SheetRefused(f"{called} is a web page or XML: {_SAVE_AS}")


def _read_delimited(data: bytes, called: str, columns: Columns) -> Table:
    encoding, encoding_name = delimited.encoding_of(data)
    delimiter = delimited.sniff(data, encoding, columns.count)
    rows = delimited.split_rows(data, encoding, delimiter)
    header, above = _find_header(delimited.split_rows(data, encoding, delimiter), columns)
    columns.check(_texts(header), called=called)
    below = (row for row in rows if row.line > header.line and not row.is_blank)
    return Table(
        called=called,
        form=delimited.describe(encoding_name, delimiter),
        header_line=header.line,
        headings=tuple(_texts(header)),
        epoch=WINDOWS_EPOCH,
        rows=(_refuse_overflow(row, len(header.cells)) for row in below),
        notices=_notice_above(above),
    )


def _refuse_overflow(row: SheetRow, width: int) -> SheetRow:
    """Cells beyond the headings mean that a separator inside a cell has shifted what follows it."""
    if any(str(cell).strip() for cell in row.cells[width:]):
        return SheetRow(
            row.line,
            row.cells,
            "The row has more cells than there are headings, so its cells may have moved: "
            "put quotation marks around the cell that holds the separator.",
        )
    return row


def _read_workbook(data: bytes, called: str, columns: Columns) -> Table:
    book = Workbook(data, called)
    headers = {name: _find_header(book.rows(name), columns)[0] for name in book.sheet_names()}
    suitable = [name for name, header in headers.items() if _fits(header, called, columns)]
    if not suitable:
        _refuse_workbook(headers, called, columns)
    name = suitable[0]
    header, above = _find_header(book.rows(name), columns)
    table = Table(
        called=called,
        form=f"XLSX, sheet “{name}”",
        header_line=header.line,
        headings=tuple(_texts(header)),
        epoch=book.epoch,
        rows=iter(()),
        notices=_notice_above(above),
    )
    if len(suitable) > 1:
        others = ", ".join(f"“{other}”" for other in suitable[1:])
        table.notices.append(
            f"Only the sheet “{name}” was read; {others} {columns.likeness}: send them on their own."
        )
    table.rows = _below(book.rows(name), header, table.notices)
    return table


def _refuse_workbook(headers: dict[str, SheetRow], called: str, columns: Columns) -> None:
    if not any(columns.count(_texts(row)) or row.cells for row in headers.values()):
        raise SheetRefused(
            f"{called} holds no visible sheet with anything in it: nothing was taken."
        )
    fullest = max(headers.values(), key=lambda row: columns.count(_texts(row)))
    columns.check(_texts(fullest), called=called)  # raises, saying what is missing


def _fits(header: SheetRow, called: str, columns: Columns) -> bool:
    try:
        columns.check(_texts(header), called=called)
    except SheetRefused:
        return False
    return True


def _below(rows: Iterable[SheetRow], header: SheetRow, notices: list[str]) -> Iterator[SheetRow]:
    """The rows under the headings; afterwards, a notice of cells that stood under no heading."""
    headed = [bool(fold(text)) for text in _texts(header)]
    stray = 0
    for row in rows:
        if row.line <= header.line or row.is_blank:
            continue
        stray += any(
            cell is not None and not (at < len(headed) and headed[at]) and str(cell).strip()
            for at, cell in enumerate(row.cells)
        )
        yield row
    if stray:
        notices.append(f"Cells without a heading above them were ignored, in {stray} rows.")


def _find_header(rows: Iterable[SheetRow], columns: Columns) -> tuple[SheetRow, int]:
    """The row that names most of the columns among the first filled ones, and how many of those
    stand above it.
    """
    best, above, most = SheetRow(1, ()), 0, -1
    filled = 0
    for row in rows:
        if row.is_blank:
            continue
        count = columns.count(_texts(row))
        if count > most:
            best, above, most = row, filled, count
        filled += 1
        if filled == delimited.HEADER_SEARCH_ROWS:
            break
    return best, above


def _notice_above(above: int) -> list[str]:
    return [f"Rows above the headings were not read: {above}."] if above else []


def _texts(row: SheetRow) -> list[str]:
    return ["" if cell is None else str(cell).strip() for cell in row.cells]
