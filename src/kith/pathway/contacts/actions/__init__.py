"""The write door of contacts: what happened, what is planned, what the worker did themselves."""

from kith.pathway.contacts.actions.appointments import (
    complete,
    give_contact,
    go_in,
    meet_elsewhere,
    move,
    plan_contact,
)
from kith.pathway.contacts.actions.calling_off import call_off_to_come, cancel
from kith.pathway.contacts.actions.happened import correct_note, record
from kith.pathway.contacts.actions.in_groups import came_to_group, correct_group
from kith.pathway.contacts.actions.interpreting import (
    book_interpreter,
    confirm_interpreter,
    no_interpreter_needed,
)
from kith.pathway.contacts.actions.messages import settle_message, take_message
from kith.pathway.contacts.actions.support import correct_support, give_support
from kith.pathway.contacts.actions.waiting import note_wait
from kith.pathway.contacts.actions.writing import write_letter

__all__ = [
    "book_interpreter",
    "call_off_to_come",
    "came_to_group",
    "cancel",
    "complete",
    "confirm_interpreter",
    "correct_group",
    "correct_note",
    "correct_support",
    "give_contact",
    "give_support",
    "go_in",
    "meet_elsewhere",
    "move",
    "no_interpreter_needed",
    "note_wait",
    "plan_contact",
    "record",
    "settle_message",
    "take_message",
    "write_letter",
]
