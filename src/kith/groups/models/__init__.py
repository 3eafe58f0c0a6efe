"""The scheme's own groups: what they are, when they meet, and who comes."""

from kith.groups.models.group import Group, GroupSession
from kith.groups.models.people import Attendance, GroupPlace, Notice

__all__ = ["Attendance", "Group", "GroupPlace", "GroupSession", "Notice"]
