"""The pages of a person's record that this room owns."""

from kith.people.views.children import agreed
from kith.people.views.contact import contact, contact_point, end_contact_point
from kith.people.views.gp_letters import gp_letters
from kith.people.views.identity import identity
from kith.people.views.linked import end_linked_person, link, linked, linked_person
from kith.people.views.places import address, address_warning
from kith.people.views.risks import end_risk, risks

__all__ = [
    "address", "address_warning", "agreed", "contact", "contact_point", "end_contact_point",
    "end_linked_person", "end_risk", "gp_letters", "identity", "link", "linked", "linked_person", "risks",
]  # fmt: skip
