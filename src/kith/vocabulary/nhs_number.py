"""NHS numbers: NHS Data Model and Dictionary, NHS NUMBER (ten digits, modulus 11).

A number is a check on who someone is, never the only means of matching a person. Numbers
starting with 9 are never issued: they are for tests and examples.
"""

import unicodedata

from nhs_number.constants import (
    REGION_ENGLAND_WALES_IOM,
    REGION_NORTHERN_IRELAND,
    REGION_SCOTLAND,
    REGION_SYNTHETIC,
)
from nhs_number.validate import is_valid as has_true_check_digit


class InvalidNhsNumber(ValueError):
    """Not an NHS number; the message is a sentence for people."""


# Scotland's CHI and Northern Ireland's health and care numbers share the form and the check.
_TAKEN = (
    REGION_ENGLAND_WALES_IOM,
    REGION_SCOTLAND,
    REGION_NORTHERN_IRELAND,
    REGION_SYNTHETIC,
)


def normalise(text: str) -> str:
    """Return the ten digits of an NHS number typed with or without spaces and dashes.

    Raises InvalidNhsNumber for another length, other characters, a wrong check digit or a
    number from a range that is never issued.
    """
    digits = "".join(_kept(character) for character in unicodedata.normalize("NFKC", text))
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
        raise InvalidNhsNumber("An NHS number has ten digits, such as 999 000 0018.")
    if not has_true_check_digit(digits):
        raise InvalidNhsNumber(
            "This is not a valid NHS number: its digits do not add up. Check it for a slip."
        )
    if not any(region.contains_number(digits) for region in _TAKEN):
        raise InvalidNhsNumber("This is not a valid NHS number: no such number is issued.")
    return digits


def _kept(character: str) -> str:
    """Drop what separates digits, and invisible marks that come along with pasted text."""
    if character.isspace() or unicodedata.category(character) in {"Cf", "Pd"}:
        return ""
    return character


def is_valid(text: str) -> bool:
    """Say whether the text is an NHS number."""
    try:
        normalise(text)
    except InvalidNhsNumber:
        return False
    return True


def spaced(number: str) -> str:
    """Return a valid number as people read it, 3-3-4; raise InvalidNhsNumber for any other."""
    digits = normalise(number)
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"


def is_test(number: str) -> bool:
    """Say whether a valid number is from the range kept for tests (it starts with 9)."""
    return bool(REGION_SYNTHETIC.contains_number(normalise(number)))
