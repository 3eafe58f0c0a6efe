"""Reading cases: mine, due, waiting for a holder, and how much each worker carries."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from kith.accounts.permissions import Permission
from kith.accounts.roles import permissions_of
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.duty import Duty, duty_of
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case, Holding, Joining, PutOff
from kith.pathway.caseload.rules import may_give_to, may_hold
from kith.pathway.caseload.states import CaseState
from kith.pathway.referrals import queries as referral_queries
from kith.pathway.referrals import rules as referral_rules
from kith.pathway.referrals.models import Referral
from kith.people import queries as people
from kith.people.models import Person
from kith.ui.dates import LONDON
from kith.vocabulary.snomed import Concept


def visible_to(actor: Actor) -> QuerySet[Case]:
    """The cases, open and ended, of the people an actor may see."""
    rows = Case.objects.select_related(
        "person", "person__practice", "holder", "referral", "partner"
    )
    if actor.kind == "system":
        return rows
    return rows.filter(person__in=people.with_merged_visible_to(actor))


def open_cases(actor: Actor) -> QuerySet[Case]:
    """The open cases of the people an actor may see, the next step first."""
    rows = visible_to(actor).filter(state=CaseState.OPEN)
    return rows.order_by(F("next_step_on").asc(nulls_last=True), "opened_at", "id")


def due(actor: Actor, today: datetime.date) -> QuerySet[Case]:
    """The actor's own open cases whose next step was promised for today or before."""
    own = [seat.membership_id for seat in actor.seats]
    return open_cases(actor).filter(holder_id__in=own, next_step_on__lte=today)


def unallocated(scheme_id: UUID) -> QuerySet[Case]:
    """Open cases that nobody holds, the one waiting longest first."""
    rows = Case.objects.filter(scheme_id=scheme_id, state=CaseState.OPEN, holder=None)
    return rows.select_related("person", "referral", "partner").order_by("opened_at", "id")


def case_for(actor: Actor, case_id: UUID) -> Case:
    """One case the actor may see; raises the one 404 otherwise."""
    found = visible_to(actor).filter(pk=case_id).first()
    if found is None:
        raise Http404
    return found


def open_case_of(person: Person) -> Case | None:
    """The person's open case, if there is one, on whichever of their records."""
    return (
        Case.objects.filter(person__in=person.records, state=CaseState.OPEN)
        .select_related("holder", "referral", "partner")
        .first()
    )


def open_now(person: str = "person") -> QuerySet[Case]:
    """The open case of the person of a row of another table, for its subqueries; `person` is the row's field."""
    kept = Coalesce(OuterRef(f"{person}__merged_into"), OuterRef(person))
    ids = Person.objects.filter(Q(pk=OuterRef("root")) | Q(merged_into=OuterRef("root")))
    return Case.objects.alias(root=kept).filter(person__in=ids.values("pk"), state=CaseState.OPEN)


def merged_in() -> ArraySubquery:
    """The ids of the cases that ended as two records became one and go on with the case of the outer query."""
    return ArraySubquery(Case.objects.filter(merged_into=OuterRef("pk")).values("pk"))


def going_on(memberships: Iterable[UUID]) -> QuerySet[Case, Any]:
    """The ids of the open cases that these workers hold, and of those that go on with one of them."""
    held = Case.objects.filter(holder_id__in=list(memberships), state=CaseState.OPEN)
    return held.values("pk").union(Case.objects.filter(merged_into__in=held).values("pk"), all=True)


def may_compare(actor: Actor, one: Person, other: Person) -> bool:
    """Whether somebody may say that two records are one person's or two people's: who may see both.

    Whoever decides on a referral sees the record that came with it and that nobody supports yet.
    """
    if actor.kind == "system":
        return True
    ids = {one.pk, other.pk}
    seen = people.with_merged_visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)
    unseen = ids - set(seen)
    waiting = list(referral_queries.waiting(actor).filter(person__in=unseen)) if unseen else []
    standings = referral_queries.standings_of(actor, waiting)
    came = {row.person_id for row in waiting if standings[row.pk].decides}
    return unseen <= came


def put_off_by(actor: Actor, press: UUID) -> list[PutOff]:
    """What an actor put off in one press and has not taken back."""
    own = [seat.membership_id for seat in actor.seats]
    rows = PutOff.objects.filter(press=press, by__in=own, undone_at=None)
    return list(rows.select_related("case__person"))


def press_for(actor: Actor, press: UUID) -> UUID:
    """A press by which the actor put something off; raises the one 404 otherwise."""
    own = [seat.membership_id for seat in actor.seats]
    if not PutOff.objects.filter(press=press, by__in=own).exists():
        raise Http404
    return press


