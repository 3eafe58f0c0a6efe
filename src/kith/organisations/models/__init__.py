"""On whose behalf: the scheme and its lists, who employs, who refers, who pays, who works here."""

from kith.organisations.models.funding import Contract, Funder
from kith.organisations.models.practices import (
    PCN,
    ListSize,
    Practice,
    PracticeInPCN,
    ReferringOrganisation,
)
from kith.organisations.models.programmes import (
    Programme,
    ProgrammePrompt,
    ProgrammeQuestion,
    ProgrammeReferrer,
    ProgrammeStage,
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
    "ProgrammePrompt",
    "ProgrammeQuestion",
    "ProgrammeReferrer",
    "ProgrammeStage",
    "Reason",
    "ReferringOrganisation",
    "Scheme",
    "Team",
]
