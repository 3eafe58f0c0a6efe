"""The write door of people."""

from kith.people.actions.access import end_partner_access, give_partner_access
from kith.people.actions.children import record_who_agreed
from kith.people.actions.contact_points import (
    add_contact_point,
    change_contact_point,
    end_contact_point,
)
from kith.people.actions.events import record_death, record_move, take_back_death
from kith.people.actions.gp_letters import choose_codes_only
from kith.people.actions.identity import Who, edit, know, register
from kith.people.actions.linked import (
    add_linked_person,
    change_linked_person,
    end_linked_person,
)
from kith.people.actions.merging import fill_from_merged, merge, tell_apart, undo_merge
from kith.people.actions.places import (
    end_address_warning,
    review_address_warning,
    warn_of_address,
)
from kith.people.actions.risks import end_risk, state_none_known, state_risk

__all__ = [
    "Who",
    "add_contact_point",
    "add_linked_person",
    "change_contact_point",
    "change_linked_person",
    "choose_codes_only",
    "edit",
    "end_address_warning",
    "end_contact_point",
    "end_linked_person",
    "end_partner_access",
    "end_risk",
    "fill_from_merged",
    "give_partner_access",
    "know",
    "merge",
    "record_death",
    "record_move",
    "record_who_agreed",
    "register",
    "review_address_warning",
    "state_none_known",
    "state_risk",
    "take_back_death",
    "tell_apart",
    "undo_merge",
    "warn_of_address",
]
