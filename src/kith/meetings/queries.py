"""Reading meetings: which come, what was said of whom, and what is still to be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.http import Http404

from kith.accounts.permissions import Permission, holds
from kith.accounts.roles import permissions_of
from kith.isolation.actor import Actor
from kith.meetings import rules
from kith.meetings.models import Attender, Discussed, Meeting, MeetingAction
from kith.meetings.states import MeetingState
from kith.organisations import queries as organisations
from kith.organisations.duty import Duty
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.queries import schemes_where
from kith.pathway.caseload.states import CaseState
from kith.pathway.contacts.models import Contact, SupportGiven
from kith.people import queries as people
from kith.people.models import Person
from kith.ui.dates import LONDON

MOST_OFFERED = 100
TO_DO = MeetingAction.Status.TO_DO


def meetings(actor: Actor) -> QuerySet[Meeting]:
    """The meetings of the actor's schemes, with `people` (how many are discussed) and `mine`
    (whether the actor is asked); supervision only where it is theirs.
    """
    listed = Count("discussed", filter=Q(discussed__taken_off_at=None), distinct=True)
    rows = Meeting.objects.filter(scheme_id__in=schemes_where(actor, Permission.WORK_WITH_PEOPLE))
    rows = rows.select_related("practice", "supervises")
    rows = rows.annotate(people=listed, mine=Exists(_asked(actor)))
    return rows.exclude(kind=Meeting.Kind.SUPERVISION, mine=False)


def coming(actor: Actor) -> QuerySet[Meeting]:
    """Meetings that are open, the next first; those whose time has gone and nobody closed among them."""
    return meetings(actor).filter(state=MeetingState.PLANNED).order_by("starts_at", "pk")


def coming_to_change(actor: Actor, scheme_id: UUID) -> QuerySet[Meeting]:
    """Those of a scheme on which the actor may write; see `rules.may_change`."""
    rows = coming(actor).filter(scheme_id=scheme_id)
    if holds(actor, Permission.SET_UP, scheme_id):
        return rows
    return rows.filter(Q(mine=True) | Q(called_by__in=_own(actor)))


def past(actor: Actor) -> QuerySet[Meeting]:
    """Meetings that were held or cancelled, the newest first."""
    return meetings(actor).exclude(state=MeetingState.PLANNED).order_by("-starts_at", "pk")


def meeting_for(actor: Actor, meeting_id: UUID) -> Meeting:
    """One meeting of the actor's schemes; raises the one 404 otherwise."""
    found = meetings(actor).filter(pk=meeting_id).first()
    if found is None:
        raise Http404
    return found


def meeting_to_change(actor: Actor, meeting_id: UUID) -> Meeting:
    """One meeting that the actor may write on; raises the one 404 otherwise."""
    found = meeting_for(actor, meeting_id)
    if not rules.may_change(actor, found, attenders(found)):
        raise Http404
    return found


def attenders(meeting: Meeting) -> list[Attender]:
    """Who is asked, staff first, by name."""
    rows = Attender.objects.filter(meeting=meeting, ended_at=None).select_related("member")
    return sorted(rows, key=lambda row: (row.member_id is None, row.name.casefold()))


def attender_of(meeting: Meeting, attender_id: UUID) -> Attender:
    """One who is asked to a meeting; raises the one 404 otherwise."""
    row = Attender.objects.filter(meeting=meeting, pk=attender_id, ended_at=None).first()
    if row is None:
        raise Http404
    return row


def discussed_at(actor: Actor, meeting: Meeting) -> list[Any]:
    """Everybody on a meeting's list in the order they were added, with their actions and `visible`:
    whether the actor may open the record.
    """
    return list(_discussed(actor).filter(meeting=meeting, taken_off_at=None))


def taken_off(actor: Actor, meeting: Meeting) -> list[Discussed]:
    """Those taken off a meeting's list whose record the actor may open."""
    return list(_discussed(actor).filter(meeting=meeting, visible=True).exclude(taken_off_at=None))


def discussed_for(actor: Actor, discussed_id: UUID) -> Any:
    """One person on the list of a meeting which the actor may write on, and whose record they may open;
    raises the one 404 otherwise.
    """
    row = _discussed(actor).filter(pk=discussed_id, visible=True).first()
    if row is None or not rules.may_change(actor, row.meeting, attenders(row.meeting)):
        raise Http404
    return row


