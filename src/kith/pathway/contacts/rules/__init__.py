"""What a contact may say, which ways are safe, and what to try next."""

from kith.pathway.contacts.rules.fairness import asks_for, counts_as_try
from kith.pathway.contacts.rules.limits import (
    check_case,
    check_happened,
    check_home_visit,
    check_minutes,
    check_money,
)
from kith.pathway.contacts.rules.safety import Way, check_safe, unsafe_reason_missing, ways
from kith.pathway.contacts.rules.tries import (
    LETTER,
    UNANSWERED,
    WRITTEN,
    Proposal,
    counted_tries,
    is_try,
    next_try,
)
from kith.resilience.moments import moment

__all__ = [
    "LETTER",
    "UNANSWERED",
    "WRITTEN",
    "Proposal",
    "Way",
    "asks_for",
    "check_case",
    "check_happened",
    "check_home_visit",
    "check_minutes",
    "check_money",
    "check_safe",
    "counted_tries",
    "counts_as_try",
    "is_try",
    "moment",
    "next_try",
    "unsafe_reason_missing",
    "ways",
]
