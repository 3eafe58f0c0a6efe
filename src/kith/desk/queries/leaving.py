"""What somebody who leaves has in hand, in every room, so that nothing of it is left with nobody."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404

from kith.accounts.permissions import Permission, holds
from kith.concerns import queries as concerns
from kith.concerns.models import Concern
from kith.concerns.states import ConcernState
from kith.desk.queries.absences import colleagues
from kith.desk.queries.standing import standing
from kith.desk.queries.triage import Workforce
from kith.funds.models import MoneyRequest
from kith.funds.states import RequestState
from kith.isolation.actor import Actor
from kith.meetings.models import MeetingAction
from kith.organisations.models import Absence, Membership
from kith.organisations.queries import seat_of
from kith.pathway.caseload.models import Case, JointWork
from kith.pathway.caseload.rules import Suggestion, may_give_to
from kith.pathway.caseload.states import CaseState
from kith.pathway.closures import queries as closures
from kith.pathway.closures.models import FollowUp
from kith.pathway.connections.models import Introduction
from kith.pathway.connections.rules import UNDER_WAY
from kith.pathway.contacts.models import Contact
from kith.pathway.plans.models import Action
from kith.people.models import Person
from kith.ui.dates import today

MONEY_OPEN = (
    RequestState.ASKED, RequestState.MORE_ASKED, RequestState.APPROVED,
)  # fmt: skip


@dataclass
class Goes:
    """What goes along with one case to whoever takes it."""

    appointments: int = 0
    steps: int = 0
    introductions: int = 0


@dataclass
class Load:
    """Everything somebody has in hand: their open cases, each with what goes along; and the rest, which
    goes to whoever holds the person's case, or to a colleague who is named.
    """

    member: Membership
    cases: list[Case] = field(default_factory=list)
    goes: dict[UUID, Goes] = field(default_factory=dict)
    contacts: list[Contact] = field(default_factory=list)
    actions: list[MeetingAction] = field(default_factory=list)
    money: list[MoneyRequest] = field(default_factory=list)
    concerns: list[Concern] = field(default_factory=list)
    calls: list[FollowUp] = field(default_factory=list)
    covers: list[Absence] = field(default_factory=list)
    joint: list[JointWork] = field(default_factory=list)
    holders: dict[UUID, Membership] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(
            self.cases or self.contacts or self.actions or self.money or self.calls
            or self.concerns or self.covers
        )  # fmt: skip

    @property
    def rest(self) -> list[Contact | MeetingAction | MoneyRequest | FollowUp]:
        """What is about people whose case is not theirs."""
        own = {case.person.kept.pk for case in self.cases}
        every: list[Contact | MeetingAction | MoneyRequest | FollowUp] = [
            *self.contacts, *self.actions, *self.money, *self.calls,
        ]  # fmt: skip
        return [row for row in every if row.person.kept.pk not in own]

    @property
    def words(self) -> str:
        """All of it, counted."""
        counts = (
            (len(self.cases), "open case", "open cases"),
            (len(self.contacts), "appointment", "appointments"),
            (len(self.actions), "action of a meeting", "actions of meetings"),
            (len(self.money), "request for money", "requests for money"),
            (len(self.calls), "call after finishing", "calls after finishing"),
            (len(self.concerns), "concern", "concerns"),
            (len(self.covers), "absence to cover", "absences to cover"),
        )
        return ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in counts if n)

    def holder_of(self, person: Person) -> Membership | None:
        """The colleague who holds a person's case; None while it is the leaver or nobody."""
        return self.holders.get(person.kept.pk)

    @property
    def needs_somebody(self) -> bool:
        """Whether some of the rest is about people whose case nobody holds."""
        return any(self.holder_of(row.person) is None for row in self.rest)


def leaver_for(
    actor: Actor, member_id: UUID, permission: Permission = Permission.ALLOCATE
) -> Membership:
    """Somebody of the actor's team, or with the permission to set the scheme up of the scheme; raises the
    one 404 otherwise.
    """
    found = Membership.objects.filter(pk=member_id).select_related("partner", "user").first()
    if found is None or not holds(actor, permission, found.scheme_id):
        raise Http404
    if permission is Permission.ALLOCATE and not may_give_to(actor, found):
        raise Http404
    return found


