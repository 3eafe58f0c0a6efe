"""Meetings made for tests, through the write doors."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from kith.isolation.actor import Actor
from kith.meetings import actions
from kith.meetings.models import Discussed, Meeting, MeetingAction
from kith.organisations import queries as organisations
from kith.organisations.models import Membership, Practice
from kith.people.models import Person
from kith.ui.dates import today
from tests import cast


def member(name: str, scheme_id: Any = cast.BOW) -> Membership:
    """A member of the cast in a scheme; `name` is their first name."""
    return Membership.objects.get(scheme_id=scheme_id, name__startswith=name)


def as_staff(name: str) -> Actor:
    """A member of the cast as who acts, inside whatever context there is."""
    row = member(name)
    return Actor(
        "staff", row.name, f"user:{row.user_id}", row.user_id, organisations.seats([row.pk])
    )


def a_huddle(
    by: Actor | None = None,
    *,
    asked: tuple[str, ...] = ("Sam",),
    in_hours: float = -1,
    **given: Any,
) -> Meeting:
    """A practice huddle called by Nadia, by default of an hour ago, with Sam."""
    meeting = actions.plan_meeting(
        by=by or as_staff("Nadia"),
        scheme_id=cast.BOW,
        kind="huddle",
        starts_at=timezone.now() + dt.timedelta(hours=in_hours),
        place="Room 2",
        practice=Practice.objects.get(ods_code="F84901"),
        **given,
    )
    for name in asked:
        actions.add_attender(by=cast.TESTS, meeting=meeting, member=member(name))
    return meeting


def outside(meeting: Meeting) -> None:
    """A GP is asked too."""
    actions.add_outsider(
        by=cast.TESTS, meeting=meeting, name="Dr Imogen Achebe", role="GP", organisation="Merchant Street"
    )  # fmt: skip


def brought(meeting: Meeting, person: Person, **given: Any) -> Discussed:
    """Somebody on its list."""
    return actions.bring(
        by=cast.TESTS, meeting=meeting, person=person, **{"why": "Missed two calls", **given}
    )


def to_do(row: Discussed, owner: str = "Nadia", *, in_days: int = 0, **given: Any) -> MeetingAction:
    """Something that somebody is to do for them."""
    return actions.add_action(
        by=cast.TESTS,
        discussed=row,
        what="Ring the pharmacy about the blister pack",
        owner=member(owner) if owner else None,
        by_when=today() + dt.timedelta(days=in_days),
        **given,
    )
