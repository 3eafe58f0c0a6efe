"""What a group, its sessions and its register can be, and who may take it."""

from __future__ import annotations

import datetime

from kith.accounts.permissions import Permission, holds
from kith.groups.models import Group, GroupSession
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused
from kith.resilience.moments import moment
from kith.ui import dates

# After two missed sessions somebody asks: ours, as for calls (pathway.contacts.rules.tries). One is a cold.
ASK_AFTER_MISSED = 2
LONGEST_SPAN = datetime.timedelta(days=366)
MOST_PLACES = 200
MOST_MINUTES = 8 * 60
MOST_WALK_INS = 60
# For how long a cancelled session can be taken back: ours. Later people have planned otherwise.
AGAIN_WITHIN = datetime.timedelta(days=7)
# Ringing a dozen people takes about so long: ours.
TIME_TO_TELL = datetime.timedelta(hours=2)


def leads(actor: Actor, group: Group) -> bool:
    """Whether somebody facilitates a group: they know its people by name."""
    own = actor.membership_id(group.scheme_id)
    return actor.kind == "system" or (own is not None and group.facilitator_id == own)


def may_mark(actor: Actor, group: Group) -> bool:
    """Whether somebody may take a group's register and cancel its sessions."""
    return leads(actor, group) or holds(actor, Permission.RUN_GROUPS, group.scheme_id)


def check_group(
    *,
    name: str,
    where: str,
    weekday: int | None,
    starts: datetime.time | None,
    minutes: int,
    places: int | None,
) -> None:
    """Raise Refused for a group that nobody could find or that nobody fits in."""
    if not name.strip():
        raise Refused("Give the group a name.", field="name")
    if not where.strip():
        raise Refused("Say where it meets.", field="where")
    if weekday is not None and weekday not in Group.Weekday.values:
        raise Refused("Choose a day of the week.", field="weekday")
    if (weekday is None) != (starts is None):
        missing = "starts" if starts is None else "weekday"
        raise Refused("Give the usual day with its time, or neither.", field=missing)
    if not 1 <= minutes <= MOST_MINUTES:
        raise Refused(f"Enter minutes from 1 to {MOST_MINUTES}.", field="minutes")
    if places is not None and not 1 <= places <= MOST_PLACES:
        raise Refused(
            f"Enter from 1 to {MOST_PLACES} places, or leave it empty for no limit.", field="places"
        )


def usual_times(
    group: Group, from_on: datetime.date, to_on: datetime.date
) -> list[datetime.datetime]:
    """When a group usually meets between two days, both included, at the same time by a London clock.

    Raises Refused without a usual time, for a span that ends before it begins or is longer than a year, and where it
    holds no such day.
    """
    if group.weekday is None or group.starts is None:
        raise Refused("Say first on which day and at what time the group usually meets.")
    if to_on < from_on:
        raise Refused("The last day is before the first.", field="to_on")
    if to_on - from_on > LONGEST_SPAN:
        raise Refused("Plan at most a year at once.", field="to_on")
    days = (from_on + datetime.timedelta(days=n) for n in range((to_on - from_on).days + 1))
    found = [moment(day, group.starts) for day in days if day.weekday() == group.weekday]
    if not found:
        named = Group.Weekday(group.weekday).label
        raise Refused(f"There is no {named} between these two days.", field="to_on")
    return found


def why_stays_off(session: GroupSession, now: datetime.datetime) -> str:
    """Why a cancelled session cannot be taken back any more, in a sentence; empty while it can."""
    if session.group.ended_on is not None:
        return "This group has ended."
    if session.starts_at - now < TIME_TO_TELL:
        return (
            "It was to begin in less than two hours from now, so not everybody who was told could hear that"
            " it takes place."
        )
    if session.cancelled_at is not None and now - session.cancelled_at > AGAIN_WITHIN:
        return "It was cancelled more than a week ago, and people have planned otherwise."
    return ""


def check_marking(session: GroupSession, walk_ins: int, now: datetime.datetime) -> None:
    """Raise Refused for the register of a session that is cancelled or of a day to come, and for a crowd."""
    if not (session.is_open or session.is_held):
        raise Refused("This session was cancelled, so nobody can have come to it.")
    if session.on > dates.day_of(now):
        raise Refused(
            f"This session is on {dates.long_date(session.on)}. Take the register when it meets."
        )
    if not 0 <= walk_ins <= MOST_WALK_INS:
        raise Refused(f"Enter from 0 to {MOST_WALK_INS} people.", field="walk_ins")


def check_answered(to_know: str, arrives: str) -> None:
    """Raise Refused unless it was said what must be known of somebody and how they get there."""
    for field, words, asked in (
        ("to_know", to_know, "what whoever facilitates it must know to keep everyone safe"),
        ("arrives", arrives, "how they will get there"),
    ):
        if not words.strip():
            raise Refused(f"Say {asked}. “Nothing” is an answer.", field=field)
