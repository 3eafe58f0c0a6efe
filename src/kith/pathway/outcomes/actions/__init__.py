"""The write door of measures."""

from kith.pathway.outcomes.actions.alerts import acknowledge, raise_alert
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
    "end_registration",
    "raise_alert",
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
