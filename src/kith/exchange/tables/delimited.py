"""Character-separated text: its encoding, its separator, and its rows with their line numbers."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from kith.exchange.tables.table import Cell, SheetRow

MAX_ROW_LINES = (
    200  # physical lines that one row may span before its quotation mark counts as unclosed
)
MAX_LINE_CHARACTERS = 200_000
HEADER_SEARCH_ROWS = 40

_BLOCK = 1 << 16
_LOST = "\N{REPLACEMENT CHARACTER}".encode()
_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
_SEPARATOR_HINT = re.compile(r'"?sep=([,;\t])"?\s*', re.IGNORECASE)

UNCLOSED = "A quotation mark opened in this row is not closed: close it or take it out."
TOO_LONG = f"The line is longer than {MAX_LINE_CHARACTERS:,} characters."


def encoding_of(data: bytes) -> tuple[str, str]:
    """The Python codec and the everyday name of a text file's encoding.

    A byte order mark decides. Without one it is UTF-8 when most of what is not plain ASCII reads as
    UTF-8 (one damaged character should not garble every other), and Windows-1252 otherwise.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", "UTF-16"
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", "UTF-8"
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    good, bad = 0, -data.count(_LOST)  # a loss the file itself records reads as well as any
    for start in range(0, len(data), _BLOCK):
        text = decoder.decode(data[start : start + _BLOCK], final=start + _BLOCK >= len(data))
        if not text.isascii():
            lost = text.count("\N{REPLACEMENT CHARACTER}")
            bad += lost
            good += len(text) - len(text.encode("ascii", "ignore")) - lost
    return ("utf-8", "UTF-8") if bad <= 0 or good > bad else ("cp1252", "Windows-1252")


class _Lines:
    """Physical lines, with their endings, that can be given back."""

    def __init__(self, data: bytes, encoding: str) -> None:
        self._text = io.TextIOWrapper(
            io.BytesIO(data), encoding=encoding, errors="replace", newline=""
        )
        self._returned: deque[str] = deque()
        self.number = 0

    def take(self) -> str:
        """The next line, empty at the end of the file; of an over-long line its beginning only."""
        if self._returned:
            self.number += 1
            return self._returned.popleft()
        line = self._text.readline(MAX_LINE_CHARACTERS + 1)
        if line:
            self.number += 1
        if len(line) > MAX_LINE_CHARACTERS:
            rest = line
            while rest and not rest.endswith(("\n", "\r")):
                rest = self._text.readline(_BLOCK)
        return line

    def give_back(self, lines: list[str]) -> None:
        self._returned.extendleft(reversed(lines))
        self.number -= len(lines)


def split_rows(data: bytes, encoding: str, delimiter: str) -> Iterator[SheetRow]:
    """The rows of a text, each with the physical line it starts on; blank lines come as empty rows.

    A row whose quotation marks do not pair comes with a ``fault``, and reading goes on at its
    second line, so that a stray mark costs its own row and not the ones below.
    """
    lines = _Lines(data, encoding)
    while line := lines.take():
        number = lines.number
        if len(line) > MAX_LINE_CHARACTERS:
            yield SheetRow(number, (), TOO_LONG)
        elif number == 1 and _SEPARATOR_HINT.fullmatch(line):
            continue
        elif '"' not in line:
            yield SheetRow(number, tuple(line.rstrip("\r\n").split(delimiter)))
        else:
            yield _quoted_row(line, lines, delimiter)


def _quoted_row(first: str, lines: _Lines, delimiter: str) -> SheetRow:
    number = lines.number
    taken: list[str] = []

    def feed() -> Iterator[str]:
        yield first
        while len(taken) < MAX_ROW_LINES and (line := lines.take()):
            taken.append(line)
            yield line

    try:
        return SheetRow(number, tuple(next(csv.reader(feed(), delimiter=delimiter, strict=True))))
    except csv.Error:
        lines.give_back(taken)
    # Text after a closing mark ("Jo" Smith) is harmless as long as the row ends with its line.
    lenient = csv.reader(iter([first, '"\n']), delimiter=delimiter)
    try:
        cells: tuple[Cell, ...] = tuple(next(lenient))
    except csv.Error:
        return SheetRow(number, (), UNCLOSED)
    return SheetRow(number, cells) if lenient.line_num == 1 else SheetRow(number, (), UNCLOSED)


def sniff(data: bytes, encoding: str, count: Callable[[Sequence[str]], int]) -> str:
    """The separator under which one of the first rows names most columns, as `count` tells; comma
    when none does.
    """
    hint = _SEPARATOR_HINT.fullmatch(_Lines(data, encoding).take())
    if hint:
        return hint[1]

    def best(delimiter: str) -> int:
        rows = islice(split_rows(data, encoding, delimiter), HEADER_SEARCH_ROWS)
        return max((count([str(cell) for cell in row.cells]) for row in rows), default=0)

    return max(_DELIMITERS, key=best)


def describe(encoding_name: str, delimiter: str) -> str:
    """How the file was read, for people: ``CSV, UTF-8, separated by comma``."""
    return f"CSV, {encoding_name}, separated by {_DELIMITERS[delimiter]}"
