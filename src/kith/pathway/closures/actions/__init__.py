"""The write door of endings: finishing, beginning again, and what follows a death or a move."""

from kith.pathway.closures.actions.afterwards import (
    call_off,
    call_off_all,
    give_call,
    give_calls_back,
    plan_calls,
    record_call,
)
from kith.pathway.closures.actions.again import reopen_for, undo_join
from kith.pathway.closures.actions.closing import (
    LETTER_KIND,
    add_recipient,
    close,
    end_recipient,
    reopen,
)
from kith.pathway.closures.actions.life import (
    record_death,
    record_move,
    take_back_death,
)

__all__ = [
    "LETTER_KIND",
    "add_recipient",
    "call_off",
    "call_off_all",
    "close",
    "end_recipient",
    "give_call",
    "give_calls_back",
    "plan_calls",
    "record_call",
    "record_death",
    "record_move",
    "reopen",
    "reopen_for",
    "take_back_death",
    "undo_join",
]