def last_put_off(duty: Duty) -> list[PutOff]:
    """What somebody put off last on this day and has not taken back; empty when nothing."""
    since = datetime.datetime.combine(duty.day, datetime.time.min, tzinfo=LONDON)
    rows = PutOff.objects.filter(by__in=duty.own, put_off_at__gte=since, undone_at=None)
    found = list(rows.select_related("case__person").order_by("-put_off_at", "pk"))
    return [row for row in found if row.press == found[0].press]


def holdings_of(case: Case) -> QuerySet[Holding]:
    """Who held a case, from when to when, newest first."""
    return (
        Holding.objects.filter(case=case).select_related("holder", "given_by").order_by("-from_at")
    )


def holding_for(actor: Actor, holding_id: UUID) -> Holding:
    """One holding of the actor's own; raises the one 404 otherwise."""
    own = [seat.membership_id for seat in actor.seats]
    found = Holding.objects.filter(pk=holding_id, holder_id__in=own).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class ToRead:
    """What somebody has to read before they ring: further referrals of people whom they look after, and what was
    written to them as cases were given to them; the oldest first.
    """

    joined: list[Joining]
    notes: list[Holding]


def for_today(duty: Duty) -> ToRead:
    """What somebody has not read yet, in two reads."""
    rows = Holding.objects.filter(
        holder_id__in=duty.own, to_at=None, note_read_at=None, passing=None
    )
    notes = rows.exclude(note="").select_related("case__person", "given_by").order_by("from_at")
    return ToRead(joined_unread(duty.looked_after), list(notes))


def looked_after(actor: Actor) -> set[UUID]:
    """The memberships whose people are the actor's today: their own, and those they cover for."""
    return set(duty_of(actor, timezone.now()).looked_after)


def joined_to(case: Case) -> list[Referral]:
    """The referrals that joined a case after it was opened, in their order."""
    rows = Referral.objects.filter(joinings__case=case).select_related("person", "practice")
    return list(rows.order_by("joinings__joined_at"))


def joined_unread(memberships: Iterable[UUID]) -> list[Joining]:
    """Referrals that joined open cases of these workers and that nobody of them has read, oldest first."""
    rows = Joining.objects.filter(
        case__holder_id__in=list(memberships), case__state=CaseState.OPEN, read_at=None
    )
    return list(_joinings(rows).order_by("joined_at"))


def joinings_of(person: Person) -> list[Joining]:
    """Every referral that joined a case of a person, newest first."""
    rows = Joining.objects.filter(case__person__in=person.records)
    return list(_joinings(rows).order_by("-joined_at"))


def joining_for(actor: Actor, joining_id: UUID) -> Joining:
    """One joining to a case that the actor may see; raises the one 404 otherwise."""
    rows = Joining.objects.filter(pk=joining_id, case__in=visible_to(actor).values("pk"))
    found = rows.select_related("case__person", "referral").first()
    if found is None:
        raise Http404
    return found


def _joinings(rows: QuerySet[Joining]) -> QuerySet[Joining]:
    return rows.select_related(
        "case__person", "case__holder", "referral__practice", "read_by"
    ).prefetch_related("referral__reasons__reason")


@dataclass(frozen=True)
class Loads:
    """What the workers of a scheme carry now: by worker the number of their open cases; by practice the
    partners that support people registered there; by programme each worker's people of it.
    """

    counts: dict[UUID, int] = field(default_factory=lambda: defaultdict(int))
    serving: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    programmes: dict[UUID, dict[UUID, int]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(int))
    )


def loads(scheme_id: UUID) -> Loads:
    """What each worker of a scheme carries, in one read."""
    found = Loads()
    rows = Case.objects.filter(scheme_id=scheme_id, state=CaseState.OPEN, holder__isnull=False)
    for row in rows.values(
        "holder_id", "partner_id", "person__practice_id", "programme_id"
    ).annotate(held=Count("id")):
        holder, practice, programme = (
            row["holder_id"],
            row["person__practice_id"],
            row["programme_id"],
        )
        found.counts[holder] += row["held"]
        if practice and row["partner_id"]:
            found.serving[practice].add(row["partner_id"])
        if programme:
            found.programmes[programme][holder] += row["held"]
    return found


def possible_holders(actor: Actor, scheme_id: UUID) -> list[Membership]:
    """The staff of a scheme to whom the actor may give a case, by name."""
    opened = organisations.scheme(scheme_id).partners_see_each_other
    return [
        member
        for member in organisations.staff(scheme_id)
        if may_hold(member) and may_give_to(actor, member, partners_see_each_other=opened)
    ]


def code_owed(case: Case) -> Concept | None:
    """The code of the person's answer, when no letter or sheet has told it in this episode."""
    owed = referral_rules.code_owed(case.referral)
    told = case.referral.codes_owed.exclude(told_at=None)
    return None if owed is None or told.filter(code=owed.code).exists() else owed


def schemes_where(actor: Actor, permission: Permission) -> list[UUID]:
    """The schemes in which the actor may do something."""
    return [s.scheme_id for s in actor.seats if permission in permissions_of(s.roles)]
