"""What one record of a person does not say and another, merged into it, does."""

from __future__ import annotations

from typing import Any

from kith.people.models import Person

# Who they are and what they need; not names and birth dates, which every record has, nor a death.
FIELDS = (
    "preferred_name", "said_as", "pronouns", "nhs_number", "gender", "ethnicity", "language",
    "needs_interpreter", "access_needs", "access_notes", "practice",
)  # fmt: skip

_EMPTY: dict[str, Any] = {"needs_interpreter": None, "access_needs": [], "practice": None}


def gaps(kept: Person, lost: Person) -> dict[str, Any]:
    """Field -> what `lost` says of it, for the fields that `kept` leaves empty."""
    return {
        name: said
        for name in FIELDS
        if is_empty(getattr(kept, name)) and not is_empty(said := getattr(lost, name))
    }


def emptied(kept: Person, lost: Person, filled: list[str]) -> dict[str, Any]:
    """Of the fields that were `filled` from `lost`, those that nobody changed since, each with what is empty."""
    same = [name for name in filled if getattr(kept, name) == getattr(lost, name)]
    return {name: _EMPTY.get(name, "") for name in same}


def is_empty(value: object) -> bool:
    """Whether a field says nothing. "No interpreter" says something."""
    return value is None or value == "" or value == []
