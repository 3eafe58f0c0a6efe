"""The write doors of groups and befriending."""

from kith.groups.actions.calling_off import cancel, hold_after_all, settle_notice
from kith.groups.actions.ending import end_everything
from kith.groups.actions.groups import change_group, end_group, open_group, plan_sessions
from kith.groups.actions.matches import (
    agree_match,
    end_match,
    go_on,
    pause_match,
    propose_match,
)
from kith.groups.actions.places import (
    answer_offer,
    change_place,
    join,
    leave,
    note_asked,
    offer_free,
)
from kith.groups.actions.register import mark_register, note_about
from kith.groups.actions.visits import end_visit_page, give_visit_page, log_on_page, log_visit
from kith.groups.actions.volunteers import (
    add_volunteer,
    change_volunteer,
    end_volunteer,
    note_check,
    set_volunteer_policy,
)

__all__ = [
    "add_volunteer",
    "agree_match",
    "answer_offer",
    "cancel",
    "change_group",
    "change_place",
    "change_volunteer",
    "end_everything",
    "end_group",
    "end_match",
    "end_visit_page",
    "end_volunteer",
    "give_visit_page",
    "go_on",
    "hold_after_all",
    "join",
    "leave",
    "log_on_page",
    "log_visit",
    "mark_register",
    "note_about",
    "note_asked",
    "note_check",
    "offer_free",
    "open_group",
    "pause_match",
    "plan_sessions",
    "propose_match",
    "set_volunteer_policy",
    "settle_notice",
]
