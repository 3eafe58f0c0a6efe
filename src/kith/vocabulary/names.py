"""People's names: as they write them, in full, and in the order a list is read.

A name is kept in Unicode NFC. One name is enough. PRSB Social Prescribing Information Standard
v1.1 asks for a first and a family name; a person with one name has it as the family name.
"""

import unicodedata

# Letters that Unicode does not take apart into a letter and a mark.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
# Small words before a family name, which a list passes over: "de Souza" is found under S.
_LEADING = frozenset(
    ("da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "ter", "van", "von")
)
_PARTICLES = _LEADING | {"la", "le", "las", "los"}


def clean(text: str) -> str:
    """Return a name in NFC with single spaces and none at its ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def full_name(given: str, family: str) -> str:
    """Return the whole name in reading order, whichever of the two is empty."""
    return clean(f"{given} {family}")


def formal_name(given: str, family: str) -> str:
    """Return "SURNAME, Forename", as letters for a GP record write it; one name stands alone."""
    surname, forename = clean(family).upper(), clean(given)
    return f"{surname}, {forename}" if surname and forename else surname or forename.upper()


def sort_key(given: str, family: str) -> str:
    """Return a key that sorts as a reader looks: family name first, accents and case ignored.

    Particles before a family name come after it, so that "Émile" stands before "de Souza".
    It is stored, because the database may have no collation that does this.
    """
    family_words = _folded(family).split() or _folded(given).split()
    given_words = _folded(given).split() if clean(family) else []
    start = _after_particles(family_words)
    words = [*family_words[start:], "", *given_words, "", *family_words[:start]]
    return " ".join(words).rstrip()


def words(text: str) -> list[str]:
    """Return the words of a name as they are compared: accents, case, apostrophes and dots ignored."""
    return _folded(text.replace(".", " ").replace("`", "").replace("‘", "")).split()


def _after_particles(words: list[str]) -> int:
    start = 0
    if len(words) > 1 and words[0] in _LEADING:
        start = 1
        while start < len(words) - 1 and words[start] in _PARTICLES:
            start += 1
    return start


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    # Marks of the Latin, Greek and Cyrillic scripts only: in others a mark is a vowel.
    bare = "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f")
    spaced = bare.replace("-", " ").replace("’", "").replace("'", "")
    return unicodedata.normalize("NFC", spaced)
