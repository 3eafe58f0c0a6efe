"""The words of a scheme: each piece that a manager may change, declared where it is used, with what is filled in.

A piece is text and never a program: `$name` is replaced by a value, once, and what a value holds is not looked at
again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from string import Template

from kith.resilience.errors import Refused


class Group(StrEnum):
    """What a piece is for, in the order of the page."""

    PROMPTS = "Note prompts"
    PLAN = "Plan phrases"
    TEXTS = "Texts"
    LETTERS = "Letters and word back"
    EMAILS = "E-mails"
    POLICIES = "Policies, as staff read them"


@dataclass(frozen=True)
class Piece:
    """One piece: where it is read, what it says unless the scheme says otherwise, and what is filled in.

    examples   what may be filled in, with a fictional value for each, which the preview shows
    needed     those that must be there
    most       characters at most
    lines      how many paragraphs it may have; 0: any
    shown      the real document with these words, filled with fictional data; None where it is text alone
    checked    further rules: raises Refused
    """

    key: str
    group: Group
    title: str
    where: str
    default: str
    examples: Mapping[str, str] = field(default_factory=dict)
    needed: frozenset[str] = frozenset()
    most: int = 600
    lines: int = 1
    shown: Callable[[str], bytes] | None = None
    checked: Callable[[str], None] | None = None


_DECLARED: dict[str, Piece] = {}


def declare(piece: Piece) -> Piece:
    """Make a piece known to the manager's page. A room declares its own as it is loaded."""
    assert piece.key not in _DECLARED, f"{piece.key} is declared twice"
    assert names_in(piece.default) <= set(piece.examples), f"{piece.key} fills in what it has not"
    _DECLARED[piece.key] = piece
    return piece


def pieces() -> list[Piece]:
    """Every piece, by group, in the order in which it was declared."""
    order = list(Group)
    return sorted(_DECLARED.values(), key=lambda piece: order.index(piece.group))


def piece_of(key: str) -> Piece | None:
    """The piece of that key, if there is one."""
    return _DECLARED.get(key)


def names_in(text: str) -> set[str]:
    """What a text asks to be filled in."""
    return {
        found["named"] or found["braced"]
        for found in Template.pattern.finditer(text)
        if found["named"] or found["braced"]
    }


def check(piece: Piece, text: str) -> None:
    """Raise Refused, in a sentence, for words that this piece cannot say."""
    if not text.strip():
        raise Refused("Write the words, or put back those of Kith.", field="text")
    if len(text) > piece.most:
        raise Refused(f"These are {len(text):,} characters, and {piece.most:,} fit.", field="text")
    paragraphs = len(text.strip().splitlines())
    if piece.lines and paragraphs > piece.lines:
        many = "one line" if piece.lines == 1 else f"at most {piece.lines} lines"
        raise Refused(f"This is shown as {many}. Shorten it.", field="text")
    if any(found["invalid"] is not None for found in Template.pattern.finditer(text)):
        raise Refused(
            "For a dollar sign write $$: one alone begins what is filled in.", field="text"
        )
    _check_names(piece, names_in(text))
    if piece.checked is not None:
        piece.checked(text)


def _check_names(piece: Piece, found: set[str]) -> None:
    known = ", ".join(f"${name}" for name in sorted(piece.examples))
    for name in sorted(found - set(piece.examples)):
        may = f"You may use {known}." if known else "Nothing is filled in here."
        raise Refused(f"There is no ${name[:40]} here. {may}", field="text")
    missing = sorted(piece.needed - found)
    if missing:
        raise Refused(
            f"${missing[0]} must be in it: without it these words do not work.", field="text"
        )


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its values. A value that is not given leaves its name standing, so that nothing breaks."""
    return Template(text).safe_substitute(values)


def example(piece: Piece, text: str) -> str:
    """The text as it reads with fictional data."""
    return fill(text, piece.examples)
