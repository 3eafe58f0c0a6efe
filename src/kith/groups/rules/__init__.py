"""What groups, volunteers and their matches can be, and who may do what with them."""

from kith.groups.rules.groups import (
    ASK_AFTER_MISSED,
    MOST_MINUTES,
    MOST_PLACES,
    MOST_WALK_INS,
    check_answered,
    check_group,
    check_marking,
    leads,
    may_mark,
    usual_times,
    why_stays_off,
)
from kith.groups.rules.suiting import Suited, suited
from kith.groups.rules.volunteers import (
    Standing,
    check_agreed,
    check_check,
    check_checks,
    check_policy,
    check_visit,
    check_volunteer,
    standings,
)

__all__ = [
    "ASK_AFTER_MISSED",
    "MOST_MINUTES",
    "MOST_PLACES",
    "MOST_WALK_INS",
    "Standing",
    "Suited",
    "check_agreed",
    "check_answered",
    "check_check",
    "check_checks",
    "check_group",
    "check_marking",
    "check_policy",
    "check_visit",
    "check_volunteer",
    "leads",
    "may_mark",
    "standings",
    "suited",
    "usual_times",
    "why_stays_off",
]
