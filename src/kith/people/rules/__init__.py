"""What a record allows, and whether two of them are one person; asked of values already read."""

from kith.people.rules.alike import Comparison, Identity, compare
from kith.people.rules.children import (
    ADULT_AT,
    DECIDES_FROM,
    agreed_words,
    is_child,
    must_not_be_told,
)
from kith.people.rules.risks import (
    NOT_YET_ASKED,
    RiskSummary,
    blocks_visits,
    gets_codes_only,
    in_force,
    may_be_told,
    none_known_words,
    risk_summary,
    why_codes_only,
)

__all__ = [
    "ADULT_AT",
    "DECIDES_FROM",
    "NOT_YET_ASKED",
    "Comparison",
    "Identity",
    "RiskSummary",
    "agreed_words",
    "blocks_visits",
    "compare",
    "gets_codes_only",
    "in_force",
    "is_child",
    "may_be_told",
    "must_not_be_told",
    "none_known_words",
    "risk_summary",
    "why_codes_only",
]
