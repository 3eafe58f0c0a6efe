"""Whether a directory entry can be relied on, and who may be introduced to it."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from kith.accounts.permissions import Permission, holds
from kith.directory.models import Asking, FeedVisit, Matter, Service
from kith.isolation.actor import Actor

FRESH_DAYS = 90
STALE_DAYS = 180

# Ours. Directories are checked by hand about every three months (docs/decisions/0038).
ASK_AGAIN_AFTER = datetime.timedelta(days=14)
RING_AFTER = datetime.timedelta(days=28)
LINK_ANSWERS_FOR = datetime.timedelta(days=45)
LINK_LASTS = datetime.timedelta(days=400)
"""Longer than its answer is taken, so that whoever opens it late is offered a new one."""
NOT_ASKED_FOR = datetime.timedelta(days=FRESH_DAYS)
MOST_LETTERS = 2000
MOST_GONE = 5
GONE_SHARE = 5

ANSWERABLE = {
    "description": "What happens there", "cost": "What it costs", "eligibility": "Who it is for",
    "phone": "Telephone", "email": "E-mail", "url": "Website", "places_free": "Places free now",
}  # fmt: skip
"""What a listing's own people can put right by their link; each can be corrected of a feed's entry too."""
SENT_TO = frozenset({"phone", "email", "url"})
"""Where people who are introduced are announced: whoever takes one of these over looks twice."""
THEIR_ADDRESS, ORGANISATIONS_ADDRESS = "email", "organisation_email"
ADDRESSES = {
    THEIR_ADDRESS: "E-mail that introductions go to",
    ORGANISATIONS_ADDRESS: "E-mail of whoever runs it",
}
"""What a feed cannot change by itself: an address to which private links are sent (decision 0052)."""
TO_SETTLE = (
    Matter.Kind.CHANGED, Matter.Kind.CLOSED, Matter.Kind.WRONG, Matter.Kind.RING, Matter.Kind.FEED,
)  # fmt: skip
IN_TROUBLE = (FeedVisit.Outcome.FAILED, FeedVisit.Outcome.EMPTY, FeedVisit.Outcome.HELD)
"""How a visit to a feed may have gone for somebody to look at it."""
ANSWERS = (Matter.Kind.RIGHT, Matter.Kind.CHANGED, Matter.Kind.CLOSED)


# Ours: what is written of people for whom a flight of steps ends the way.
_STEPS_MATTER = re.compile(
    r"\b(wheelchair|mobility scooter|walking frame|zimmer|rollator|crutches|step[- ]?free"
    r"|(?:no|not|cannot|can't|can’t)[^.;]{0,20} (?:steps|stairs))\b",
    re.IGNORECASE,
)


class Freshness(StrEnum):
    """How lately somebody made sure that an entry is true."""

    FRESH = "fresh"
    DUE = "due"
    STALE = "stale"
    UNKNOWN = "unknown"

    @property
    def share(self) -> float:
        """How much of an entry's trust is left, 0 to 1; a directory fades, it does not lapse."""
        return {"fresh": 1.0, "due": 0.5}.get(self.value, 0.0)

    @property
    def words(self) -> str:
        """The state on a tag."""
        return {"fresh": "Checked lately", "due": "Check soon", "stale": "Old entry"}.get(
            self.value, "Not checked"
        )


@dataclass(frozen=True, slots=True)
class Checked:
    """When an entry was last checked, as a state and in words."""

    freshness: Freshness
    words: str


def freshness(assured_on: datetime.date | None, today: datetime.date) -> Freshness:
    """Up to 90 days fresh, up to 180 due, then stale; without a date, or with one that is yet to come, unknown."""
    if assured_on is None or assured_on > today:
        return Freshness.UNKNOWN
    days = (today - assured_on).days
    if days <= FRESH_DAYS:
        return Freshness.FRESH
    return Freshness.DUE if days <= STALE_DAYS else Freshness.STALE


def needs_step_free(access_notes: str) -> str:
    """What is written of someone's access that speaks of steps, such as “Uses a wheelchair”; "" when
    nothing does. It is offered as a fact to search with, which whoever searches can take away.
    """
    sentences = re.split(r"[.;\n]", access_notes)
    return next((said.strip() for said in sentences if _STEPS_MATTER.search(said)), "")[:80]


def why_closed(service: Service) -> str:
    """Why nobody can be introduced, as a sentence; "" when people can be."""
    if service.joined_to_id is not None:
        return "This is the same service as another entry, which is the one to use."
    if service.gone_at is not None:
        return "This service is no longer listed by the directory it came from."
    return {
        Service.Status.INACTIVE.value: "This service is not running at present.",
        Service.Status.DEFUNCT.value: "This service has closed for good.",
        Service.Status.PAUSED.value: "This service is closed for the time being.",
    }.get(service.status, "")


def still_answers(asking: Asking, said: list[Matter], now: datetime.datetime) -> bool:
    """Whether a private link takes an answer yet: of its 45 days, not answered and not followed by another."""
    answered = any(row.kind in ANSWERS for row in said)
    late = now > asking.asked_at + LINK_ANSWERS_FOR
    return not (answered or late or asking.ended_how == Asking.Ended.ANEW)


def too_many_gone(missing: int, listed: int) -> bool:
    """Whether more have left a feed at once than can be believed without a person: above five, and above a
    fifth of those it listed. Ours: a faulty feed that calls itself whole is like one that lost most of it.
    """
    return missing > MOST_GONE and missing * GONE_SHARE > listed


def may_settle(actor: Actor, scheme_id: UUID, keeper_id: UUID | None) -> bool:
    """Whether somebody settles what waits about a listing: who looks after it, and who keeps the directory."""
    mine = keeper_id is not None and keeper_id == actor.membership_id(scheme_id)
    return mine or holds(actor, Permission.KEEP_DIRECTORY, scheme_id)
