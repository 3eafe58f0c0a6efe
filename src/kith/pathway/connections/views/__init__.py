"""The pages of introductions: the worker's, the group's, the person's."""

from kith.pathway.connections.views.by_link import (
    group_bid,
    group_person,
    group_week,
    group_wishes,
    introduced,
    introduced_again,
    introduced_worried,
    went,
)
from kith.pathway.connections.views.following import (
    ask_person,
    noted,
    policy,
    renew,
    send_again,
    text_person,
    thank,
)
from kith.pathway.connections.views.groups import (
    answer,
    bid,
    groups,
    received,
    say_full,
    wishes,
    worried,
)
from kith.pathway.connections.views.introducing import introduce, introduction, signpost, withdraw
from kith.pathway.connections.views.missing import (
    met,
    signpost_elsewhere,
    signpost_used,
    unmet,
    unmet_needs,
    unmet_of_scheme,
)

__all__ = [
    "answer",
    "ask_person",
    "bid",
    "group_bid",
    "group_person",
    "group_week",
    "group_wishes",
    "groups",
    "introduce",
    "introduced",
    "introduced_again",
    "introduced_worried",
    "introduction",
    "met",
    "noted",
    "policy",
    "received",
    "renew",
    "say_full",
    "send_again",
    "signpost",
    "signpost_elsewhere",
    "signpost_used",
    "text_person",
    "thank",
    "unmet",
    "unmet_needs",
    "unmet_of_scheme",
    "went",
    "wishes",
    "withdraw",
    "worried",
]
