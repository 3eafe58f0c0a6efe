"""What people say, and what directories call it.

Ours, from the words of link workers and of British directories, kept in `data/everyday.txt`. A line
is: what is said; what it is called, the aptest first; after a second semicolon what would do as well.
Whoever adds a line runs `make bench NAME=search` before and after.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).parents[1] / "data" / "everyday.txt"


@dataclass(frozen=True, slots=True)
class Called:
    """What a directory calls something: the aptest words, and others that would do."""

    apt: tuple[str, ...]
    near: tuple[str, ...]


NOTHING = Called((), ())
"""Words that directories call nothing else."""


def _table() -> dict[tuple[str, ...], Called]:
    found: dict[tuple[str, ...], Called] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        said, apt, near = (_listed(part) for part in line.split(";"))
        for phrase in said:
            found[tuple(phrase.split())] = Called(apt, near)
    return found


def _listed(part: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in part.split(",") if word.strip())


SAID = _table()
"""What is said, word by word, and what it is called."""

LONGEST = max(map(len, SAID))

FILLING = frozenset(
    [
        "a",
        "about",
        "advice",
        "after",
        "all",
        "am",
        "an",
        "and",
        "any",
        "anything",
        "are",
        "around",
        "as",
        "at",
        "be",
        "can",
        "class",
        "classes",
        "club",
        "do",
        "find",
        "for",
        "from",
        "get",
        "go",
        "going",
        "group",
        "groups",
        "have",
        "help",
        "her",
        "him",
        "his",
        "how",
        "i",
        "im",
        "in",
        "is",
        "it",
        "ive",
        "just",
        "lessons",
        "like",
        "local",
        "looking",
        "me",
        "my",
        "near",
        "need",
        "needs",
        "nice",
        "of",
        "on",
        "one",
        "or",
        "our",
        "people",
        "person",
        "place",
        "places",
        "please",
        "service",
        "services",
        "she",
        "he",
        "some",
        "someone",
        "somebody",
        "something",
        "somewhere",
        "speaking",
        "speakers",
        "speak",
        "support",
        "that",
        "the",
        "them",
        "they",
        "thing",
        "things",
        "time",
        "to",
        "up",
        "us",
        "want",
        "wants",
        "we",
        "what",
        "where",
        "who",
        "will",
        "with",
        "would",
        "you",
    ]
)
"""Words that say little beside others; alone they are looked for all the same."""
