"""Yes, no and a number in the forms that people write into a sheet. What says neither is noted, and the row is kept."""

from __future__ import annotations

from kith.exchange.moving_in.reading import Row
from kith.exchange.tables.cells import is_not_given, yes_or_no

_YES = frozenset(("x", "✓", "✔", "☑", "tick", "ticked", "yep", "yeah", "ok", "okay", "always"))
_NO = frozenset(("✗", "✘", "☐", "nope", "never"))
# field -> (words of its own that mean yes, and no)
_OWN: dict[str, tuple[set[str], set[str]]] = {
    "is_women_only": (
        {
            "women",
            "women only",
            "ladies",
            "ladies only",
            "female",
            "females",
            "girls",
            "women and girls",
        },
        {
            "mixed",
            "everyone",
            "all",
            "anyone",
            "any",
            "both",
            "men and women",
            "all genders",
            "men",
        },
    ),
    "is_free": (
        {"free", "free of charge", "no charge", "nil", "£0", "£0.00"},
        {"paid", "charge", "there is a charge", "not free"},
    ),
    "takes_no_recourse": (
        {"open", "welcome", "all", "everyone", "anyone", "nrpf ok"},
        {"closed", "not open", "recourse needed", "excluded"},
    ),
    "is_online": (
        {
            "online",
            "zoom",
            "teams",
            "by phone",
            "phone",
            "telephone",
            "hybrid",
            "both",
            "virtual",
            "remote",
        },
        {"in person", "face to face", "f2f", "in-person", "face-to-face"},
    ),
}
_SETTINGS = {
    "group": {"group", "groups", "in a group", "class", "club", "group session", "groups only"},
    "one_to_one": {
        "one to one", "one-to-one", "1:1", "1-1", "1 to 1", "1-to-1", "121", "individual", "individuals",
        "one on one", "1-2-1",
    },
    "": {"both", "either", "group and one to one", "group or one to one", "group and 1:1", "group/1:1"},
}  # fmt: skip


def yes(row: Row, name: str, notes: list[str]) -> bool | None:
    """Whether a cell says yes or no; None, with a note, when it says something else."""
    said = row.text(name)
    plain = said.casefold().rstrip(" !.?")
    own = _OWN.get(name, (set(), set()))
    if plain in own[0] or plain in _YES:
        return True
    if plain in own[1] or plain in _NO:
        return False
    if not said or is_not_given(said):
        return None
    found = yes_or_no(said)
    if found is None:
        notes.append(f"{name}: “{said[:60]}” says neither yes nor no and was left out")
    return found


def setting(row: Row, notes: list[str]) -> str:
    """How a service is given: `group`, `one_to_one`, or "" for both and where it is not said."""
    said = row.text("setting")
    plain = said.casefold().rstrip(" !.?")
    for value, words in _SETTINGS.items():
        if plain in words:
            return value
    if said and not is_not_given(said):
        notes.append(f"setting: “{said[:60]}” is neither a group nor one to one and was left out")
    return ""


def places_free(row: Row, notes: list[str]) -> int | None:
    """How many places are free: a number, or 0 for “full”."""
    said = row.text("places_free")
    if said.casefold() in ("full", "none", "no", "waiting list"):
        return 0
    if said.isascii() and said.isdigit() and len(said) < 5:
        return int(said)
    if said and not is_not_given(said):
        notes.append(f"places_free: “{said[:60]}” is not a number of places and was left out")
    return None
