"""The write door of measures."""

from kith.pathway.outcomes.actions.alerts import (
    acknowledge,
    climb_alert,
    raise_alert,
    raise_concern_about,
)
from kith.pathway.outcomes.actions.keeping import (
    ask_own,
    end_registration,
    register,
    set_use,
    stop_own,
)
from kith.pathway.outcomes.actions.recording import (
    rate_goal,
    rate_step,
    record_outside,
    record_score,
    replace,
    skip,
    take_back_outside,
)

__all__ = [
    "acknowledge",
    "ask_own",
    "climb_alert",
    "end_registration",
    "raise_alert",
    "raise_concern_about",
    "rate_goal",
    "rate_step",
    "record_outside",
    "record_score",
    "register",
    "replace",
    "set_use",
    "skip",
    "stop_own",
    "take_back_outside",
]
