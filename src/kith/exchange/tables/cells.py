"""One cell into one value: text, numbers that identify, phones, e-mail, yes and no."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta

from kith.exchange.tables.refusals import CannotTake
from kith.exchange.tables.table import Cell
from kith.vocabulary import nhs_number as nhs_numbers
from kith.vocabulary import phone as phone_numbers
from kith.vocabulary.terms import fold

MAX_NAME = 70
MAX_LINE = 200
MAX_ADDRESS = 500
MAX_PROSE = 10_000

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffd\ud800-\udfff]"
)
# The mark that keeps a spreadsheet from taking a text for a formula, as our own tables carry it.
_GUARDED = re.compile("^'(?=[=+@\\t-])")
# Marks that come along with pasted text and can only spoil a comparison.
_INVISIBLE = str.maketrans(dict.fromkeys("\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff"))
_LINE_BREAKS = re.compile("\r\n?|[\u2028\u2029]")
_EXCEL_ERRORS = frozenset(
    ("#N/A", "#NAME?", "#NULL!", "#DIV/0!", "#REF!", "#VALUE!", "#NUM!", "#SPILL!", "#CALC!")
)
_NOT_GIVEN = frozenset(
    ("", "na", "none", "nil", "null", "unknown", "notknown", "notgiven", "notavailable",
     "notapplicable", "notprovided")
)  # fmt: skip
_LONGEST_NOT_GIVEN = 30  # with room for signs; text beyond it says something
_YES = frozenset(("y", "yes", "true", "1", "given", "agreed", "needed", "required"))
_NO = frozenset(
    ("n", "no", "false", "0", "none", "notgiven", "refused", "declined", "notneeded", "notrequired")
)
_SHORTENED = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]+")
_EMAIL = re.compile(r"[^@\s,;:<>\"()]+@(?:[^@\s.,;:<>\"()]+\.)+[^@\s.,;:<>\"()]{2,}")
_PHONE_SEPARATOR = re.compile(r"[;/,|&\n]|\s(?:or|and)\s", re.IGNORECASE)
_PHONE_LABEL = re.compile(
    r"\b(?:mobile|mob|home|work|telephone|tel|phone|landline|cell|number|no|m|h|w|t)\b[.:]?|\(\s*\)",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r"(?:\bextension|\bextn?\.?|x)\s*[0-9]{1,6}$", re.IGNORECASE)


def prose(cell: Cell, *, limit: int = MAX_PROSE) -> str:
    """The text of a cell in NFC, its lines ended by ``\\n``; empty when it holds no letter or
    digit.

    Raises CannotTake for NUL and other control characters, marks that turn the reading direction,
    characters lost by a damaged encoding, a spreadsheet's error value, and more than ``limit``
    characters.
    """
    text = _GUARDED.sub("", _as_text(cell), count=1)
    if text in _EXCEL_ERRORS or (text and not text.strip("#")):
        raise CannotTake("The cell holds an error of the spreadsheet instead of a value.")
    if found := _FORBIDDEN.search(text):
        raise CannotTake(_why_forbidden(found[0]))
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_INVISIBLE))
    text = _LINE_BREAKS.sub("\n", text).strip()
    if len(text) > limit:
        raise CannotTake(
            f"The text is too long: {len(text):,} characters, and {limit:,} can be kept."
        )
    return text if any(character.isalnum() for character in text) else ""


def line(cell: Cell, *, limit: int = MAX_LINE) -> str:
    """As ``prose``, on one line with single spaces."""
    return " ".join(prose(cell, limit=limit).split())


def name(cell: Cell) -> str:
    """A name, as ``line``. Raises CannotTake when it has characters but no letter."""
    text = line(cell, limit=MAX_NAME)
    if text and not any(character.isalpha() for character in text):
        raise CannotTake("A name needs at least one letter.")
    return text


def is_not_given(text: str) -> bool:
    """Whether the text only says that there is nothing: empty, a dash, "n/a", "not known"."""
    return len(text) <= _LONGEST_NOT_GIVEN and fold(text) in _NOT_GIVEN


def nhs_number(cell: Cell) -> str | None:
    """Ten digits, or None when not given. Raises CannotTake for what is no NHS number."""
    text = _digits(cell)
    if is_not_given(text):
        return None
    try:
        return nhs_numbers.normalise(text)
    except nhs_numbers.InvalidNhsNumber as error:
        raise CannotTake(str(error)) from None


def phones(cell: Cell) -> tuple[str, ...]:
    """The phone numbers of a cell in E.164, without doubles.

    A leading 0 that a spreadsheet dropped is put back. Raises CannotTake for what is not a number,
    and for words beside one: whose number it is belongs in the notes.
    """
    found: dict[str, None] = {}
    for part in _PHONE_SEPARATOR.split(_digits(cell)):
        bare = " ".join(_PHONE_LABEL.sub(" ", part).split())
        if is_not_given(bare):
            continue
        if any(character.isalpha() for character in _EXTENSION.sub("", bare)):
            raise CannotTake("Only phone numbers can stand here: move the words to the notes.")
        try:
            found[phone_numbers.normalise(_with_leading_zero(bare))] = None
        except phone_numbers.InvalidPhone as error:
            raise CannotTake(str(error)) from None
    return tuple(found)


def email(cell: Cell) -> str:
    """One e-mail address, empty when not given. Raises CannotTake for anything else."""
    text = line(cell, limit=254)
    text = re.sub(r"^mailto:\s*", "", text, flags=re.IGNORECASE)
    if is_not_given(text):
        return ""
    if not _EMAIL.fullmatch(text):
        raise CannotTake("This is not one e-mail address, such as amina@example.org.")
    return text


def given_line(cell: Cell, *, limit: int = MAX_LINE) -> str:
    """As ``line``, empty when it only says that there is nothing."""
    text = line(cell, limit=limit)
    return "" if is_not_given(text) else text


def yes_or_no(text: str) -> bool | None:
    """True, False, or None when the text says neither. ``Yes - by phone`` is a yes."""
    if fold(text) == "na":
        return None
    words = re.split(r"[^\w]+", text.strip(), maxsplit=1)
    for said in (fold(text), fold(words[0])):
        if said in _YES:
            return True
        if said in _NO:
            return False
    return None


def _as_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        if not math.isfinite(cell):
            raise CannotTake("The cell holds a number that cannot be read.")
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return str(cell.date() if cell.time() == time() else cell)
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta | int) else ""


def _digits(cell: Cell) -> str:
    """The text of an identifying number, as it was before a spreadsheet took it for a quantity."""
    text = prose(cell, limit=MAX_LINE)
    if _SHORTENED.fullmatch(text):
        raise CannotTake(
            "The spreadsheet has shortened this number (such as 9.99E+09): format the column as "
            "text and type it again."
        )
    return text[:-2] if re.fullmatch(r"[0-9]+\.0", text) else text


def _with_leading_zero(text: str) -> str:
    if not (text.isascii() and text.isdigit()):
        return text
    if len(text) == 12 and text.startswith("44"):
        return f"+{text}"
    return f"0{text}" if len(text) in (9, 10) and not text.startswith("0") else text


def _why_forbidden(character: str) -> str:
    if character == "\x00":
        return "The cell holds a NUL character: type it again."
    if character == "\N{REPLACEMENT CHARACTER}":
        return "A character of this cell was lost when the file was saved: type it again."
    if "\u202a" <= character <= "\u2069":
        return "The cell holds a hidden mark that turns the reading direction: type it again."
    return "The cell holds a hidden control character: type it again."
