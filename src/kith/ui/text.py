"""Text as people typed it: made safe to keep, and shown as it was meant."""

import re
import unicodedata

from markupsafe import Markup, escape

# Unicode Standard Annex 9, section 2: embeddings, overrides and isolates. They can make "gpj.exe"
# read as "exe.jpg", or turn the rest of a page round; marks such as U+200F only help one word and
# stay allowed.
DIRECTION_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LINE_ENDINGS = re.compile(r"\r\n|[\r\u2028\u2029\u0085\u000b\u000c]")
BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def tidy(value: str, *, lines: bool = False) -> str:
    """Text in Unicode form NFC; with ``lines``, every kind of line ending becomes ``\\n``,
    otherwise tabs become spaces.
    """
    value = LINE_ENDINGS.sub("\n", value) if lines else value.replace("\t", " ")
    return unicodedata.normalize("NFC", value)


def has_control(value: str, *, lines: bool = False) -> bool:
    """Whether it holds control characters or broken surrogates (with ``lines``, tabs and new lines
    are welcome).
    """
    welcome = "\n\t" if lines else ""
    return any(
        unicodedata.category(letter) in ("Cc", "Cs") and letter not in welcome for letter in value
    )


def has_direction_control(value: str) -> bool:
    """Whether it holds characters that turn the reading direction of what follows."""
    return not DIRECTION_CONTROLS.isdisjoint(value)


def visible(value: str) -> str:
    """The text without what nobody can see or delete, to be offered back in a form (new lines and
    tabs stay).
    """
    return "".join(
        letter
        for letter in value
        if letter in "\n\r\t"
        or (unicodedata.category(letter) not in ("Cc", "Cs") and letter not in DIRECTION_CONTROLS)
    )


def paragraphs(value: str) -> Markup:
    """Plain text as HTML paragraphs: blank lines part them, single line breaks are kept, everything
    is escaped.
    """
    parts = [
        part for part in BLANK_LINES.split(tidy(value, lines=True).strip("\n")) if part.strip()
    ]
    return Markup("").join(
        Markup('<p dir="auto">{}</p>').format(
            Markup("<br>").join(escape(line) for line in part.split("\n"))
        )
        for part in parts
    )


def bidi(value: object) -> Markup:
    """Somebody's own words inside a sentence of ours, kept from turning the sentence round."""
    return Markup("<bdi>{}</bdi>").format(value)


def nhs_number(value: str) -> str:
    """``9990000018`` gives ``999 000 0018`` (NHS data dictionary, NHS NUMBER, displayed 3-3-4);
    others unchanged.
    """
    digits = value.replace(" ", "").replace("-", "")
    if len(digits) != 10 or not digits.isascii() or not digits.isdigit():
        return value
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"


def phone(value: str) -> str:
    """A telephone number as it was given; a place of its own for the day it is grouped."""
    return value
