"""One of everything of the scheme's own groups and volunteers, for the world of the contracts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from kith.groups import actions as groups
from kith.groups import queries
from kith.groups.models import Match
from kith.groups.queries import volunteers
from kith.isolation import links
from kith.organisations.models import Membership
from kith.people.models import Person
from tests import cast

BY = cast.TESTS


def of_groups(worker: Membership, person: Person) -> dict[str, Any]:
    """A group that the worker facilitates with the person in it, a register taken, a session called off, and a
    befriender: what the addresses call them.
    """
    today = timezone.localdate()
    group = groups.open_group(
        by=BY, scheme_id=cast.BOW, name="Long table", where="The hall", weekday=today.weekday(),
        starts=dt.time(0, 1), facilitator=worker,
    )  # fmt: skip
    met, off = groups.plan_sessions(
        by=BY, group=group, from_on=today, to_on=today + dt.timedelta(days=7)
    )
    joined = groups.join(
        by=BY, group=group, person=person, agreed=True, to_know="Nothing", arrives="Walks"
    )
    groups.mark_register(by=BY, session=met, came=[joined.pk], among=[joined])
    (notice,) = groups.cancel(by=BY, session=off, why="Snow")
    match = _befriender(person)
    own = groups.give_visit_page(by=BY, match=match)
    return {
        "group_id": group.pk, "session_id": met.pk, "joined_id": joined.pk, "notice_id": notice.pk,
        "groups:off/token": _token(queries.OFF, off.pk),
        "volunteer_id": match.volunteer_id, "match_id": match.pk,
        "groups:own_visits/token": _token(volunteers.VISITS, own.pk),
    }  # fmt: skip


def _befriender(person: Person) -> Match:
    """A match that goes on, with a volunteer whose checks hold."""
    today = timezone.localdate()
    volunteer = groups.add_volunteer(
        by=BY, scheme_id=cast.BOW, name="Ana Reyes", phone="07700 900555"
    )
    for kind in ("dbs", "references", "training"):
        groups.note_check(
            by=BY, volunteer=volunteer, kind=kind, made_on=today - dt.timedelta(days=9),
            expires_on=today + dt.timedelta(days=300),
        )  # fmt: skip
    match = groups.propose_match(by=BY, volunteer=volunteer, person=person)
    for who in ("person", "volunteer"):
        groups.agree_match(by=BY, match=match, who=who, on=today, how="On the phone")
    return match


def _token(purpose: str, subject_id: Any) -> str:
    return links.token_of(links.in_force(purpose=purpose, subject_id=subject_id)[0].pk)
