"""Whether a directory entry can be relied on, and who may be introduced to it."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from enum import StrEnum

from kith.directory.models import Service

FRESH_DAYS = 90
STALE_DAYS = 180


# Ours: what is written of people for whom a flight of steps ends the way.
_STEPS_MATTER = re.compile(
    r"\b(wheelchair|mobility scooter|walking frame|zimmer|rollator|crutches|step[- ]?free"
    r"|(?:no|not|cannot|can't|can’t)[^.;]{0,20} (?:steps|stairs))\b",
    re.IGNORECASE,
)


class Freshness(StrEnum):
    """How lately somebody made sure that an entry is true."""

    FRESH = "fresh"
    DUE = "due"
    STALE = "stale"
    UNKNOWN = "unknown"

    @property
    def share(self) -> float:
        """How much of an entry's trust is left, 0 to 1; a directory fades, it does not lapse."""
        return {"fresh": 1.0, "due": 0.5}.get(self.value, 0.0)

    @property
    def words(self) -> str:
        """The state on a tag."""
        return {"fresh": "Checked lately", "due": "Check soon", "stale": "Old entry"}.get(
            self.value, "Not checked"
        )


@dataclass(frozen=True, slots=True)
class Checked:
    """When an entry was last checked, as a state and in words."""

    freshness: Freshness
    words: str


def freshness(assured_on: datetime.date | None, today: datetime.date) -> Freshness:
    """Up to 90 days fresh, up to 180 due, then stale; without a date unknown."""
    if assured_on is None:
        return Freshness.UNKNOWN
    days = (today - assured_on).days
    if days <= FRESH_DAYS:
        return Freshness.FRESH
    return Freshness.DUE if days <= STALE_DAYS else Freshness.STALE


def needs_step_free(access_notes: str) -> str:
    """What is written of someone's access that speaks of steps, such as “Uses a wheelchair”; "" when
    nothing does. It is offered as a fact to search with, which whoever searches can take away.
    """
    sentences = re.split(r"[.;\n]", access_notes)
    return next((said.strip() for said in sentences if _STEPS_MATTER.search(said)), "")[:80]


def why_closed(service: Service) -> str:
    """Why nobody can be introduced, as a sentence; "" when people can be."""
    if service.joined_to_id is not None:
        return "This is the same service as another entry, which is the one to use."
    if service.gone_at is not None:
        return "This service is no longer listed by the directory it came from."
    return {
        Service.Status.INACTIVE.value: "This service is not running at present.",
        Service.Status.DEFUNCT.value: "This service has closed for good.",
        Service.Status.PAUSED.value: "This service is closed for the time being.",
    }.get(service.status, "")
