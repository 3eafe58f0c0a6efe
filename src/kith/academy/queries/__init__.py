"""Reading supervision and quality checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kith.academy.models import AgreedAction
from kith.academy.queries.quality import (
    check_for,
    checks_of,
    drawable,
    findings_for,
    round_for,
    rounds,
    shown_by,
    trends,
)
from kith.academy.queries.supervision import (
    Due,
    Room,
    actions_due,
    agreed,
    agreed_for,
    dues,
    interval,
    member_to_supervise,
    note_for,
    notes,
    own_dues,
    policy,
    pressing,
    room_of,
    sessions,
    still_open,
    supervisors_of,
)
from kith.organisations.duty import Duty

__all__ = [
    "Due",
    "Owed",
    "Room",
    "actions_due",
    "agreed",
    "agreed_for",
    "check_for",
    "checks_of",
    "drawable",
    "dues",
    "findings_for",
    "for_today",
    "interval",
    "member_to_supervise",
    "note_for",
    "notes",
    "own_dues",
    "policy",
    "pressing",
    "room_of",
    "round_for",
    "rounds",
    "sessions",
    "shown_by",
    "still_open",
    "supervisors_of",
    "trends",
]


@dataclass(frozen=True)
class Owed:
    """What this room has for a day: supervision of one's own and of others to plan, what was agreed, what was found."""

    own: list[Due]
    team: list[Due]
    agreed: list[AgreedAction]
    findings: list[Any]


def for_today(duty: Duty) -> Owed:
    """What supervision and quality checks ask of somebody on a day."""
    own, team = pressing(duty)
    return Owed(own, team, actions_due(duty.actor, duty.day), findings_for(duty.actor))
