"""What is out there, in the shape of Open Referral (HSDS 3.0, the UK profile)."""

from kith.directory.models.correction import Correction, NotTheSame, TeamNote
from kith.directory.models.feed import Feed, FeedVisit
from kith.directory.models.service import CommunityOrganisation, Place, Service, Session

__all__ = [
    "CommunityOrganisation",
    "Correction",
    "Feed",
    "FeedVisit",
    "NotTheSame",
    "Place",
    "Service",
    "Session",
    "TeamNote",
]
