"""The pages of concerns, of visits made alone, and of setting both up."""

from kith.concerns.views.course import (
    accept,
    change,
    close,
    concern,
    concerns,
    correct,
    give_back,
    open_again,
    take_back,
    undo,
    write,
)
from kith.concerns.views.raising import raise_concern
from kith.concerns.views.setting_up import end_number, numbers, phones, policy
from kith.concerns.views.visits import (
    called_off,
    go_in,
    longer,
    safe,
    see_to_it,
    undo_visit,
    visit,
    visit_person,
)

__all__ = [
    "accept", "called_off", "change", "close", "concern", "concerns", "correct", "end_number", "give_back",
    "go_in", "longer", "numbers", "open_again", "phones", "policy", "raise_concern", "safe", "see_to_it", "take_back",
    "undo", "undo_visit", "visit", "visit_person", "write",
]  # fmt: skip
