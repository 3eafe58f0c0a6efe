"""Reading the directory: one service, and finding the one that fits."""

from kith.directory.queries.beside import district_of, notes_of_each
from kith.directory.queries.near import within
from kith.directory.queries.reasons import Match
from kith.directory.queries.search import Found, LeftOut, find
from kith.directory.queries.services import (
    correction_for,
    corrections_of,
    detailed,
    home_of,
    note_for,
    notes_of,
    organisation_corrected,
    organisation_named,
    organisations,
    service_for,
)
from kith.directory.queries.today import Waiting, for_today
from kith.directory.queries.twice import Twice, listed_twice

__all__ = [
    "Found",
    "LeftOut",
    "Match",
    "Twice",
    "Waiting",
    "correction_for",
    "corrections_of",
    "detailed",
    "district_of",
    "find",
    "for_today",
    "home_of",
    "listed_twice",
    "note_for",
    "notes_of",
    "notes_of_each",
    "organisation_corrected",
    "organisation_named",
    "organisations",
    "service_for",
    "within",
]
