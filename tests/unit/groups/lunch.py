"""A lunch group of Bow that Nadia facilitates, with people in it and sessions behind it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client

from kith.groups import actions, queries
from kith.groups.models import Group, GroupPlace, GroupSession
from kith.organisations.models import Membership
from kith.people.models import Person
from kith.ui.dates import today
from tests import cast
from tests.unit.pathway.stories import a_case

BY = cast.TESTS
WEEK = dt.timedelta(days=7)


def member(name: str = "Nadia Rahman") -> Membership:
    return Membership.objects.get(scheme_id=cast.BOW, name=name)


def a_group(*, facilitator: str = "Nadia Rahman", **given: Any) -> Group:
    """A group that meets today at a minute past midnight, so that its register can be taken."""
    told = {
        "name": "Lunch club",
        "where": "The hall, 4 Fictional Row",
        "weekday": today().weekday(),
        "starts": dt.time(0, 1),
        **given,
    }
    led = member(facilitator) if facilitator else None
    return actions.open_group(by=BY, scheme_id=cast.BOW, facilitator=led, **told)


def sessions(group: Group, *, back: int = 2, ahead: int = 2) -> list[GroupSession]:
    """Sessions of some weeks back, of today and some weeks ahead; the oldest first."""
    actions.plan_sessions(
        by=BY, group=group, from_on=today() - back * WEEK, to_on=today() + ahead * WEEK
    )
    rows = GroupSession.objects.filter(group=group).select_related("group")
    return list(rows.order_by("starts_at"))


def someone(first_name: str = "Maya", **given: Any) -> Person:
    return a_case(first_name=first_name, **given).person


def joined(group: Group, *names: str, **given: Any) -> list[GroupPlace]:
    """People with these first names in a group, since long ago."""
    long_ago = dt.datetime.now(dt.UTC) - 10 * WEEK
    return [
        actions.join(
            by=BY,
            group=group,
            person=someone(name),
            agreed=True,
            at=long_ago + dt.timedelta(minutes=number),
            **{"to_know": "Nothing", "arrives": "Walks", **given},
        )
        for number, name in enumerate(names)
    ]


def read(client: Client, address: str) -> str:
    """The text of a page that opens."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return str(answer.content.decode())


def day(name: str, on: dt.date) -> dict[str, str]:
    """A day as its three boxes send it."""
    return {
        f"{name}_day": str(on.day),
        f"{name}_month": str(on.month),
        f"{name}_year": str(on.year),
    }


def register(
    session: GroupSession, places: list[GroupPlace], *came: GroupPlace, **given: Any
) -> GroupSession:
    """Take the register of a session: of these places, those who came."""
    return actions.mark_register(
        by=BY, session=session, came={place.pk for place in came}, among=places, **given
    )


def expected(group: Group) -> list[str]:
    return [place.person.first_name for place in queries.expected(group)]
