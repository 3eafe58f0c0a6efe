"""A worker's own times, for the holder of a private link: when and how, and nothing of whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from kith.desk.queries.diary import Entry, Kind, appointments, promises
from kith.isolation import context, links
from kith.isolation.actor import Actor
from kith.isolation.links import Link
from kith.organisations import queries as organisations
from kith.organisations.duty import Duty
from kith.organisations.models import Membership
from kith.pathway.contacts.actions.happened import AT_HOME
from kith.ui.dates import day_of

BEFORE, AHEAD = dt.timedelta(days=14), dt.timedelta(days=120)
# Ours, where nobody said how long: what an appointment and a call usually take.
USUAL, CALL = 45, 30
BY_VOICE = ("02", "04")


@dataclass(frozen=True)
class Time:
    """One time of a worker's. `what` is one of three words of ours; `id` says nothing to anybody but Kith."""

    id: UUID
    starts: dt.datetime
    ends: dt.datetime
    what: str


def times_of(link: Link, actor: Actor, now: dt.datetime) -> list[Time] | None:
    """The times of the worker whose link this is, by the clock; None when they work here no longer.

    What a stranger cannot read is read here in the scheme's own context: two tables, as that worker sees them,
    and only when and how leaves it.
    """
    with context.in_scheme(link.scheme_id, actor=actor.key):
        member = next(iter(organisations.members([link.subject_id])), None)
        if member is None or _gone(member, now):
            return None
        duty = Duty(_as(member), now)
        first, last = duty.day - BEFORE, duty.day + AHEAD
        found = [*appointments(duty, first, last), *promises(duty, first, last)]
        return sorted((_time(one) for one in found if one.at), key=lambda one: one.starts)


def links_of(actor: Actor) -> list[tuple[Membership, str]]:
    """Each place of an actor's, with the token of its link, or ""."""
    found = []
    for member in organisations.members([seat.membership_id for seat in actor.seats]):
        link = links.in_force(purpose=organisations.CALENDAR, subject_id=member.pk).first()
        found.append((member, links.token_of(link.pk) if link else ""))
    return found


def _as(member: Membership) -> Actor:
    seat = organisations.seat_of(member)
    return Actor("staff", member.name, f"user:{member.user_id}", member.user_id, (seat,))


def _gone(member: Membership, now: dt.datetime) -> bool:
    return member.to_date is not None and member.to_date < day_of(now)


def _time(entry: Entry) -> Time:
    assert entry.at is not None
    if entry.kind is Kind.PROMISED:
        what, minutes = "Call", CALL
    else:
        contact = entry.row
        call = contact.medium in BY_VOICE
        what = "Home visit" if contact.place == AT_HOME else "Call" if call else "Appointment"
        minutes = contact.planned_minutes or (CALL if call else USUAL)
    return Time(entry.row.pk, entry.at, entry.at + dt.timedelta(minutes=minutes), what)
