"""The scheme's own groups: the list, one group, its register, each place, and the page of who was to come."""

from kith.groups.views.by_link import off
from kith.groups.views.listing import change, end, group, groups, new, plan, poster
from kith.groups.views.people import answer, asked, find, join, joined, leave, of_person
from kith.groups.views.register import about, cancel, register, told

__all__ = [
    "about",
    "answer",
    "asked",
    "cancel",
    "change",
    "end",
    "find",
    "group",
    "groups",
    "join",
    "joined",
    "leave",
    "new",
    "of_person",
    "off",
    "plan",
    "poster",
    "register",
    "told",
]
