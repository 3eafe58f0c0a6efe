"""Which address a text means, so that what is known of a door is known at that door."""

from __future__ import annotations

import re

from kith.geography import postcodes
from kith.people.models.places import LONGEST_PLACE

_FLATS = frozenset({"flat", "flt", "apartment", "apt", "unit", "room", "studio", "maisonette"})
_WORDS = re.compile(r"[^\W_]+")


def place_of(address: str, postcode: str = "") -> str:
    """One key for the ways in which an address is written; "" where it names no door.

    Within a postcode the numbers of the door tell addresses apart, however the street is spelt; where it has no
    number, or no postcode, its letters do. An address with its postcode and the same without are two places.
    """
    words = _WORDS.findall(address.casefold())
    code = "".join(_WORDS.findall(postcode.casefold()))
    words, found = _without_postcode(words)
    code = code or found
    if not words:
        return ""
    doors = _doors(words) if code else []
    return f"{code} {' '.join(sorted(doors)) or ''.join(words)}".strip()[:LONGEST_PLACE]


def _without_postcode(words: list[str]) -> tuple[list[str], str]:
    """The words without the last postcode among them, and that."""
    for size in (2, 1):
        for start in range(len(words) - size, -1, -1):
            code = "".join(words[start : start + size])
            if postcodes.is_valid(code):
                return words[:start] + words[start + size :], code
    return words, ""


def _doors(words: list[str]) -> list[str]:
    """The numbers of a door: "flat 3, 12 a" is flat3 and 12a."""
    found: list[str] = []
    waiting = iter(words)
    for word in waiting:
        if word in _FLATS:
            found.append(f"flat{next(waiting, '')}")
        elif word[0].isdigit():
            found.append(word)
        elif len(word) == 1 and found and found[-1].isdigit():
            found[-1] += word
    return found
