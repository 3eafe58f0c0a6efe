"""Who is asked, how long they have, and whether a scheme is open; asked of values already read."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from kith.concerns.models import SafetyPolicy
from kith.organisations.models import Membership
from kith.organisations.queries import seat_of
from kith.ui.dates import LONDON, local
from kith.vocabulary import concerns as terms
from kith.vocabulary import working_days

LEAD, DEPUTY, MANAGER, BUDDY = "Safeguarding lead", "Deputy", "Manager", "Buddy"
RESPONDER = "Named to answer"
UNDO = datetime.timedelta(minutes=1)
# Everybody is asked again, once everybody was asked in vain, no more often than this. Ours.
REST = datetime.timedelta(hours=1)
LONGEST_VISIT = datetime.timedelta(hours=12)


@dataclass(frozen=True)
class Rung:
    """One of those who are asked, and as what."""

    member: Membership
    what: str


def rungs(
    policy: SafetyPolicy,
    staff: Iterable[Membership],
    *,
    near: Collection[UUID] = (),
    first: UUID | None = None,
    first_what: str = BUDDY,
    without: UUID | None = None,
    last: Collection[UUID] = (),
) -> list[Rung]:
    """Those of the `staff` who are asked, in order: `first` (a buddy, or `first_what`), the lead, the deputy, the
    manager.

    Where the scheme names nobody: its safeguarding leads, the team leads of the partners in `near`, its managers.
    `without` is left out while there is anybody else; those in `last` (away today) come last.
    """
    by_id = {member.pk: member for member in staff}
    wanted = [
        (first_what, [first] if first else []),
        (LEAD, _named(policy.lead_id, by_id) or _holding("privacylead", by_id)),
        (DEPUTY, _named(policy.deputy_id, by_id) or _team_leads(by_id, near)),
        (MANAGER, _named(policy.manager_id, by_id) or _holding("manager", by_id)),
    ]
    found: dict[UUID, Rung] = {}
    for what, ids in wanted:
        for pk in ids:
            if pk in by_id:
                found.setdefault(pk, Rung(by_id[pk], what))
    others = [rung for pk, rung in found.items() if pk != without] or list(found.values())
    return sorted(others, key=lambda rung: rung.member.pk in last)


def _named(pk: UUID | None, staff: dict[UUID, Membership]) -> list[UUID]:
    """Whom the policy names, unless they have left."""
    return [pk] if pk in staff else []


def _holding(role: str, staff: dict[UUID, Membership]) -> list[UUID]:
    return [pk for pk, member in staff.items() if role in member.roles]


def _team_leads(staff: dict[UUID, Membership], near: Collection[UUID]) -> list[UUID]:
    leads = [staff[pk] for pk in _holding("teamlead", staff)]
    return [m.pk for m in leads if m.partner_id in near or seat_of(m).sees_all]


def answer_by(policy: SafetyPolicy, urgency: str, asked: datetime.datetime) -> datetime.datetime:
    """Until when whoever is asked at a moment has time to accept.

    What is for now or today goes by the clock, at night too; what can wait, by working days.
    """
    if urgency == terms.NOW:
        return asked + datetime.timedelta(minutes=policy.now_minutes)
    if urgency == terms.TODAY:
        return asked + datetime.timedelta(minutes=policy.today_minutes)
    there = local(asked)
    day = working_days.add(there.date(), policy.week_days)
    on_the_clock = datetime.datetime.combine(day, there.time(), tzinfo=LONDON)
    return on_the_clock.astimezone(datetime.UTC)


def is_open(policy: SafetyPolicy, moment: datetime.datetime) -> bool:
    """Whether the scheme is at work, by its own hours and the public holidays of England."""
    there = local(moment)
    works = there.weekday() in policy.open_on and not working_days.holiday(there.date())
    return works and policy.opens <= there.time() < policy.closes