def action_for(actor: Actor, action_id: UUID) -> MeetingAction:
    """One action about a person whose record the actor may open; raises the one 404 otherwise."""
    seen = people.with_merged_visible_to(actor)
    rows = MeetingAction.objects.filter(pk=action_id, person__in=seen)
    row = rows.select_related("owner", "person", "discussed__meeting").first()
    if row is None:
        raise Http404
    return row


def of_person(person: Person) -> list[Discussed]:
    """Where a person was or will be discussed, the newest meeting first, with the actions."""
    rows = Discussed.objects.filter(person__in=person.records, taken_off_at=None)
    rows = rows.exclude(meeting__state=MeetingState.CANCELLED)
    found = rows.select_related("meeting__practice", "meeting__supervises")
    found = found.prefetch_related(_actions())
    return list(found.order_by("-meeting__starts_at", "-created_at"))


def on_list(meeting: Meeting, person: Person) -> Discussed | None:
    """The row that says that a person is on a meeting's list, or was."""
    return Discussed.objects.filter(meeting=meeting, person__in=person.records).first()


def own_people(actor: Actor, meeting: Meeting) -> list[Person]:
    """The people whom the actor supports at the meeting's practice, or everywhere without one, who are
    not on its list; of a supervision those of whoever is supervised. The first hundred by name.
    """
    listed = Discussed.objects.filter(meeting=meeting, taken_off_at=None).values("person")
    holders = [meeting.supervises_id] if meeting.is_supervision else _own(actor)
    mine = people.visible_to(actor).filter(
        cases__holder__in=holders, cases__state=CaseState.OPEN, scheme_id=meeting.scheme_id
    )
    if meeting.practice_id:
        mine = mine.filter(practice_id=meeting.practice_id)
    rows = mine.exclude(pk__in=listed).distinct().order_by("sort_name", "pk")
    return list(rows[:MOST_OFFERED])


def following(meeting: Meeting) -> Meeting | None:
    """The meeting that goes on with this one, unless it was cancelled."""
    rows = Meeting.objects.filter(follows=meeting).exclude(state=MeetingState.CANCELLED)
    return rows.first()


def may_open(member: Membership, person: Person) -> bool:
    """Whether somebody else may open a record and write on it."""
    if Permission.WORK_WITH_PEOPLE not in permissions_of(frozenset(member.roles)):
        return False
    seen = people.with_merged_visible_to(_actor_of(member))
    return seen.filter(pk=person.pk).exists()


def who_may_open(person: Person) -> list[Membership]:
    """The staff who may write on a record, by name. Asked once of each employer, not of each person."""
    known: dict[tuple[object, ...], bool] = {}
    found = []
    for member in organisations.staff(person.scheme_id):
        like = (member.partner_id, tuple(sorted(member.roles)))
        if like not in known:
            known[like] = may_open(member, person)
        if known[like]:
            found.append(member)
    return found


def staff_to_ask(scheme_id: UUID) -> list[Membership]:
    """The staff of a scheme who open records, by name: those who can be asked to a meeting."""
    return [
        member
        for member in organisations.staff(scheme_id)
        if Permission.SEE_PEOPLE in permissions_of(frozenset(member.roles))
    ]


@dataclass
class Doing:
    """What meetings ask of somebody on a day: where to be, what to do, what will not take place.

    `unseen` are actions of theirs about people whose record they may open no longer.
    """

    here: list[Meeting] = field(default_factory=list)
    actions: list[MeetingAction] = field(default_factory=list)
    unseen: list[MeetingAction] = field(default_factory=list)
    cancelled: list[Meeting] = field(default_factory=list)


def for_today(duty: Duty) -> Doing:
    """The meetings of a day and those not yet closed, the actions due, and what was cancelled; in two reads."""
    tomorrow = dt.datetime.combine(duty.day + dt.timedelta(days=1), dt.time.min, tzinfo=LONDON)
    unread = _asked(duty.actor).filter(seen_at=None)
    held = Q(mine=True) | Q(called_by__in=duty.own)
    rows = meetings(duty.actor).annotate(unread=Exists(unread))
    found = rows.filter(
        Q(held, state=MeetingState.PLANNED, starts_at__lt=tomorrow)
        | Q(state=MeetingState.CANCELLED, unread=True)
    )
    listed = list(found.order_by("starts_at", "pk"))
    due = list(_due(duty))
    return Doing(
        here=[row for row in listed if row.is_open],
        actions=[row for row in due if row.visible],
        unseen=[row for row in due if not row.visible],
        cancelled=[row for row in listed if not row.is_open],
    )