def load_of(member: Membership) -> Load:
    """What a member has in hand now, in a fixed number of reads."""
    cases = list(
        Case.objects.filter(holder=member, state=CaseState.OPEN)
        .select_related("person__merged_into", "person__practice", "referral__practice")
        .select_related("programme", "holder", "partner", "referral__programme", "referral__person")
        .order_by("person__sort_name", "pk")
    )
    planned = list(_planned(member))
    own = {case.pk for case in cases}
    load = Load(
        member=member,
        cases=cases,
        goes=_goes(own, planned),
        contacts=[row for row in planned if row.by_id == member.pk],
        actions=list(_actions(member)),
        money=list(_money(member)),
        calls=closures.calls_by(member),
        concerns=list(
            Concern.objects.filter(holder=member, state=ConcernState.ACCEPTED)
            .select_related("person__merged_into")
            .order_by("raised_at")
        ),
        covers=list(
            Absence.objects.filter(cover=member, to_date__gte=today())
            .select_related("member")
            .order_by("from_date")
        ),
        joint=list(JointWork.objects.filter(member=member, ended_on=None)),
    )
    load.holders = _holders(member, [row.person for row in load.rest])
    return load


def suggestions(actor: Actor, load: Load) -> dict[UUID, list[Suggestion]]:
    """Case -> who could take it, whom we suggest first; each suggestion weighs what was suggested before."""
    staff = Workforce(actor, load.member.scheme_id)
    staff.members = [one for one in staff.members if one.pk != load.member.pk]
    held = Case.objects.filter(pk__in=[case.pk for case in load.cases])
    weighs = {row.case_id: row.weight for row in standing(held)}
    found: dict[UUID, list[Suggestion]] = {}
    for case in load.cases:
        found[case.pk] = staff.candidates(case.referral)
        if found[case.pk]:
            first = found[case.pk][0].holder.pk
            staff.weights[first] = staff.weights.get(first, 0) + weighs[case.pk]
            staff.loads.counts[first] += 1
    return found


def who_could_cover(actor: Actor, load: Load) -> list[Membership]:
    """Colleagues who see the people of all whom the leaver would have covered, by name."""
    away = {row.member.partner_id for row in load.covers}
    return [
        one
        for one in colleagues(actor)
        if one.scheme_id == load.member.scheme_id
        and one.pk != load.member.pk
        and (seat_of(one).sees_all or {one.partner_id} >= away)
    ]


def asked_first(load: Load, now: dt.datetime) -> list[tuple[Concern, str]]:
    """Each of the leaver's concerns, and who is asked first about it, by name and part; "" for nobody."""
    return [(concern, _asked_first(concern, now, load.member)) for concern in load.concerns]


def _asked_first(concern: Concern, now: dt.datetime, leaver: Membership) -> str:
    rungs = concerns.rungs_for_person(
        concern.person, now=now, without=concern.raised_by_id, last=[leaver.pk]
    )
    rung = next((one for one in rungs if one.member.pk != leaver.pk), None)
    return f"{rung.member.name} ({rung.what.lower()})" if rung else ""


def _planned(member: Membership) -> Iterable[Contact]:
    rows = Contact.objects.filter(
        Q(by=member) | Q(case__holder=member, case__state=CaseState.OPEN), happened_at=None
    )
    return rows.select_related("person__merged_into", "case").order_by("planned_for").distinct()


def _actions(member: Membership) -> Iterable[MeetingAction]:
    rows = MeetingAction.objects.filter(owner=member, status=MeetingAction.Status.TO_DO)
    return rows.select_related("person__merged_into").order_by("by_when", "created_at")


def _money(member: Membership) -> Iterable[MoneyRequest]:
    rows = MoneyRequest.objects.filter(asked_by=member, state__in=MONEY_OPEN)
    return rows.select_related("person__merged_into", "fund").order_by("asked_at")


def _goes(case_ids: set[UUID], planned: Sequence[Contact]) -> dict[UUID, Goes]:
    appointments = Counter(row.case_id for row in planned)
    steps = _counted(
        Action.objects.filter(
            goal__need__plan__case__in=case_ids, who=Action.Who.WORKER, status=Action.Status.TO_DO
        ).values_list("goal__need__plan__case")
    )
    waiting = _counted(
        Introduction.objects.filter(case__in=case_ids, progress__in=UNDER_WAY).values_list("case")
    )
    return {pk: Goes(appointments[pk], steps.get(pk, 0), waiting.get(pk, 0)) for pk in case_ids}


def _counted(rows: Iterable[tuple[UUID]]) -> dict[UUID, int]:
    found = rows.annotate(n=Count("pk")).order_by()  # type: ignore[attr-defined]
    return dict(found)


def _holders(member: Membership, people: Iterable[Person]) -> dict[UUID, Membership]:
    """Person -> who holds their open case, where that is a colleague."""
    ids = {person.kept.pk for person in people}
    rows = Case.objects.filter(
        Q(person__in=ids) | Q(person__merged_into__in=ids), state=CaseState.OPEN
    ).exclude(holder=None)
    found = rows.exclude(holder=member).select_related("holder__partner", "person__merged_into")
    return {row.person.kept.pk: row.holder for row in found if row.holder is not None}
