"""A poster of a group: what it is, when and where, for a wall. Nobody who comes is on it."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from kith.messages.documents import render
from kith.messages.documents.letterhead import Letterhead
from kith.messages.documents.outcome_letter import letterhead_data

# The most letters and lines that one sheet holds of each, with the longest name and place beside them.
ABOUT = (500, 8)
ACCESS = (220, 4)
SIZES = (24, 18, 13, 10)
"""Sizes of the letters in points, tried in turn."""
PEEK = 8
"""Enough dots to an inch to count sheets."""
# Joiners and the marks that colour a sign go with the sign that they belong to.
_WITH_A_SIGN = "\u200d\ufe0e\ufe0f\u20e3"


def shortened(text: str, letters: int, lines: int) -> str:
    """Text of at most so many letters and lines, ended at a word, with a mark where something is left out."""
    kept = "\n".join(text.strip().splitlines()[:lines])
    if len(kept) > letters:
        kept = kept[:letters].rsplit(None, 1)[0]
    return kept if kept == text.strip() else f"{kept.rstrip(' ,.;:')}…"


def drawable(text: str) -> str:
    """Text without emoji and other signs that no font of ours draws (Unicode's symbols above the arrows, and what is
    assigned to nothing); letters of every script stay.
    """
    kept, gone = [], False
    for sign in text:
        gone = _is_sign(sign) or (gone and sign in _WITH_A_SIGN)
        if not gone:
            kept.append(sign)
    return re.sub(r"[^\S\n]{2,}", " ", "".join(kept)).strip() if len(kept) < len(text) else text


def _is_sign(sign: str) -> bool:
    return ord(sign) >= 0x2190 and unicodedata.category(sign) in {"So", "Sk", "Cn", "Co"}


@dataclass(frozen=True, slots=True)
class PosterDocument:
    """Everything a poster says, in words, on one sheet: what is too long is ended early, and signs that cannot be
    drawn are left out; empty parts are as well. `limited`: there are only so many places, so one rings first.
    """

    scheme: Letterhead
    name: str
    about: str
    when: str
    where: str
    access: str
    limited: bool = False

    def pdf(self) -> bytes:
        """Return the poster as a tagged PDF; raises render.UnprintableText."""
        return render.pdf("poster", self.data())

    def data(self) -> dict[str, Any]:
        """Return what the template shows, in the largest letters by which it stays one sheet."""
        data: dict[str, Any] = {}
        for size in SIZES:
            data = {**self._words(), "size": size}
            if len(render.png("poster", data, ppi=PEEK)) == 1:
                break
        return data

    def _words(self) -> dict[str, Any]:
        return {
            "scheme": letterhead_data(self.scheme),
            "name": drawable(self.name) or self.name,
            "about": shortened(drawable(self.about), *ABOUT),
            "when": self.when,
            "where": drawable(self.where),
            "access": shortened(drawable(self.access), *ACCESS),
            "limited": self.limited,
        }
