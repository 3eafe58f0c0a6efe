"""What a line of everyday words means: what is looked for, and what else it should be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

import jellyfish

from kith.directory.queries.everyday import FILLING, LONGEST, NOTHING, SAID, Called
from kith.vocabulary import languages

MOST_WORDS = 12
_DAYS = {
    "monday": "MO", "tuesday": "TU", "wednesday": "WE", "thursday": "TH", "friday": "FR",
    "saturday": "SA", "sunday": "SU",
}  # fmt: skip
_OLD, _TEEN, _CHILD, _BABY = 68, 15, 8, 1
_AGES = {
    "pensioner": _OLD, "pensioners": _OLD, "elderly": _OLD, "older": _OLD, "gran": _OLD,
    "grandma": _OLD, "grandad": _OLD, "nan": _OLD, "teenager": _TEEN, "teenagers": _TEEN,
    "teens": _TEEN, "kids": _CHILD, "children": _CHILD, "toddler": _BABY, "toddlers": _BABY,
    "babies": _BABY, "baby": _BABY,
}  # fmt: skip
_OVER = re.compile(r"\b(?:over|aged?)[ -]?(\d{2})s?\b|\b(\d{2})\+|\b(\d{1,2})[ -]years?[ -]old\b")
_NO_RECOURSE = re.compile(r"\b(?:no recourse(?: to public funds)?|nrpf)\b")


@dataclass(frozen=True, slots=True)
class Sought:
    """One thing looked for: the words as they were said, and what directories call it."""

    said: str
    called: Called = NOTHING


@dataclass(slots=True)
class Meant:
    """`sought` is looked for, with the words of `rest` when that finds nothing; the others are what it
    would best be, and leave nothing out.
    """

    sought: list[Sought] = field(default_factory=list)
    rest: list[Sought] = field(default_factory=list)
    days: set[str] = field(default_factory=set)
    women: bool = False
    no_recourse: bool = False
    free: bool = False
    online: bool = False
    step_free: bool = False
    language: str = ""
    age: int | None = None


def meant(words: str) -> Meant:
    """What was typed, read; what nothing is known of is looked for as it is."""
    found = Meant(age=_age(words))
    said = split(_OVER.sub(" ", words.casefold()))
    left = [word for word in _without_recourse(said, found) if not _wish(word, found)]
    phrases = list(_phrases(left or said))
    telling = [row for row in phrases if row.called.apt or row.said not in FILLING]
    found.sought = telling or phrases
    found.rest = [row for row in phrases if row not in found.sought]
    return found


def split(words: str) -> list[str]:
    """The words of a line, each once, without accents of its own keyboard; a limited number."""
    plain = unicodedata.normalize("NFKC", words).replace("'", "").replace("’", "")
    found = re.findall(r"[^\W_]+", plain.casefold())
    return list(dict.fromkeys(found))[:MOST_WORDS]


def _phrases(said: Sequence[str]) -> list[Sought]:
    """The longest phrase that is known, from each word on; then the next."""
    found, at = [], 0
    while at < len(said):
        for size in range(min(LONGEST, len(said) - at), 0, -1):
            words = tuple(said[at : at + size])
            called = SAID.get(words) or (_slipped(words[0]) if size == 1 else None)
            if called or size == 1:
                found.append(Sought(" ".join(words), called or NOTHING))
                at += size
                break
    return found


def _slipped(word: str) -> Called | None:
    """A long word with one letter wrong, or two in a longer one."""
    if len(word) < 6 or word in FILLING:
        return None
    most = 2 if len(word) > 8 else 1
    alike = (
        (jellyfish.damerau_levenshtein_distance(word, known[0]), known)
        for known in SAID
        if len(known) == 1 and abs(len(known[0]) - len(word)) <= most
    )
    best = min(alike, default=(most + 1, ("",)))
    return SAID[best[1]] if best[0] <= most else None


def _without_recourse(said: Sequence[str], found: Meant) -> Sequence[str]:
    """“No recourse to public funds” beside something else says for whom it is; alone it is what is looked for."""
    line = " ".join(said)
    rest = _NO_RECOURSE.sub(" ", line).split()
    if rest == list(said) or not set(rest) - FILLING:
        return said
    found.no_recourse = True
    return rest


def _wish(word: str, found: Meant) -> bool:
    """Note what a word says of how the service should be; whether it says nothing else."""
    if word in _AGES and found.age is None:
        found.age = _AGES[word]
        return word in ("older", "elderly")
    day = _DAYS.get(word.removesuffix("s"))
    if day:
        found.days.add(day)
    elif word in ("women", "womens", "ladies", "female", "woman"):
        found.women = True
    elif word == "free":
        found.free = True
    elif word in ("online", "zoom", "virtual"):
        found.online = True
    elif word in ("wheelchair", "stepfree"):
        found.step_free = True
    elif word != "english" and len(word) > 3 and (code := languages.recognise(word)):
        found.language = code
    else:
        return False
    return True


def _age(words: str) -> int | None:
    match = _OVER.search(words.casefold())
    return int(next(part for part in match.groups() if part)) if match else None
