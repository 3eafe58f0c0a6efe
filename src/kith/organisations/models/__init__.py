"""On whose behalf: the scheme and its lists, who employs, who refers, who pays, who works here."""

from kith.organisations.models.funding import Contract, Funder, Programme
from kith.organisations.models.practices import (
    PCN,
    ListSize,
    Practice,
    PracticeInPCN,
    ReferringOrganisation,
)
from kith.organisations.models.scheme import Reason, Scheme
from kith.organisations.models.staff import Absence, DeliveryPartner, Invitation, Membership, Team

__all__ = [
    "PCN",
    "Absence",
    "Contract",
    "DeliveryPartner",
    "Funder",
    "Invitation",
    "ListSize",
    "Membership",
    "Practice",
    "PracticeInPCN",
    "Programme",
    "Reason",
    "ReferringOrganisation",
    "Scheme",
    "Team",
]
