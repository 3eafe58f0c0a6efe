"""The write doors of meetings."""

from kith.meetings.actions.attending import (
    add_attender,
    add_outsider,
    note_preparation,
    see_cancelled,
    take_off_attender,
)
from kith.meetings.actions.people import (
    add_action,
    bring,
    change_action,
    note_handed_out,
    put_back,
    settle_action,
    take_off,
    write,
)
from kith.meetings.actions.planning import (
    cancel,
    change_meeting,
    close,
    open_again,
    plan_meeting,
    same_again,
)

__all__ = [
    "add_action",
    "add_attender",
    "add_outsider",
    "bring",
    "cancel",
    "change_action",
    "change_meeting",
    "close",
    "note_handed_out",
    "note_preparation",
    "open_again",
    "plan_meeting",
    "put_back",
    "same_again",
    "see_cancelled",
    "settle_action",
    "take_off",
    "take_off_attender",
    "write",
]
