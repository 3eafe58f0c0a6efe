"""Who supervises whom, when it is due; the checklist, and how a sample is drawn from cases."""

from __future__ import annotations

import datetime
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from kith.accounts.permissions import Permission
from kith.accounts.roles import permissions_of
from kith.organisations.models import Membership
from kith.organisations.queries import seat_of

# Whoever supports people is supervised: link workers, and leads by their manager.
SUPERVISED = frozenset({"linkworker", "teamlead"})
# Told this long before it is due, while none is planned. Ours.
SOON = datetime.timedelta(days=7)
SAMPLE = 8
# A case younger than this has hardly begun.
OLD_ENOUGH = datetime.timedelta(days=28)


def is_supervised(member: Membership) -> bool:
    """Whether somebody is to have supervision here."""
    return bool(SUPERVISED & set(member.roles))


def may_supervise(supervisor: Membership, worker: Membership) -> bool:
    """Whether one may supervise another: who leads a team of the same employer, or of the whole scheme."""
    if supervisor.pk == worker.pk or supervisor.scheme_id != worker.scheme_id:
        return False
    leads = Permission.SEE_TEAM in permissions_of(frozenset(supervisor.roles))
    near = supervisor.partner_id is not None and supervisor.partner_id == worker.partner_id
    return leads and (near or seat_of(supervisor).sees_all)


def due_on(
    member: Membership, last: datetime.date | None, every_weeks: int | None
) -> datetime.date | None:
    """The day by which somebody is to be supervised next; None where the scheme has set no interval.

    Counted from the last time, or from their first day here.
    """
    if every_weeks is None or not is_supervised(member):
        return None
    return (last or member.from_date) + datetime.timedelta(weeks=every_weeks)


@dataclass(frozen=True)
class Question:
    """One question about a record, and what helps where the answer is not yet."""

    words: str
    helps: str


# Ours, and short on purpose: what the professional record standard and safe practice ask of every record
# (PRSB Social Prescribing Standard v1.1: risks, plan, communication, consent).
CHECKLIST: dict[str, Question] = {
    "risks": Question(
        "Were they asked about risks, and is the answer written down?",
        "Ask about risks, and write down the answer, or that none is known",
    ),
    "own_words": Question(
        "Is the plan in their own words?", "Write the plan in their own words, and read it to them"
    ),
    "told": Question(
        "Was their GP, or whoever referred, told?", "Send word back to whoever referred them"
    ),
    "consent": Question(
        "Did they agree to each introduction, and to what was shared?",
        "Ask before each introduction, and note what they agreed to share",
    ),
    "safe": Question(
        "Are the safe ways to reach them written down?",
        "Ask which ways of reaching them are safe, and note each",
    ),
}


def draw(held: Mapping[UUID, Sequence[UUID]], *, seed: int, size: int = SAMPLE) -> list[UUID]:
    """A sample of cases from those each worker holds (worker -> case ids), by chance and the same for one seed.

    Worker after worker gives one, then a second, and so on: each is looked at about as often as any other,
    whatever they carry, and nobody's score can be read from it.
    """
    chance = random.Random(seed)  # noqa: S311  a sample that can be drawn again, no secret
    hands = [chance.sample(sorted(held[one]), len(held[one])) for one in sorted(held)]
    chance.shuffle(hands)
    longest = max((len(hand) for hand in hands), default=0)
    turns = [hand[turn] for turn in range(longest) for hand in hands if turn < len(hand)]
    return turns[:size]
