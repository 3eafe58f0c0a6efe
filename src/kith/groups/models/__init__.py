"""The scheme's own groups: what they are, when they meet, and who comes; and its volunteers."""

from kith.groups.models.group import Group, GroupSession
from kith.groups.models.people import Attendance, GroupPlace, Notice
from kith.groups.models.volunteers import (
    BefrienderVisit,
    Match,
    VisitPage,
    Volunteer,
    VolunteerCheck,
    VolunteerPolicy,
)

__all__ = [
    "Attendance",
    "BefrienderVisit",
    "Group",
    "GroupPlace",
    "GroupSession",
    "Match",
    "Notice",
    "VisitPage",
    "Volunteer",
    "VolunteerCheck",
    "VolunteerPolicy",
]
