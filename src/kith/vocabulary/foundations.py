"""The five foundations of a good life, and the sixth row that reports show apart.

Ours: the Bromley by Bow Centre's account of what makes people ill or well. Every need and
every reason for referral belongs to one of these rows.
"""

from enum import StrEnum


class Foundation(StrEnum):
    """Where a need or a reason belongs. The value is the key used in data and addresses."""

    BELONGING = "belonging"
    PURPOSE = "purpose"
    MONEY = "money"
    HOME = "home"
    HOPE = "hope"
    HEALTH = "health"

    @property
    def label(self) -> str:
        """The words shown for this row."""
        return _TITLES[self]


_TITLES = {
    Foundation.BELONGING: "Friends and belonging",
    Foundation.PURPOSE: "Purpose",
    Foundation.MONEY: "Money",
    Foundation.HOME: "A safe home",
    Foundation.HOPE: "Hope for the future",
    Foundation.HEALTH: "Health and daily life",
}

FIVE = (
    Foundation.BELONGING,
    Foundation.PURPOSE,
    Foundation.MONEY,
    Foundation.HOME,
    Foundation.HOPE,
)


def choices() -> tuple[tuple[str, str], ...]:
    """Return (key, title) pairs: the five foundations, then health and daily life."""
    return tuple((row.value, _TITLES[row]) for row in Foundation)


def label(key: str) -> str:
    """Return the title of a key; raise ValueError for any other word."""
    return _TITLES[Foundation(key)]


def recognise(text: str) -> Foundation | None:
    """Return the row that a word in a sheet means, by key or title, or None."""
    word = "".join(text.casefold().split())
    for row in Foundation:
        if word in (row.value, "".join(_TITLES[row].casefold().split())):
            return row
    return None
