"""Two groups of the demonstration, with sessions behind and ahead and a list of those who wait."""

from __future__ import annotations

import datetime

from kith.demo import volunteers
from kith.demo.accounts import BY_KEY
from kith.demo.year.ground import acting
from kith.groups import actions, queries
from kith.groups.models import Group, GroupPlace, GroupSession
from kith.isolation.actor import Actor
from kith.organisations.models import Membership, Scheme
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CaseState
from kith.people.models import Person
from kith.ui.dates import day_of

WEEK = datetime.timedelta(days=7)
KNOWN = (
    ("Sits near the door, and likes to know who else comes.", "Walks"),
    ("", "Bus 25, gets off at the church"),
    ("Diabetic: carries sugar.", "A neighbour brings her"),
    ("Hard of hearing on the left.", ""),
    ("", "Has to be met outside the first time"),
)
# Who came to the last three sessions, by their place in the list: the fourth has missed two.
CAME = ((0, 1, 3), (0, 1, 2), (0, 2, 1))
LUNCH = {
    "name": "The long table", "where": "The hall, 4 Fictional Row, London E3",
    "about": "Soup, bread and company. Come as you are, and stay as long as you like.",
    "access_notes": "No steps. A toilet for wheelchairs. Bus 25 stops outside.",
    "starts": datetime.time(12), "minutes": 90, "places": 4,
}  # fmt: skip
MENDING = {
    "name": "Mending and making", "where": "The workshop behind the library",
    "about": "Bring what is broken, or learn to mend what somebody else brought.",
    "access_notes": "One step at the door: ring, and we bring the ramp.",
    "starts": datetime.time(14, 30), "minutes": 120, "places": None,
}  # fmt: skip


def tell(scheme: Scheme, *, now: datetime.datetime) -> int:
    """Open the two, put people of the second account in, and take the registers behind; about how many people."""
    member = {
        key: Membership.objects.get(scheme_id=scheme.pk, user__email=BY_KEY[key].email)
        for key in ("linkworker2", "teamlead", "facilitator")
    }
    worker, lead, leads = (
        acting(member[key]) for key in ("linkworker2", "teamlead", "facilitator")
    )
    people = _people(member["linkworker2"])
    tomorrow = day_of(now) + datetime.timedelta(days=1)
    lunch = _open(lead, scheme, member["facilitator"], tomorrow, LUNCH)
    mending = _open(lead, scheme, member["linkworker2"], day_of(now), MENDING)
    since = now - 4 * WEEK
    places = _join(worker, lunch, people[:7], since)
    makers = _join(worker, mending, people[4:8], since)
    for session, came in zip(_behind(lunch, now), CAME, strict=False):
        _take(leads, session, [places[n] for n in came if n < len(places)])
    for session in _behind(mending, now):
        _take(worker, session, makers[1:])
    volunteers.tell(scheme, people, now=now)
    return len(people)


def _people(worker: Membership) -> list[Person]:
    """Those with the oldest open cases, so that a register of last month is no wonder."""
    cases = Case.objects.filter(holder=worker, state=CaseState.OPEN, person__died_on=None)
    rows = cases.filter(person__merged_into=None).select_related("person")
    return [case.person for case in rows.order_by("opened_at", "pk")[:8]]


def _open(
    by: Actor, scheme: Scheme, facilitator: Membership, day: datetime.date, told: dict[str, object]
) -> Group:
    group = actions.open_group(
        by=by,
        scheme_id=scheme.pk,
        facilitator=facilitator,
        weekday=day.weekday(),
        **told,  # type: ignore[arg-type]
    )
    actions.plan_sessions(by=by, group=group, from_on=day - 3 * WEEK, to_on=day + 4 * WEEK)
    return group


def _join(by: Actor, group: Group, people: list[Person], at: datetime.datetime) -> list[GroupPlace]:
    return [
        actions.join(
            by=by,
            group=group,
            person=person,
            agreed=True,
            to_know=KNOWN[n % len(KNOWN)][0] or "Nothing",
            arrives=KNOWN[n % len(KNOWN)][1] or "By themselves",
            at=at + datetime.timedelta(minutes=n),
        )
        for n, person in enumerate(people)
    ]


def _behind(group: Group, now: datetime.datetime) -> list[GroupSession]:
    rows = GroupSession.objects.filter(group=group, starts_at__lt=now - datetime.timedelta(days=1))
    return list(rows.select_related("group").order_by("starts_at"))


def _take(by: Actor, session: GroupSession, came: list[GroupPlace]) -> None:
    actions.mark_register(
        by=by,
        session=session,
        came={place.pk for place in came},
        among=list(queries.expected(session.group)),
        walk_ins=2,
        note="Warm and loud. Two more plates next time.",
        at=session.starts_at + datetime.timedelta(hours=2),
    )
