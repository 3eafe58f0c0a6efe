"""Organisation codes: NHS Data Model and Dictionary, ORGANISATION IDENTIFIER (3 to 8 letters
and digits) and GENERAL MEDICAL PRACTICE CODE (a letter and five digits).

V81997, V81998 and V81999 are the dictionary's codes for people without a known practice.
"""

import re

from kith.vocabulary.terms import Table, Term, UnknownCode

NOT_REGISTERED = "V81997"

NO_PRACTICE = Table(
    "people without a practice",
    (
        Term(NOT_REGISTERED, "Not registered with a practice", ("Not registered", "None")),
        Term("V81998", "A practice does not apply", ("Not applicable",)),
        Term("V81999", "Practice not known", ("Not known", "Unknown")),
    ),
)
choices = NO_PRACTICE.choices
label = NO_PRACTICE.label

_PRACTICE = re.compile(r"[A-Z][0-9]{5}")
_ORGANISATION = re.compile(r"[A-Z0-9]{3,8}")


class InvalidOdsCode(UnknownCode):
    """Not the shape of an organisation code; the message is a sentence for people."""


def practice_code(text: str) -> str:
    """Return a practice code in capitals; raise InvalidOdsCode when it has another shape.

    The shape alone is checked: whether such a practice exists is the directory's business.
    """
    code = "".join(text.split()).upper()
    if not _PRACTICE.fullmatch(code):
        raise InvalidOdsCode(
            "A practice code is a letter and five digits, such as F84001. "
            "Use V81997 for someone with no practice."
        )
    return code


def organisation_code(text: str) -> str:
    """Return an organisation code in capitals; raise InvalidOdsCode when it has another shape."""
    code = "".join(text.split()).upper()
    if not _ORGANISATION.fullmatch(code):
        raise InvalidOdsCode("An organisation code is three to eight letters and digits.")
    return code


def is_no_practice(code: str) -> bool:
    """Say whether a code stands for a person without a known practice."""
    return code in NO_PRACTICE
