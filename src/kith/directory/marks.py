"""What Kith knows of a service that Open Referral has no field for, and the words it goes out under.

Each is passed on as a term of one of two taxonomies, so that another Kith reads back what this one
knew, and anyone else can filter by it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

FOUNDATIONS = "Five foundations"
HOW_IT_WORKS = "How a service works"
TAXONOMIES = (FOUNDATIONS, HOW_IT_WORKS)
BY_COLUMN = "How a service works, by its column"
"""The same of a sheet's columns: what none of them says is still guessed from its words."""
WORDS = "Words of the directory"
"""The list of the words that belong to no list: a team typed them, or a feed named none."""
NOT_GIVEN = "Not given"
"""What our API says where the standard wants something and nothing is known."""

STEPS = {True: "Step-free access", False: "No step-free access"}
"""Said of a place when its own words on getting in do not say it."""

_MARKS: dict[str, tuple[str, str, Any]] = {
    "group": ("In a group", "setting", "group"),
    "one-to-one": ("One to one", "setting", "one_to_one"),
    "women-only": ("Women only", "is_women_only", True),
    "not-women-only": ("For everyone, not women only", "is_women_only", False),
    "no-recourse": ("Open to people with no recourse to public funds", "takes_no_recourse", True),
    "recourse-needed": (
        "Not open to people with no recourse to public funds",
        "takes_no_recourse",
        False,
    ),
}


def marks() -> Iterator[tuple[str, str]]:
    """Every code with its words."""
    return ((code, words) for code, (words, _, _) in _MARKS.items())


def column_of(code: str) -> tuple[str, Any]:
    """The column and value a code stands for. Raises KeyError for another."""
    return _MARKS[code][1:]


def marks_of(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The codes, with their words, that are true of a service's columns."""
    return [
        (code, words)
        for code, (words, column, value) in _MARKS.items()
        if values[column] is not None and values[column] == value
    ]


def values_of(codes: Collection[str]) -> dict[str, Any]:
    """The columns that these codes say; what no code says is not known."""
    said = {_MARKS[code][1]: _MARKS[code][2] for code in _MARKS if code in codes}
    return {"setting": "", "is_women_only": None, "takes_no_recourse": None} | said


def as_address(written: str) -> dict[str, str]:
    """An address of one or more lines in the standard's parts, as far as lines tell them: the last is the town."""
    *lines, last = written.splitlines() or [""]
    return {"address_1": "\n".join(lines), "city": last} if lines else {"address_1": last}
