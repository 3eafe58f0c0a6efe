"""A group of the scheme: opened, changed, its sessions planned, ended."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from kith.audit.write import action
from kith.directory.models import Service
from kith.groups import queries, rules
from kith.groups.actions.places import offer_free
from kith.groups.models import Group, GroupSession
from kith.groups.models.group import USUAL_MINUTES
from kith.isolation.actor import Actor
from kith.organisations.models import Membership
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui import dates


@action("groups.open_group")
def open_group(
    *,
    by: Actor,
    scheme_id: UUID,
    name: str,
    where: str,
    about: str = "",
    facilitator: Membership | None = None,
    access_notes: str = "",
    weekday: int | None = None,
    starts: datetime.time | None = None,
    minutes: int = USUAL_MINUTES,
    places: int | None = None,
    listing: Service | None = None,
) -> Group:
    """Open a group of a scheme. Raises Refused as `rules.check_group` does, for a name in use, and for a facilitator
    or a listing of another scheme.
    """
    given = _checked(
        scheme_id,
        name=name,
        where=where,
        about=about,
        facilitator=facilitator,
        access_notes=access_notes,
        weekday=weekday,
        starts=starts,
        minutes=minutes,
        places=places,
        listing=listing,
    )
    try:
        with transaction.atomic():
            return Group.objects.create(scheme_id=scheme_id, **given)
    except IntegrityError as error:
        raise _in_use(name) from error


@action("groups.change_group")
def change_group(
    *,
    by: Actor,
    group: Group,
    name: str,
    where: str,
    about: str = "",
    facilitator: Membership | None = None,
    access_notes: str = "",
    weekday: int | None = None,
    starts: datetime.time | None = None,
    minutes: int = USUAL_MINUTES,
    places: int | None = None,
    listing: Service | None = None,
    expected: int | None = None,
) -> Group:
    """Put a group right. Sessions that are planned stay as they are; places that come free by it are offered.

    Raises Refused as opening one does, Stale on another's change.
    """
    given = _checked(
        group.scheme_id,
        name=name,
        where=where,
        about=about,
        facilitator=facilitator,
        access_notes=access_notes,
        weekday=weekday,
        starts=starts,
        minutes=minutes,
        places=places,
        listing=listing,
    )
    try:
        with transaction.atomic():
            change(group, expected=expected, **given)
    except IntegrityError as error:
        raise _in_use(name) from error
    offer_free(by=by, group=group)
    return group


@action("groups.end_group")
def end_group(*, by: Actor, group: Group, on: datetime.date | None = None) -> Group:
    """End a group; what happened in it stays. Raises Refused while somebody has a place or waits for one, and while a
    session is planned: nobody finds out at a locked door.
    """
    if queries.in_force(group).exists():
        raise Refused(
            "Somebody still has a place or waits for one. Say first what becomes of each."
        )
    if queries.sessions_of(group).filter(state="planned").exists():
        raise Refused("A session is still planned. Cancel it first.")
    change(group, ended_on=on or dates.today())
    return group


@action("groups.plan_sessions")
def plan_sessions(
    *,
    by: Actor,
    group: Group,
    from_on: datetime.date,
    to_on: datetime.date,
    at: datetime.datetime | None = None,
) -> list[GroupSession]:
    """Make a session for each of the group's usual days between two, both included; those that are there stay.

    Returns the new ones. Raises Refused as `rules.usual_times` does, for a group that ended, and where all are there.
    """
    if group.ended_on is not None:
        raise Refused("This group has ended.")
    there = set(
        GroupSession.objects.filter(group=group)
        .exclude(state="cancelled")
        .values_list("starts_at", flat=True)
    )
    new = [
        GroupSession(
            scheme_id=group.scheme_id,
            group=group,
            starts_at=starts_at,
            minutes=group.minutes,
            created_at=at or timezone.now(),
        )
        for starts_at in rules.usual_times(group, from_on, to_on)
        if starts_at not in there
    ]
    if not new:
        raise Refused("All of these are planned already.", field="to_on")
    return GroupSession.objects.bulk_create(new)


def _checked(scheme_id: UUID, **given: Any) -> dict[str, Any]:
    rules.check_group(
        **{
            name: given[name]
            for name in ("name", "where", "weekday", "starts", "minutes", "places")
        }
    )
    for field, words in (("facilitator", "a colleague"), ("listing", "a service")):
        row = given[field]
        if row is not None and row.scheme_id != scheme_id:
            raise Refused(f"Choose {words} of this scheme.", field=field)
    return {
        name: value.strip() if isinstance(value, str) else value for name, value in given.items()
    }


def _in_use(name: str) -> Refused:
    return Refused(f"There is a group “{name.strip()}” already.", field="name")
