"""The write door of moving in."""

from kith.exchange.moving_in.actions.changes import (
    CHANGES,
    note_problem,
    take_changed,
    want_changes,
)
from kith.exchange.moving_in.actions.noting import keep_row, note_moved, undo_row
from kith.exchange.moving_in.actions.preparing import (
    JOB,
    KIND,
    add_sheet,
    begin,
    look,
    map_again,
    map_sheet,
    say_totals,
    take_in,
    undo,
)

__all__ = [
    "CHANGES",
    "JOB",
    "KIND",
    "add_sheet",
    "begin",
    "keep_row",
    "look",
    "map_again",
    "map_sheet",
    "note_moved",
    "note_problem",
    "say_totals",
    "take_changed",
    "take_in",
    "undo",
    "undo_row",
    "want_changes",
]
