"""What is out there, in the shape of Open Referral (HSDS 3.0, the UK profile)."""

from kith.directory.models.checking import Asking, CheckingPolicy, Keeper, Matter
from kith.directory.models.correction import Correction, NotTheSame, TeamNote
from kith.directory.models.feed import Feed, FeedVisit
from kith.directory.models.service import CommunityOrganisation, Place, Service, Session
from kith.directory.models.suggestion import Suggestion

__all__ = [
    "Asking",
    "CheckingPolicy",
    "CommunityOrganisation",
    "Correction",
    "Feed",
    "FeedVisit",
    "Keeper",
    "Matter",
    "NotTheSame",
    "Place",
    "Service",
    "Session",
    "Suggestion",
    "TeamNote",
]
