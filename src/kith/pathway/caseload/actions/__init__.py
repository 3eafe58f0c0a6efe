"""The write door of the caseload."""

from kith.pathway.caseload.actions.ending import (
    decline,
    mark_closed,
    mark_reopened,
    record_agreed,
)
from kith.pathway.caseload.actions.holding import allocate, end_membership, hand_over
from kith.pathway.caseload.actions.merging import merge_people, undo_merge
from kith.pathway.caseload.actions.steps import set_next_step, set_weight
from kith.pathway.caseload.actions.taking_on import take_on, undo_take_on

__all__ = [
    "allocate",
    "decline",
    "end_membership",
    "hand_over",
    "mark_closed",
    "mark_reopened",
    "merge_people",
    "record_agreed",
    "set_next_step",
    "set_weight",
    "take_on",
    "undo_merge",
    "undo_take_on",
]
