"""Reading what passed from one worker to another, which cases rest, and on which two work together."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.duty import Duty
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case, JointWork, Passing, Pause
from kith.pathway.caseload.queries import visible_to
from kith.pathway.caseload.rules import may_work_along
from kith.people.models import Person


@dataclass(frozen=True)
class ToHear:
    """What somebody has to hear of before they begin: what passed to them from colleagues, and what they are asked
    to help with.
    """

    passings: list[Passing]
    asked: list[JointWork]


def for_today(duty: Duty) -> ToHear:
    """What somebody has not heard of yet, oldest first; in four reads."""
    passings = Passing.objects.filter(receiver_id__in=duty.own, read_at=None)
    asked = JointWork.objects.filter(member_id__in=duty.own, ended_on=None, read_at=None)
    return ToHear(
        list(
            passings.select_related("giver")
            .prefetch_related("holdings__case__person__merged_into")
            .order_by("at")
        ),
        list(asked.select_related("case__person", "case__holder").order_by("created_at")),
    )


def passing_for(actor: Actor, passing_id: UUID) -> Passing:
    """One passing to the actor; raises the one 404 otherwise."""
    own = [seat.membership_id for seat in actor.seats]
    found = Passing.objects.filter(pk=passing_id, receiver_id__in=own).first()
    if found is None:
        raise Http404
    return found


def went_to(member: Membership) -> list[Passing]:
    """To whom somebody's load passed, the newest first."""
    rows = Passing.objects.filter(giver=member).select_related("receiver")
    return list(rows.order_by("-at", "receiver__name"))


def rests_until() -> Subquery:
    """For a case in a query: the first day on which its last pause is, or was, over; null where it never paused."""
    rows = Pause.objects.filter(case=OuterRef("pk")).order_by("-from_on", "-created_at")
    return Subquery(rows.values(over=Coalesce("ended_on", "until"))[:1])


def pause_of(case: Case, on: datetime.date) -> Pause | None:
    """The pause of a case that runs on a day, if any."""
    rows = Pause.objects.filter(case=case, from_on__lte=on, until__gt=on, ended_on=None)
    return rows.order_by("-from_on").first()


def pauses_of(person: Person) -> list[Pause]:
    """Every pause of a person's cases, newest first."""
    rows = Pause.objects.filter(case__person__in=person.records)
    return list(rows.order_by("-from_on", "-created_at"))


def joint_work_of(person: Person) -> list[JointWork]:
    """Who worked along on a person's cases, newest first."""
    rows = JointWork.objects.filter(case__person__in=person.records)
    return list(rows.select_related("member").order_by("-from_on", "-created_at"))


def along(memberships: Iterable[UUID]) -> Exists:
    """For a case in a query: whether one of these workers works along on it now."""
    rows = JointWork.objects.filter(case=OuterRef("pk"), ended_on=None)
    return Exists(rows.filter(member_id__in=list(memberships)))


def joint_work_for(actor: Actor, joint_id: UUID) -> JointWork:
    """A colleague's part in a case that the actor may see; raises the one 404 otherwise."""
    rows = JointWork.objects.filter(pk=joint_id, case__in=visible_to(actor).values("pk"))
    found = rows.select_related("case__person", "member").first()
    if found is None:
        raise Http404
    return found


def possible_colleagues(case: Case) -> list[Membership]:
    """Who could work along on a case, by name: those who see the person, but the holder and those who do."""
    opened = organisations.scheme(case.scheme_id).partners_see_each_other
    rows = JointWork.objects.filter(case=case, ended_on=None)
    there = {case.holder_id, *rows.values_list("member_id", flat=True)}
    return [
        member
        for member in organisations.staff(case.scheme_id)
        if member.pk not in there and may_work_along(case, member, opened=opened)
    ]
