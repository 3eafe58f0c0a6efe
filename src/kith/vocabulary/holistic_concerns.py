"""What people bring to a holistic needs assessment, in our own words, each under its foundation.

The words of published assessment forms belong to those who made them; these are ours.
"""

from __future__ import annotations

from kith.vocabulary import foundations

LEAST, MOST = 0, 10

CONCERNS: dict[str, tuple[str, str]] = {
    "alone": ("Feeling alone with it", "belonging"),
    "family": ("People close to them, and how they cope", "belonging"),
    "faith": ("Faith, or what it all means", "purpose"),
    "work": ("Work or study", "purpose"),
    "interests": ("No longer doing what they like", "purpose"),
    "money": ("Money, bills or benefits", "money"),
    "travel": ("Getting to appointments, and what it costs", "money"),
    "house": ("Managing at home", "home"),
    "caring": ("Looking after someone else", "home"),
    "worry": ("Worry or low mood", "hope"),
    "future": ("Fear of what comes next", "hope"),
    "tired": ("Tiredness", "health"),
    "sleep": ("Sleep", "health"),
    "pain": ("Pain or other symptoms", "health"),
    "eating": ("Eating or weight", "health"),
    "moving": ("Moving about or exercise", "health"),
}


def label(what: str, words: str = "") -> str:
    """A concern as people read it: of the list, or in the person's own words."""
    return CONCERNS[what][0] if what in CONCERNS else words


def foundation_of(what: str) -> str:
    """The foundation under which a concern of the list stands; hope for one that is not on it."""
    return CONCERNS[what][1] if what in CONCERNS else "hope"


def by_foundation() -> list[tuple[str, list[tuple[str, str]]]]:
    """(title of a foundation, [(key, label)]) of the list."""
    return [
        (title, [(what, said) for what, (said, of) in CONCERNS.items() if of == key])
        for key, title in foundations.choices()
    ]
