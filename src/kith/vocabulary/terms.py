"""The shape every code list has: a frozen, ordered table of terms.

A *local* term is ours, beside a national list that lacks it. It says which national code it
rolls up to in a return, or None where no national code is true of it.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field


class UnknownCode(ValueError):
    """A code that is not in its list; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Term:
    """One code, the words shown for it, and other words people write for it."""

    code: str
    label: str
    also: tuple[str, ...] = ()
    local: bool = False
    rolls_up_to: str | None = None


def fold(text: str) -> str:
    """Return the letters and digits of `text` alone, without accents or case, for comparing."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if character.isalnum())


@dataclass(frozen=True, slots=True)
class Table:
    """A code list in the order a form shows it. Two terms never share a code or a word."""

    title: str
    terms: tuple[Term, ...]
    _by_code: dict[str, Term] = field(init=False, repr=False, compare=False)
    _by_word: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_code: dict[str, Term] = {}
        by_word: dict[str, str] = {}
        for term in self.terms:
            if term.code in by_code:
                raise ValueError(f"{self.title}: the code {term.code} is there twice")
            by_code[term.code] = term
            for word in (term.code, term.label, *term.also):
                if by_word.setdefault(fold(word), term.code) != term.code:
                    raise ValueError(f"{self.title}: “{word}” means two codes")
        object.__setattr__(self, "_by_code", by_code)
        object.__setattr__(self, "_by_word", by_word)

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def term(self, code: str) -> Term:
        """Return the term of a code; raise UnknownCode when the list has no such code."""
        try:
            return self._by_code[code]
        except KeyError:
            raise UnknownCode(f"“{code}” is not a code of the list {self.title}.") from None

    def choices(self) -> tuple[tuple[str, str], ...]:
        """Return (code, label) pairs in the order a form shows them."""
        return tuple((term.code, term.label) for term in self.terms)

    def label(self, code: str) -> str:
        """Return the words shown for a code; raise UnknownCode for any other."""
        return self.term(code).label

    def national_code(self, code: str) -> str | None:
        """Return the code a national return takes, or None where none is true of the term."""
        term = self.term(code)
        return term.rolls_up_to if term.local else term.code

    def recognise(self, text: str) -> str | None:
        """Return the code that a cell of a sheet means, or None when it means none.

        Takes a code or words, whatever the case, spaces and punctuation. Spreadsheets drop
        leading zeros, so "1" is also tried as "01".
        """
        word = fold(text)
        return self._by_word.get(word) or self._by_word.get(word.zfill(2) if word else word)
