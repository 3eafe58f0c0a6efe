"""Which column of a plain sheet is which: by its heading, then by a telling word in it, then by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from kith.exchange.directory_sheet.columns import SERVICES
from kith.exchange.moving_in.fields import guess
from kith.exchange.tables.table import SheetRow
from kith.geography.postcodes import is_valid

LOOKED_AT = 100
"""Rows that are looked at for examples and for what a column holds."""
EXAMPLES = 2
_LONGEST = 40
# The first that fits wins: “email of the organisation” is an e-mail, “women only” is not who it is for.
_TELLING = tuple(
    (name, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for name, words in (
        ("email", r"e[ -]?mails?"),
        ("phone", r"phone|telephone|tel|mobile"),
        ("url", r"web|website|url|www|link"),
        ("postcode", r"post ?code|pcode"),
        ("is_women_only", r"wom[ae]n(?:['’]s)?|ladies|female"),
        ("takes_no_recourse", r"recourse|nrpf"),
        ("places_free", r"spaces|places|vacanc(?:y|ies)"),
        ("access", r"wheelchairs?|step[ -]?free|access|accessible|disabled"),
        ("languages", r"lang|langs|languages?"),
        ("is_online", r"online|zoom|virtual|remote"),
        ("cost", r"costs?|price|fees?|charges?"),
        ("minimum_age", r"min(?:imum)? age|age from|from age"),
        ("maximum_age", r"max(?:imum)? age|age to|to age"),
        ("assured", r"checked|verified|updated"),
        ("opens", r"starts?|opens?|from"),
        ("closes", r"ends?|closes?|finish(?:es)?|until"),
        ("days", r"days?|weekdays?"),
        ("eligibility", r"eligib\w+|criteria|who for|audience"),
        ("place", r"venue|building|location"),
        ("address", r"address|street"),
        ("description", r"descri\w+|about|details|summary"),
        ("organisation", r"charity|organi[sz]ation|organi[sz]er|provider|run by"),
        ("name", r"name|title"),
    )
)
_HOLDS = (
    ("email", re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+").fullmatch),
    ("url", re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE).fullmatch),
    ("postcode", is_valid),
)


def examples_of(rows: Iterable[SheetRow], columns: int) -> list[list[str]]:
    """For each column the different texts that its first rows hold, as they stand there, each once."""
    found: list[dict[str, None]] = [{} for _ in range(columns)]
    for row in islice(rows, LOOKED_AT):
        for seen, cell in zip(found, row.cells, strict=False):
            text = "" if cell is None else " ".join(str(cell).split())
            if text:
                seen[text] = None
    return [list(seen) for seen in found]


def shortened(texts: Sequence[str]) -> list[str]:
    """The first two, each short enough to stand in a list."""
    return [one if len(one) <= _LONGEST else f"{one[: _LONGEST - 1]}…" for one in texts[:EXAMPLES]]


def guessed(headings: Sequence[str], held: Sequence[Sequence[str]]) -> dict[str, int]:
    """Field -> position of the column that seems to hold it; each column for one field at most."""
    found = guess(SERVICES, headings)
    for position, heading in enumerate(headings):
        if position in found.values():
            continue
        texts = held[position] if position < len(held) else ()
        name = next((name for name in _by(heading, texts) if name not in found), "")
        if name:
            found[name] = position
    return found


def _by(heading: str, texts: Sequence[str]) -> list[str]:
    """What a column may be, the likeliest first."""
    holds = [
        name
        for name, fits in _HOLDS
        if texts and sum(bool(fits(one)) for one in texts) * 2 > len(texts)
    ]
    return holds + [name for name, telling in _TELLING if telling.search(heading.replace("_", " "))]
