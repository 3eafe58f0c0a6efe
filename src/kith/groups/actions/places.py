"""Who has a place in a group, and who waits for one. No place is given twice, and none comes free in silence."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from kith.audit.write import action
from kith.directory import actions as directory
from kith.groups import queries, rules
from kith.groups.models import Group, GroupPlace
from kith.groups.states import PLACES, PlaceState
from kith.isolation.actor import Actor
from kith.pathway.connections import actions as connections
from kith.pathway.connections.models import Introduction
from kith.pathway.connections.states import INTRODUCTIONS, Progress
from kith.people.models import Person
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui import dates


@action("groups.join")
def join(
    *,
    by: Actor,
    group: Group,
    person: Person,
    agreed: bool,
    to_know: str,
    arrives: str,
    at: datetime.datetime | None = None,
) -> GroupPlace:
    """Give somebody a place in a group, or put them on its waiting list while it is full or others wait.

    `agreed`: they know that whoever facilitates it is told their name and what is written here. `to_know` and
    `arrives` are answered, be it by “Nothing”, as for an introduction. Raises Refused without these, for somebody who
    is in it already, has died or is of another scheme, and for a group that ended.
    """
    locked = queries.locked(group)
    _check_joining(locked, person, agreed)
    rules.check_answered(to_know, arrives)
    now = at or timezone.now()
    free = queries.has_free_place(locked) and not queries.waiting(locked).exists()
    introduced = list(queries.introduced_to(locked, person)) if locked.listing_id else []
    place = GroupPlace.objects.create(
        scheme_id=group.scheme_id,
        group=group,
        person=person,
        state=(PlaceState.TAKEN if free else PlaceState.WAITING).value,
        asked_at=now,
        state_at=now,
        to_know=to_know.strip(),
        arrives=arrives.strip(),
        agreed_on=dates.today(at),
        by_id=by.membership_id(group.scheme_id),
        by_name=by.name,
    )
    _say_places(by, locked)
    for one in introduced:
        _answer_introduction(by, one, Progress.ACCEPTED if free else Progress.FULL)
    return place


@action("groups.change_place")
def change_place(
    *,
    by: Actor,
    place: GroupPlace,
    to_know: str,
    arrives: str,
    expected: int | None = None,
) -> GroupPlace:
    """Put right what whoever facilitates the group must know, and how somebody arrives. Raises Stale, and
    Refused where either is left empty.
    """
    rules.check_answered(to_know, arrives)
    change(place, expected=expected, to_know=to_know.strip(), arrives=arrives.strip())
    return place


@action("groups.leave")
def leave(
    *, by: Actor, place: GroupPlace, why: str, at: datetime.datetime | None = None
) -> GroupPlace:
    """Give a place up, or come off the waiting list; what comes free is offered to the next.

    Raises Refused without a reason, and for somebody who left already.
    """
    if not why.strip():
        raise Refused("Say why.", field="why")
    queries.locked(place.group)
    _move(place, PlaceState.LEFT, at, left_why=why.strip())
    offer_free(by=by, group=place.group)
    return place


@action("groups.answer_offer")
def answer_offer(
    *, by: Actor, place: GroupPlace, answer: str, at: datetime.datetime | None = None
) -> GroupPlace:
    """Note what somebody said to the place that they were offered: `yes`, `later` (they keep waiting, behind those
    who wait now) or `no`. What they do not take is offered to the next.

    Raises Refused for another answer, and when no place is offered to them.
    """
    queries.locked(place.group)
    if answer == "yes":
        _move(place, PlaceState.TAKEN, at)
    elif answer == "later":
        _move(place, PlaceState.WAITING, at, asked_at=at or timezone.now())
    elif answer == "no":
        _move(place, PlaceState.LEFT, at, left_why="Did not want the place")
    else:
        raise Refused("Say whether they want the place.", field="answer")
    offer_free(by=by, group=place.group, but=place)
    return place


@action("groups.offer_free")
def offer_free(*, by: Actor, group: Group, but: GroupPlace | None = None) -> list[GroupPlace]:
    """Offer what is free to those who wait, the longest first; each offer is the task of their worker.

    `but` is somebody who has just said that they rather wait. Returns whom it was offered to.
    """
    locked = queries.locked(group)
    offered: list[GroupPlace] = []
    for place in queries.waiting(locked):
        if not queries.has_free_place(locked):
            break
        if but is None or place.pk != but.pk:
            _move(place, PlaceState.OFFERED, None)
            offered.append(place)
    _say_places(by, locked)
    return offered


@action("groups.note_asked")
def note_asked(*, by: Actor, place: GroupPlace) -> GroupPlace:
    """Note that somebody who stopped coming was asked why: they are due again after two more."""
    change(place, missed_asked=place.missed)
    return place


def _answer_introduction(by: Actor, introduction: Introduction, then: Progress) -> None:
    """Whoever was introduced to the group's listing has the answer by being put in; nobody is reminded of them."""
    if then in INTRODUCTIONS.allowed(introduction.progress):
        connections.record_progress(by=by, introduction=introduction, progress=then)


def _move(place: GroupPlace, then: PlaceState, at: datetime.datetime | None, **values: Any) -> None:
    PLACES.check(place.state, then)
    change(place, state=then.value, state_at=at or timezone.now(), **values)


def _say_places(by: Actor, group: Group) -> None:
    """What the group's own listing says of places is what there is: who searches sees that it is full."""
    free, listing = queries.free_places(group), group.listing
    if listing is not None and free is not None and listing.places_free != free:
        directory.edit_service(by=by, service=listing, places_free=free)


def _check_joining(group: Group, person: Person, agreed: bool) -> None:
    if group.ended_on is not None:
        raise Refused("This group has ended.")
    if person.scheme_id != group.scheme_id:
        raise Refused("This person is not of the group's scheme.")
    if person.died_on is not None:
        raise Refused(f"{person.called} has died.")
    if queries.in_force(group).filter(person__in=person.records).exists():
        raise Refused(f"{person.called} is in this group already, or waits for it.")
    if not agreed:
        raise Refused(
            f"Ask {person.called} first: whoever facilitates the group is told their name and what you"
            " write here. What you wrote is kept.",
            field="agreed",
        )
