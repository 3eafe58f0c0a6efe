"""The write door of concerns and of visits made alone."""

from kith.concerns.actions.course import (
    change_concern,
    close_concern,
    correct_entry,
    open_again,
    undo_close,
    write_entry,
)
from kith.concerns.actions.raising import (
    accept,
    climb_concern,
    give_back,
    hand_on,
    raise_concern,
    take_back,
)
from kith.concerns.actions.setting_up import add_number, end_number, set_policy
from kith.concerns.actions.visits import (
    alert,
    call_off_visit,
    check_in,
    extend,
    safe_by_word,
    say_safe,
    take_alert,
    undo_visit_end,
)

__all__ = [
    "accept",
    "add_number",
    "alert",
    "call_off_visit",
    "change_concern",
    "check_in",
    "climb_concern",
    "close_concern",
    "correct_entry",
    "end_number",
    "extend",
    "give_back",
    "hand_on",
    "open_again",
    "raise_concern",
    "safe_by_word",
    "say_safe",
    "set_policy",
    "take_alert",
    "take_back",
    "undo_close",
    "undo_visit_end",
    "write_entry",
]
