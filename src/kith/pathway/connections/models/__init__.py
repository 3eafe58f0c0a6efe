"""Introductions and what was heard of them, names and numbers given, and what is missing."""

from kith.pathway.connections.models.group import FollowUp, GroupWishes
from kith.pathway.connections.models.introduction import (
    Changed,
    Heard,
    Introduction,
    News,
    PersonSaid,
    Shared,
)
from kith.pathway.connections.models.missing import NotSent, Signpost, UnmetNeed

__all__ = [
    "Changed",
    "FollowUp",
    "GroupWishes",
    "Heard",
    "Introduction",
    "News",
    "NotSent",
    "PersonSaid",
    "Shared",
    "Signpost",
    "UnmetNeed",
]
