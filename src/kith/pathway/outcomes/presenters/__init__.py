"""Measures as pages and paper show them."""

from kith.pathway.outcomes.presenters.changes import (
    NOT_PROOF,
    Asked,
    Shown,
    asked,
    chart_of,
    over_time,
    shown,
)
from kith.pathway.outcomes.presenters.paper import paper

__all__ = ["NOT_PROOF", "Asked", "Shown", "asked", "chart_of", "over_time", "paper", "shown"]
