"""The write door of the caseload."""

from kith.pathway.caseload.actions.ending import (
    decline,
    mark_closed,
    mark_reopened,
    record_agreed,
)
from kith.pathway.caseload.actions.holding import (
    allocate,
    end_membership,
    hand_over,
    read_note,
)
from kith.pathway.caseload.actions.joining import (
    join,
    part_joined,
    read_joined,
    undo_join,
    undo_reopening,
)
from kith.pathway.caseload.actions.merging import merge_people, undo_merge
from kith.pathway.caseload.actions.passing import pass_on, read_passing
from kith.pathway.caseload.actions.pausing import go_on, pause
from kith.pathway.caseload.actions.prompts import answer_prompt
from kith.pathway.caseload.actions.putting_off import (
    Later,
    put_off,
    put_off_one,
    take_back_put_off,
)
from kith.pathway.caseload.actions.steps import set_next_step, set_weight
from kith.pathway.caseload.actions.taking_on import take_on, undo_take_on
from kith.pathway.caseload.actions.together import end_joint_work, read_joint_work, work_along
from kith.pathway.caseload.actions.word import tell

__all__ = [
    "Later",
    "allocate",
    "answer_prompt",
    "decline",
    "end_joint_work",
    "end_membership",
    "go_on",
    "hand_over",
    "join",
    "mark_closed",
    "mark_reopened",
    "merge_people",
    "part_joined",
    "pass_on",
    "pause",
    "put_off",
    "put_off_one",
    "read_joined",
    "read_joint_work",
    "read_note",
    "read_passing",
    "record_agreed",
    "set_next_step",
    "set_weight",
    "take_back_put_off",
    "take_on",
    "tell",
    "undo_join",
    "undo_merge",
    "undo_reopening",
    "undo_take_on",
    "work_along",
]
