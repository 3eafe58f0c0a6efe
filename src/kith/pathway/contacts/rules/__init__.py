"""What a contact may say, which ways are safe, and what to try next."""

from kith.pathway.contacts.rules.fairness import (
    INTERPRETERS,
    LETTER,
    asks_for,
    channels_asked,
    counts_as_try,
    is_interpreted,
)
from kith.pathway.contacts.rules.limits import (
    check_case,
    check_happened,
    check_home_visit,
    check_minutes,
    check_money,
)
from kith.pathway.contacts.rules.safety import (
    Way,
    channel_of,
    check_safe,
    is_unsafe,
    point_used,
    points_for,
    ways,
)
from kith.pathway.contacts.rules.tries import (
    UNANSWERED,
    WRITTEN,
    Proposal,
    counted_tries,
    is_try,
    next_try,
)
from kith.resilience.moments import moment

__all__ = [
    "INTERPRETERS",
    "LETTER",
    "UNANSWERED",
    "WRITTEN",
    "Proposal",
    "Way",
    "asks_for",
    "channel_of",
    "channels_asked",
    "check_case",
    "check_happened",
    "check_home_visit",
    "check_minutes",
    "check_money",
    "check_safe",
    "counted_tries",
    "counts_as_try",
    "is_interpreted",
    "is_try",
    "is_unsafe",
    "moment",
    "next_try",
    "point_used",
    "points_for",
    "ways",
]
