"""Who comes to the groups, as somebody may know it; and what is due to their workers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from kith.accounts.permissions import Permission
from kith.directory.models import Service
from kith.groups import rules
from kith.groups.models import (
    Attendance,
    Group,
    GroupPlace,
    GroupSession,
    Match,
    Notice,
    VolunteerPolicy,
)
from kith.groups.queries.groups import attendances, expected, groups, in_force
from kith.groups.queries.volunteers import checks_due, matches_of_person, policy_of
from kith.groups.states import MatchState, PlaceState
from kith.isolation.actor import Actor
from kith.organisations.duty import Duty
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.queries import schemes_where
from kith.pathway.caseload.states import CaseState
from kith.pathway.connections.models import Introduction
from kith.pathway.connections.rules import NEEDS_AGREEMENT
from kith.people.models import ContactPoint, Person
from kith.people.queries import of_each, with_merged_visible_to
from kith.ui.dates import LONDON


def people_of(actor: Actor, group: Group) -> list[Any]:
    """Everybody in a group, those with a place first by name, then those who wait in their order; each with `visible`
    (whether the actor may open the record) and `named` (whether they may know who it is).
    """
    rows = _with_visible(actor, in_force(group).select_related("group", "person__merged_into"))
    listed = list(rows.order_by("person__sort_name", "pk"))
    taken = [row for row in listed if row.state == PlaceState.TAKEN]
    others = sorted(
        (row for row in listed if row.state != PlaceState.TAKEN),
        key=lambda row: (row.state != PlaceState.OFFERED, row.asked_at),
    )
    return named(actor, group, [*taken, *others])


def named(actor: Actor, group: Group, rows: Iterable[Any]) -> list[Any]:
    """Rows of people with `named`: whoever facilitates a group knows who comes, others those whom they may see."""
    leads = rules.leads(actor, group)
    found = list(rows)
    for row in found:
        row.named = leads or row.visible
    return found


def register_of(actor: Actor, session: GroupSession) -> tuple[list[Any], list[Attendance]]:
    """Who stands on a register, with `visible` and `named`, and what was noted of each: those who had a place by that
    day and still have it, and those who had one when it was taken.
    """
    there = attendances(session)
    after = dt.datetime.combine(session.on + dt.timedelta(days=1), dt.time.min, tzinfo=LONDON)
    expected = Q(group=session.group_id, state=PlaceState.TAKEN, state_at__lt=after)
    rows = GroupPlace.objects.filter(
        expected & Q(person__died_on__isnull=True) | Q(pk__in=[one.joined_id for one in there])
    )
    rows = _with_visible(actor, rows.select_related("group", "person__merged_into"))
    return named(actor, session.group, rows.order_by("person__sort_name", "pk")), there


def came_before(session: GroupSession) -> set[UUID]:
    """Those of a group who came to an earlier session: the others are new."""
    rows = Attendance.objects.filter(joined__group=session.group_id, came=True)
    rows = rows.filter(session__starts_at__lt=session.starts_at)
    return set(rows.values_list("joined_id", flat=True))


def notices_of(actor: Actor, session: GroupSession) -> list[Any]:
    """Who is told what of a session that was cancelled, those to be rung first, each with its place as `people_of`
    gives it.
    """
    rows = Notice.objects.filter(session=session, replaced_at=None)
    rows = rows.order_by("-how", "joined__person__sort_name")
    notices: list[Any] = list(rows)
    places = GroupPlace.objects.filter(pk__in=[one.joined_id for one in notices])
    found = named(
        actor,
        session.group,
        _with_visible(actor, places.select_related("group", "person__merged_into")),
    )
    by_id = {place.pk: place for place in found}
    for one in notices:
        one.joined = by_id[one.joined_id]
    return notices


def told_off(session: GroupSession) -> list[GroupPlace]:
    """Those with a place who, as far as anybody knows, believe that a session does not take place; by name."""
    heard: dict[UUID, str] = {}
    for one in Notice.objects.filter(session=session).order_by("created_at"):
        if one.was_told:
            heard[one.joined_id] = one.says
    off = [pk for pk, says in heard.items() if says == Notice.Says.OFF]
    return list(expected(session.group).filter(pk__in=off))


def points_of(notices: Iterable[Any]) -> dict[UUID, list[ContactPoint]]:
    """How those of some notices whose record the reader may open can be reached, by the record that is kept."""
    seen = [one.joined.person.kept for one in notices if one.joined.visible]
    return of_each(ContactPoint.objects.filter(ended_on=None), seen)


def joined_for(actor: Actor, joined_id: UUID) -> Any:
    """One place of somebody whose record the actor may open; raises the one 404 otherwise."""
    rows = GroupPlace.objects.filter(pk=joined_id, person__in=with_merged_visible_to(actor))
    row = rows.select_related("group", "person__merged_into").first()
    if row is None:
        raise Http404
    return row


def notice_for(actor: Actor, notice_id: UUID) -> Notice:
    """One notice of somebody whose record the actor may open, or of a group that they facilitate; raises the one 404
    otherwise.
    """
    rows = Notice.objects.filter(pk=notice_id).select_related("session__group", "joined__person")
    row = rows.first()
    if row is None:
        raise Http404
    seen = with_merged_visible_to(actor).filter(pk=row.joined.person_id)
    if not (rules.leads(actor, row.session.group) or seen.exists()):
        raise Http404
    return row


def to_join(actor: Actor, person: Person) -> list[Group]:
    """The groups of a person's scheme that go on and in which they are not, by name."""
    there = GroupPlace.objects.filter(person__in=person.records).exclude(state=PlaceState.LEFT)
    rows = groups(actor).filter(scheme_id=person.scheme_id, ended_on=None)
    return list(rows.exclude(pk__in=there.values("group")))


