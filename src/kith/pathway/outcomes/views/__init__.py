"""The pages of measures."""

from kith.pathway.outcomes.views.alerts import alert, raise_concern
from kith.pathway.outcomes.views.measures import (
    goals,
    history,
    measure,
    measures,
    outside,
    paper,
    take_back_outside,
)
from kith.pathway.outcomes.views.own_screen import give_screen, own_screen
from kith.pathway.outcomes.views.setup import own_question, scheme_measure, scheme_measures

__all__ = [
    "alert",
    "give_screen",
    "goals",
    "history",
    "measure",
    "measures",
    "outside",
    "own_question",
    "own_screen",
    "paper",
    "raise_concern",
    "scheme_measure",
    "scheme_measures",
    "take_back_outside",
]
