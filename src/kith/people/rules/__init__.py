"""What a record allows, and whether two of them are one person; asked of values already read."""

from kith.people.rules.alike import Comparison, Identity, compare
from kith.people.rules.risks import (
    NOT_YET_ASKED,
    RiskSummary,
    blocks_visits,
    in_force,
    may_be_told,
    none_known_words,
    risk_summary,
)

__all__ = [
    "NOT_YET_ASKED",
    "Comparison",
    "Identity",
    "RiskSummary",
    "blocks_visits",
    "compare",
    "in_force",
    "may_be_told",
    "none_known_words",
    "risk_summary",
]
