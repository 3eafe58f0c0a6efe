"""Who: identity, how they can safely be reached, who is around them, what might go wrong."""

from kith.people.models.access import PartnerAccess
from kith.people.models.children import ChildAgreement
from kith.people.models.contact_points import Channel, ContactPoint
from kith.people.models.events import LifeEvent
from kith.people.models.linked import LinkedPerson
from kith.people.models.merges import Merge, NotTheSame
from kith.people.models.person import Person
from kith.people.models.places import AddressWarning
from kith.people.models.risks import RiskStatement

__all__ = [
    "AddressWarning",
    "Channel",
    "ChildAgreement",
    "ContactPoint",
    "LifeEvent",
    "LinkedPerson",
    "Merge",
    "NotTheSame",
    "PartnerAccess",
    "Person",
    "RiskStatement",
]
