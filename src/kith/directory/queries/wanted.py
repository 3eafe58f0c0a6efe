"""What a service must be, and the names of what may stand in the way of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from kith.directory.queries.meant import Meant
from kith.geography.postcodes import Point

CLOSED, AGE, TOO_FAR, FOUNDATION, COST, LANGUAGE, STEPS, NOT_ONLINE = (
    "closed", "age", "distance", "foundations", "free", "language", "step_free", "online",
)  # fmt: skip
WOMEN, NO_RECOURSE, FULL, SETTING, WHEN = "women", "no_recourse", "places", "setting", "when"
MAN = "man"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a service must be, as far as is known of it; `man`: it is for one, whom what is for women alone leaves
    out. `speaks` is the language of whom it is for: services that speak it come first, and no other is left out,
    since somebody can interpret.
    """

    foundations: frozenset[str] = frozenset()
    near: Point | None = None
    within_km: float | None = None
    free: bool = False
    language: str = ""
    speaks: str = ""
    step_free: bool = False
    online: bool = False
    age: int | None = None
    women: bool = False
    man: bool = False
    no_recourse: bool = False
    places: bool = False
    setting: str = ""
    days: frozenset[str] = frozenset()
    after: datetime.time | None = None
    before: datetime.time | None = None

    @property
    def has_times(self) -> bool:
        """Whether it matters when a service runs."""
        return bool(self.days or self.after or self.before)


def language_of(wanted: Wanted, meant: Meant) -> str:
    """The language that services should speak: chosen, known of the person, or typed; "" for none."""
    return wanted.language or wanted.speaks or meant.language
