"""The write doors of groups."""

from kith.groups.actions.calling_off import cancel, settle_notice
from kith.groups.actions.groups import change_group, end_group, open_group, plan_sessions
from kith.groups.actions.places import (
    answer_offer,
    change_place,
    join,
    leave,
    note_asked,
    offer_free,
)
from kith.groups.actions.register import mark_register, note_about

__all__ = [
    "answer_offer",
    "cancel",
    "change_group",
    "change_place",
    "end_group",
    "join",
    "leave",
    "mark_register",
    "note_about",
    "note_asked",
    "offer_free",
    "open_group",
    "plan_sessions",
    "settle_notice",
]
