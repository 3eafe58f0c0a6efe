"""Reading people: who may be seen, finding them, how they can safely be reached, who may be whom."""

from kith.people.queries.matching import (
    Known,
    Match,
    known,
    likely,
    possible_duplicates,
    possible_duplicates_of,
)
from kith.people.queries.seeing import (
    MOST_FOUND,
    contact_points,
    linked_people,
    locked,
    partners_who_see,
    person_for,
    records_of,
    risks,
    safe_points,
    search,
    visible_to,
    with_merged_visible_to,
)

__all__ = [
    "MOST_FOUND",
    "Known",
    "Match",
    "contact_points",
    "known",
    "likely",
    "linked_people",
    "locked",
    "partners_who_see",
    "person_for",
    "possible_duplicates",
    "possible_duplicates_of",
    "records_of",
    "risks",
    "safe_points",
    "search",
    "visible_to",
    "with_merged_visible_to",
]
