"""Whom a scheme asks, how long they have, and whom to ring."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from kith.audit.write import action
from kith.concerns import queries
from kith.concerns.models import CLOSES, OPENS, SafetyNumber, SafetyPolicy, monday_to_friday
from kith.isolation.actor import Actor
from kith.organisations.models import Membership
from kith.resilience.errors import Refused
from kith.resilience.versions import change

LONGEST_MINUTES, LONGEST_DAYS = 24 * 60, 5


@action("concerns.set_policy")
def set_policy(
    *,
    by: Actor,
    scheme_id: UUID,
    lead: Membership | None = None,
    deputy: Membership | None = None,
    manager: Membership | None = None,
    now_minutes: int = 10,
    today_minutes: int = 60,
    week_days: int = 1,
    visit_minutes: int = 10,
    opens: datetime.time = OPENS,
    closes: datetime.time = CLOSES,
    open_on: Sequence[int] | None = None,
    expected: int | None = None,
) -> SafetyPolicy:
    """Say who is asked first, second and third, for how long, and when the scheme is at work.

    Raises Refused for one person twice, somebody of another scheme, times that are none, or hours turned round; Stale.
    """
    named = [member for member in (lead, deputy, manager) if member is not None]
    if len({member.pk for member in named}) < len(named):
        raise Refused("Choose another person for each: one alone is no ladder.", field="deputy")
    if any(member.scheme_id != scheme_id for member in named):
        raise Refused("Choose somebody who works in this scheme.", field="lead")
    if opens >= closes:
        raise Refused("Closing time is before opening time. Turn them round.", field="closes")
    if not 1 <= now_minutes <= today_minutes <= LONGEST_MINUTES:
        raise Refused(
            "What is for now must have no more time than what is for today.", field="now_minutes"
        )
    if not 1 <= week_days <= LONGEST_DAYS or not 0 <= visit_minutes <= LONGEST_MINUTES:
        raise Refused("Give from one to five working days.", field="week_days")
    values = {
        "lead": lead, "deputy": deputy, "manager": manager, "now_minutes": now_minutes,
        "today_minutes": today_minutes, "week_days": week_days, "visit_minutes": visit_minutes,
        "opens": opens, "closes": closes,
        "open_on": monday_to_friday() if open_on is None else sorted(set(open_on)),
    }  # fmt: skip
    row = SafetyPolicy.objects.filter(scheme_id=scheme_id).first()
    if row is None:
        return SafetyPolicy.objects.create(scheme_id=scheme_id, **values)
    change(row, expected=expected, **values)
    return row


@action("concerns.add_number")
def add_number(
    *, by: Actor, scheme_id: UUID, kind: str, name: str, phone: str, hours: str = ""
) -> SafetyNumber:
    """Add somebody to ring. Raises Refused without a name or a number, and for one that is there."""
    if kind not in SafetyNumber.Kind.values:
        raise Refused("Choose who it is.", field="kind")
    if not name.strip() or not phone.strip():
        raise Refused("Give a name and a number.", field="phone")
    if queries.numbers(scheme_id).filter(name=name.strip(), phone=phone.strip()).exists():
        raise Refused("This number is on the list already.", field="phone")
    return SafetyNumber.objects.create(
        scheme_id=scheme_id,
        kind=kind,
        name=name.strip(),
        phone=phone.strip(),
        hours=hours.strip(),
    )


@action("concerns.end_number")
def end_number(*, by: Actor, number: SafetyNumber) -> SafetyNumber:
    """Take a number off the list."""
    change(number, ended_at=timezone.now())
    return number