def groups_of_listing(service: Service) -> list[Group]:
    """The groups of the scheme that go on and that an entry of the directory is of, by name."""
    rows = Group.objects.filter(scheme_id=service.scheme_id, listing=service, ended_on=None)
    return list(rows.order_by("name"))


def introduced_to(group: Group, person: Person | None = None) -> QuerySet[Introduction]:
    """The introductions to a group's own listing that stand, of somebody or of anybody, who is not in the group."""
    rows = Introduction.objects.filter(
        service=group.listing_id, progress__in=NEEDS_AGREEMENT, case__state=CaseState.OPEN
    )
    if person is not None:
        rows = rows.filter(person__in=person.records)
    rows = rows.exclude(person__in=in_force(group).values("person"))
    return rows.select_related("person__merged_into").order_by("made_at")


def to_take_in(actor: Actor, group: Group) -> list[Any]:
    """The same, of those whose record the actor may open."""
    if group.listing_id is None:
        return []
    return list(_with_visible(actor, introduced_to(group)).filter(visible=True))


@dataclass
class OfPerson:
    """What the scheme's own groups and volunteers mean to one person."""

    places: list[GroupPlace] = field(default_factory=list)
    attendances: list[Attendance] = field(default_factory=list)
    told: list[Notice] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    policy: VolunteerPolicy | None = None

    @property
    def in_force(self) -> list[GroupPlace]:
        """Places that were not given up, and those waited for."""
        return [row for row in self.places if row.state != PlaceState.LEFT]

    @property
    def matches_in_force(self) -> list[Match]:
        """Matches that have not ended, proposals among them."""
        return [row for row in self.matches if row.state != MatchState.ENDED]

    @property
    def group_of(self) -> dict[UUID, str]:
        """Which group a contact was in, by the contact's id."""
        return {
            row.contact_id: row.session.group.name for row in self.attendances if row.contact_id
        }


def of_person(person: Person) -> OfPerson:
    """A person's groups, when they came, what they were told, and who befriends them; in two reads for most."""
    rows = GroupPlace.objects.filter(person__in=person.records).select_related("group")
    found = OfPerson(list(rows.order_by("state", "-state_at")))
    found.matches = matches_of_person(person)
    if found.matches:
        found.policy = policy_of(person.scheme_id)
    if found.places:
        mine = {"joined__in": [row.pk for row in found.places]}
        found.attendances = list(Attendance.objects.filter(**mine).select_related("session__group"))
        found.told = list(Notice.objects.filter(**mine).select_related("session__group"))
    return found


@dataclass
class Doing:
    """What groups ask of somebody on a day: places of which something is to be said, and checks of volunteers."""

    places: list[Any] = field(default_factory=list)
    checks: list[rules.Standing] = field(default_factory=list)


def for_today(duty: Duty) -> Doing:
    """What groups ask of somebody; in one read, and one or two more for whoever looks after volunteers."""
    runs = schemes_where(duty.actor, Permission.RUN_GROUPS)
    return Doing(places_due(duty), checks_due(runs, duty.day) if runs else [])


def places_due(duty: Duty) -> list[Any]:
    """In one read, the places of somebody's people of which something is to be said (`_to_say`)."""
    return list(_to_say().filter(Exists(_held().filter(holder__in=duty.looked_after))))


def places_of_nobody(actor: Actor) -> list[Any]:
    """The same of people whom no worker holds, for whoever runs the groups and may open their records."""
    schemes = schemes_where(actor, Permission.RUN_GROUPS)
    rows = _to_say().filter(~Exists(_held().filter(holder__isnull=False)), scheme_id__in=schemes)
    return list(_with_visible(actor, rows).filter(visible=True)) if schemes else []


def holder_of(person: Person) -> Membership | None:
    """The worker of somebody's open case, if one has it."""
    rows = Case.objects.filter(person__in=person.records, state=CaseState.OPEN)
    case = rows.filter(holder__isnull=False).select_related("holder").first()
    return case.holder if case else None


def _held() -> QuerySet[Case]:
    kept = Coalesce(OuterRef("person__merged_into"), OuterRef("person"))
    return Case.objects.filter(person=kept, state=CaseState.OPEN)


def _to_say() -> QuerySet[Any]:
    """Places of which something is to be said: one is offered, two were missed, a session was cancelled or takes place
    after all (`notice_id`, `off_at`, `off_how`, `off_says`).
    """
    open_ = Notice.objects.filter(joined=OuterRef("pk"), settled_at=None, replaced_at=None)
    first = open_.order_by("session__starts_at")
    rows = GroupPlace.objects.annotate(
        notice_id=Subquery(first.values("pk")[:1]),
        off_at=Subquery(first.values("session__starts_at")[:1]),
        off_how=Subquery(first.values("how")[:1]),
        off_says=Subquery(first.values("says")[:1]),
    )
    due = Q(state=PlaceState.OFFERED) | Q(notice_id__isnull=False)
    due |= Q(state=PlaceState.TAKEN, missed__gte=F("missed_asked") + rules.ASK_AFTER_MISSED)
    found: QuerySet[Any] = rows.filter(due).select_related("group", "person__merged_into")
    return found.order_by("off_at", "state_at", "pk")


def _with_visible(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    seen = with_merged_visible_to(actor).filter(pk=OuterRef("person_id"))
    found: QuerySet[Any] = rows.annotate(visible=Exists(seen))
    return found
