"""Groups, their sessions, and their places."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from kith.accounts.permissions import Permission
from kith.accounts.roles import permissions_of
from kith.directory.models import Service
from kith.groups.models import Attendance, Group, GroupPlace, GroupSession
from kith.groups.states import PlaceState, SessionState
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.models import Membership
from kith.pathway.caseload.queries import schemes_where
from kith.ui.dates import LONDON

# The purpose of the link to a cancelled session.
OFF = "groups.off"
WEEK = dt.timedelta(days=7)
MOST_LISTINGS = 500
# Far enough back to count a long absence; who missed more is due in any case.
MOST_SESSIONS_BACK = 12


def groups(actor: Actor) -> QuerySet[Group]:
    """The groups that somebody may open, by name: those of the schemes in which they work with people, and those
    that they facilitate. With `taken` and `waiting_now`, how many have a place and wait for one.
    """
    works = schemes_where(actor, Permission.WORK_WITH_PEOPLE)
    leads = schemes_where(actor, Permission.LEAD_GROUPS)
    own = [seat.membership_id for seat in actor.seats if seat.scheme_id in leads]
    rows = Group.objects.filter(Q(scheme_id__in=works) | Q(facilitator__in=own))
    taken = Count("people", filter=Q(people__state=PlaceState.TAKEN))
    waits = Count("people", filter=Q(people__state__in=[PlaceState.WAITING, PlaceState.OFFERED]))
    rows = rows.select_related("facilitator", "listing")
    return rows.annotate(taken=taken, waiting_now=waits).order_by("ended_on", "name")


def group_for(actor: Actor, group_id: UUID) -> Group:
    """One group that somebody may open; raises the one 404 otherwise."""
    found = groups(actor).filter(pk=group_id).first()
    if found is None:
        raise Http404
    return found


def locked(group: Group) -> Group:
    """The same group, whose places nobody else gives away until this transaction ends."""
    return Group.objects.select_for_update().get(pk=group.pk)


def session_for(actor: Actor, session_id: UUID) -> GroupSession:
    """One session of a group that somebody may open; raises the one 404 otherwise."""
    rows = GroupSession.objects.filter(pk=session_id, group__in=groups(actor).values("pk"))
    found = rows.select_related("group__facilitator").first()
    if found is None:
        raise Http404
    return found


def session_shown(session_id: UUID) -> GroupSession | None:
    """The session of a private link, in its own context: cancelled, or taking place after all."""
    return GroupSession.objects.filter(pk=session_id).exclude(shown={}).first()


def sessions_of(group: Group) -> QuerySet[GroupSession]:
    """A group's sessions, the newest first, with `came_count`."""
    rows = GroupSession.objects.filter(group=group).order_by("-starts_at", "pk")
    return rows.annotate(came_count=Count("attendances", filter=Q(attendances__came=True)))


def week(actor: Actor, today: dt.date) -> list[GroupSession]:
    """What meets from today on for a week, and what was to meet before and has no register yet; the first first."""
    end = dt.datetime.combine(today + WEEK, dt.time.min, tzinfo=LONDON)
    start = dt.datetime.combine(today, dt.time.min, tzinfo=LONDON)
    rows = GroupSession.objects.filter(group__in=groups(actor).values("pk"), starts_at__lt=end)
    rows = rows.filter(Q(state=SessionState.PLANNED) | Q(starts_at__gte=start))
    rows = rows.annotate(came_count=Count("attendances", filter=Q(attendances__came=True)))
    return list(rows.select_related("group__facilitator").order_by("starts_at", "pk"))


def next_session(group: Group, *, after: dt.datetime) -> GroupSession | None:
    """When a group meets next."""
    rows = GroupSession.objects.filter(group=group, state=SessionState.PLANNED)
    return rows.filter(starts_at__gt=after).order_by("starts_at").first()


def cancelled_before(session: GroupSession) -> list[GroupSession]:
    """The sessions of the same group that were cancelled and would have been before this one."""
    rows = GroupSession.objects.filter(
        group=session.group, state=SessionState.CANCELLED, starts_at__lt=session.starts_at
    )
    return list(rows.select_related("group"))


def due_session(group: Group) -> GroupSession | None:
    """The session that comes next, or the earliest that has no register yet."""
    rows = GroupSession.objects.filter(group=group, state=SessionState.PLANNED)
    return rows.order_by("starts_at").first()


def in_force(group: Group) -> QuerySet[GroupPlace]:
    """Everybody who has a place, is offered one, or waits."""
    return GroupPlace.objects.filter(group=group).exclude(state=PlaceState.LEFT)


def expected(group: Group) -> QuerySet[GroupPlace]:
    """Those with a place, by name."""
    rows = GroupPlace.objects.filter(
        group=group, state=PlaceState.TAKEN, person__died_on__isnull=True
    )
    rows = rows.select_related("group", "person__merged_into")
    return rows.order_by("person__sort_name", "pk")


def waiting(group: Group) -> QuerySet[GroupPlace]:
    """The waiting list in its order; who is offered a place already is not on it."""
    rows = GroupPlace.objects.filter(
        group=group, state=PlaceState.WAITING, person__died_on__isnull=True
    )
    return rows.select_related("group", "person__merged_into").order_by("asked_at", "pk")


def free_places(group: Group) -> int | None:
    """How many more fit in, None where there is room for everybody; a place that is offered is kept until it is
    answered.
    """
    if group.places is None:
        return None
    kept = GroupPlace.objects.filter(
        group=group, state__in=[PlaceState.TAKEN, PlaceState.OFFERED], person__died_on__isnull=True
    )
    return max(0, group.places - kept.count())


def has_free_place(group: Group) -> bool:
    """Whether somebody more fits in."""
    return free_places(group) != 0


def attendances(session: GroupSession) -> list[Attendance]:
    """Who came to a session and who did not."""
    rows = Attendance.objects.filter(session=session)
    return list(rows.select_related("contact", "joined__person__merged_into"))


def newest_attendances(place_ids: Iterable[UUID]) -> dict[UUID, list[bool]]:
    """Whether each of these came, the newest session first, in one read."""
    rows = Attendance.objects.filter(
        joined__in=list(place_ids), session__state=SessionState.HELD
    ).order_by("-session__starts_at")
    found: dict[UUID, list[bool]] = defaultdict(list)
    for joined_id, came in rows.values_list("joined_id", "came"):
        if len(found[joined_id]) < MOST_SESSIONS_BACK:
            found[joined_id].append(came)
    return found


def facilitators(scheme_id: UUID) -> list[Membership]:
    """The staff of a scheme who can facilitate a group, by name."""
    return [
        member
        for member in organisations.staff(scheme_id)
        if Permission.LEAD_GROUPS in permissions_of(frozenset(member.roles))
    ]


def listings(scheme_id: UUID) -> list[Service]:
    """The services of a scheme's own directory to which a group can be linked, by name."""
    rows = Service.objects.filter(scheme_id=scheme_id, gone_at=None, joined_to=None)
    return list(rows.order_by("name", "pk")[:MOST_LISTINGS])
