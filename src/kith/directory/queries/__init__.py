"""Reading the directory: one service, and finding the one that fits."""

from kith.directory.queries.search import Found, LeftOut, Match, find
from kith.directory.queries.services import (
    detailed,
    home_of,
    organisation_named,
    organisations,
    service_for,
)

__all__ = [
    "Found",
    "LeftOut",
    "Match",
    "detailed",
    "find",
    "home_of",
    "organisation_named",
    "organisations",
    "service_for",
]
