"""The library of measures, as data: one declaration each, in the file of what it asks about."""

from __future__ import annotations

from kith.pathway.outcomes.instruments.declared import (
    Band,
    Better,
    Elsewhere,
    Instrument,
    Item,
    Risk,
    Subscale,
)
from kith.pathway.outcomes.instruments.distress import CORE_10, GAD_7, PHQ_8
from kith.pathway.outcomes.instruments.elsewhere import ELSEWHERE
from kith.pathway.outcomes.instruments.loneliness import DJG_6, LONELINESS, LSNS_6, UCLA_3
from kith.pathway.outcomes.instruments.wellbeing import ONS4, SWEMWBS
from kith.resilience.errors import Refused

__all__ = [
    "ELSEWHERE",
    "LIBRARY",
    "Band",
    "Better",
    "Elsewhere",
    "Instrument",
    "Item",
    "Risk",
    "Subscale",
    "instrument",
]

LIBRARY = {
    one.key: one
    for one in (
        ONS4, UCLA_3, LONELINESS, PHQ_8, GAD_7, CORE_10, SWEMWBS, LSNS_6, DJG_6,
    )
}  # fmt: skip


def instrument(key: str) -> Instrument:
    """A measure by its name. Raises Refused for a name that is not in the library."""
    if key in ELSEWHERE:
        raise Refused(
            f"{ELSEWHERE[key].title} is not scored here: {ELSEWHERE[key].why} A score from elsewhere can"
            " be kept on the person’s page."
        )
    if key not in LIBRARY:
        raise Refused(f"There is no measure “{key}”. The measures are: {', '.join(LIBRARY)}.")
    return LIBRARY[key]
