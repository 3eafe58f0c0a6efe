"""The doors through which a referral reaches a scheme: how it came, beside who sent it.

Ours: the NHS data dictionary lists who refers (SOURCE OF REFERRAL FOR COMMUNITY), not by which way.
"""

from __future__ import annotations

from enum import StrEnum


class Door(StrEnum):
    """One way in. Shares and waits are counted by it, and a scheme opens the ones it wants."""

    PRACTICE = "practice"
    PROFESSIONAL = "professional"
    PARTNER = "partner"
    ACCOUNT = "account"
    ASK = "ask"
    TELEPHONE = "telephone"
    SHEET = "sheet"
    LETTER = "letter"
    TEAM = "team"
    OTHER_SCHEME = "other_scheme"
    MOVED_IN = "moved_in"


LABELS = {
    Door.PRACTICE: "A practice’s own page",
    Door.PROFESSIONAL: "A hospital or community professional’s page",
    Door.PARTNER: "A partner organisation’s page",
    Door.ACCOUNT: "A referrer who signed in",
    Door.ASK: "The public page",
    Door.TELEPHONE: "By telephone",
    Door.SHEET: "A referral sheet",
    Door.LETTER: "A letter or e-mail, typed in",
    Door.TEAM: "Written down by the team",
    Door.OTHER_SCHEME: "Sent on by another scheme",
    Door.MOVED_IN: "Moved in from another system",
}


def choices() -> list[tuple[str, str]]:
    """Every door with its label."""
    return [(door.value, label) for door, label in LABELS.items()]


def label(door: str) -> str:
    """What a door is called."""
    return LABELS[Door(door)]
