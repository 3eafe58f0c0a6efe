"""The scheme's own groups: the list, one group, its register, each place, volunteers and befrienders."""

from kith.groups.views.by_link import off, own_visits
from kith.groups.views.listing import change, end, group, groups, new, plan, poster
from kith.groups.views.matches import (
    agree,
    befriender,
    end_link,
    end_match,
    give_link,
    go_on,
    log_visit,
    match,
    pause,
)
from kith.groups.views.people import answer, asked, find, join, joined, leave, of_person
from kith.groups.views.register import about, after_all, cancel, register, told
from kith.groups.views.volunteers import (
    add_check,
    change_volunteer,
    check_policy,
    end_volunteer,
    new_volunteer,
    volunteer,
    volunteers,
)

__all__ = [
    "about",
    "add_check",
    "after_all",
    "agree",
    "answer",
    "asked",
    "befriender",
    "cancel",
    "change",
    "change_volunteer",
    "check_policy",
    "end",
    "end_link",
    "end_match",
    "end_volunteer",
    "find",
    "give_link",
    "go_on",
    "group",
    "groups",
    "join",
    "joined",
    "leave",
    "log_visit",
    "match",
    "new",
    "new_volunteer",
    "of_person",
    "off",
    "own_visits",
    "pause",
    "plan",
    "poster",
    "register",
    "told",
    "volunteer",
    "volunteers",
]