def _due(duty: Duty) -> QuerySet[Any]:
    """What is to be done by a day, the oldest first, with `visible`: somebody's own actions and those
    of whom they cover; and those of people from outside or of staff who left, for whoever holds the
    person's case, or for whoever called the meeting while nobody does.
    """
    kept = Coalesce(OuterRef("person__merged_into"), OuterRef("person"))
    cases = Case.objects.filter(person=kept, state=CaseState.OPEN)
    nobodys = Q(owner=None) | Q(owner__to_date__lt=duty.day)
    held = Q(Exists(cases.filter(holder__in=duty.looked_after)))
    called = Q(discussed__meeting__called_by__in=duty.own)
    left = ~Q(Exists(cases.filter(holder__isnull=False))) & called
    rows = actions_to_do().filter(by_when__lte=duty.day)
    rows = rows.filter(Q(owner__in=duty.looked_after) | nobodys & (held | left))
    return _with_visible(duty.actor, rows).order_by("by_when", "created_at")


def still_to_do(actor: Actor) -> list[MeetingAction]:
    """Every action of the actor's own that is to do, whenever it is due, whose record they may open."""
    rows = _with_visible(actor, actions_to_do().filter(owner__in=_own(actor)))
    return list(rows.filter(visible=True).order_by("by_when", "created_at"))


def actions_to_do() -> QuerySet[MeetingAction]:
    """What nobody has settled."""
    rows = MeetingAction.objects.filter(status=TO_DO)
    return rows.select_related(
        "person__merged_into",
        "owner",
        "discussed__meeting__practice",
        "discussed__meeting__supervises",
    )


@dataclass
class Minutes:
    """How long somebody worked at what is noted in minutes."""

    contacts: int = 0
    support: int = 0
    meetings: int = 0
    preparing: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.contacts + self.support + self.meetings + self.preparing


def minutes_of(members: Iterable[UUID], since: dt.date) -> dict[UUID, Minutes]:
    """What each of these memberships noted since a day: contacts with their travel, support given,
    meetings they came to, and preparing for them.
    """
    ids = list(members)
    found = {member: Minutes() for member in ids}
    start = dt.datetime.combine(since, dt.time.min, tzinfo=LONDON)
    came = Attender.objects.filter(member__in=ids, meeting__starts_at__gte=start, ended_at=None)
    held = came.filter(came=True, meeting__state=MeetingState.CLOSED)
    spent = Coalesce(F("minutes"), 0) + Coalesce(F("travel_minutes"), 0)
    sums = {
        "contacts": _sum(Contact.objects.filter(by__in=ids, happened_at__gte=start), "by", spent),
        "support": _sum(
            SupportGiven.objects.filter(by__in=ids, given_on__gte=since), "by", F("minutes")
        ),
        "meetings": _sum(held, "member", F("meeting__minutes")),
        "preparing": _sum(came, "member", F("preparing_minutes")),
    }
    for name, totals in sums.items():
        for member, total in totals.items():
            setattr(found[member], name, total)
    return found


def _sum(rows: QuerySet[Any], whose: str, of: Combinable) -> dict[UUID, int]:
    found = rows.order_by().values_list(whose).annotate(total=Sum(of))
    return {member: total or 0 for member, total in found}


def _discussed(actor: Actor) -> QuerySet[Any]:
    seen = people.with_merged_visible_to(actor).filter(pk=OuterRef("person_id"))
    rows = Discussed.objects.annotate(visible=Exists(seen)).prefetch_related(_actions())
    rows = rows.filter(meeting__scheme_id__in=schemes_where(actor, Permission.WORK_WITH_PEOPLE))
    rows = rows.select_related("meeting__practice", "meeting__supervises", "person__merged_into")
    return rows.order_by("created_at", "pk")


def _actions() -> Prefetch:
    rows = MeetingAction.objects.select_related("owner").order_by("by_when", "created_at")
    return Prefetch("actions", queryset=rows)


def _with_visible(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    seen = people.with_merged_visible_to(actor).filter(pk=OuterRef("person_id"))
    found: QuerySet[Any] = rows.annotate(visible=Exists(seen))
    return found


def _asked(actor: Actor) -> QuerySet[Attender]:
    return Attender.objects.filter(meeting=OuterRef("pk"), member__in=_own(actor), ended_at=None)


def _own(actor: Actor) -> list[UUID]:
    return [seat.membership_id for seat in actor.seats]


def _actor_of(member: Membership) -> Actor:
    return Actor(kind="staff", name=member.name, key="", seats=(organisations.seat_of(member),))
