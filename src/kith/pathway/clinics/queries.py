"""Reading clinics: those one may fill, their slots, and who stands in them."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from kith.accounts.permissions import Permission, holds
from kith.accounts.roles import permissions_of
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.duty import Duty
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CaseState
from kith.pathway.clinics.models import Clinic, Slot
from kith.pathway.contacts.models import Contact
from kith.pathway.contacts.rules.limits import MOST_MINUTES
from kith.people import queries as people
from kith.people.models import Person

MOST_OFFERED = 100


def clinics(actor: Actor) -> QuerySet[Clinic]:
    """The clinics of an actor and of the colleagues of their employer; of the whole scheme, for who sees it."""
    near = Q(worker__in=[seat.membership_id for seat in actor.seats])
    for seat in actor.seats:
        if holds(actor, Permission.WORK_WITH_PEOPLE, seat.scheme_id):
            there = Q(scheme_id=seat.scheme_id)
            near |= there if seat.sees_all else there & Q(worker__partner=seat.partner_id)
    rows = Clinic.objects.filter(near).select_related("worker")
    return rows.prefetch_related(Prefetch("slots", slots_seen_by(actor)))


def coming(actor: Actor, since: datetime.datetime) -> QuerySet[Clinic]:
    """Those that end after a moment and were not called off, the next first."""
    return clinics(actor).filter(ends_at__gte=since, called_off_at=None).order_by("starts_at", "pk")


def past(actor: Actor, until: datetime.datetime) -> QuerySet[Clinic]:
    """Those that have ended or were called off, the newest first."""
    rows = clinics(actor).filter(Q(ends_at__lt=until) | Q(called_off_at__isnull=False))
    return rows.order_by("-starts_at", "pk")


def slots_seen_by(actor: Actor) -> QuerySet[Any]:
    """Slots in their order, with `visible`: whether the actor may open the record of who stands in it."""
    seen = people.with_merged_visible_to(actor).filter(pk=OuterRef("contact__person_id"))
    rows: QuerySet[Any] = Slot.objects.annotate(visible=Exists(seen))
    return rows.select_related("contact__person__merged_into").order_by("starts_at")


def clinic_for(actor: Actor, clinic_id: UUID) -> Clinic:
    """One clinic that the actor may fill; raises the one 404 otherwise."""
    found = clinics(actor).filter(pk=clinic_id).first()
    if found is None:
        raise Http404
    return found


def slot_for(actor: Actor, slot_id: UUID) -> Slot:
    """One slot of a clinic that the actor may fill; raises the one 404 otherwise."""
    found = slots_seen_by(actor).filter(pk=slot_id).first()
    if found is None:
        raise Http404
    found.clinic = clinic_for(actor, found.clinic_id)
    slot: Slot = found
    return slot


def locked_slots(clinic: Clinic) -> list[Slot]:
    """All slots of a clinic, which no other transaction changes until this one ends."""
    rows = Slot.objects.select_for_update(of=("self",)).filter(clinic=clinic)
    return list(rows.select_related("contact__person").order_by("starts_at"))


def workers(actor: Actor, scheme_id: UUID) -> list[Membership]:
    """For whom the actor may plan a clinic: oneself, and for a lead those of their employer, by name."""
    seat = actor.seat(scheme_id)
    if seat is None:
        return []
    leads = holds(actor, Permission.SEE_TEAM, scheme_id)
    return [
        member
        for member in organisations.staff(scheme_id)
        if Permission.WORK_WITH_PEOPLE in permissions_of(frozenset(member.roles))
        and (
            member.pk == seat.membership_id
            or (leads and (seat.sees_all or member.partner_id == seat.partner_id))
        )
    ]


def clinic_to_change(actor: Actor, clinic_id: UUID) -> Clinic:
    """One clinic that the actor could have planned; raises the one 404 otherwise, as where they may only fill it."""
    found = clinic_for(actor, clinic_id)
    if found.worker not in workers(actor, found.scheme_id):
        raise Http404
    return found


def may_open(member: Membership, person: Person) -> bool:
    """Whether a worker may open somebody's record: nobody is sent to a worker who knows nothing of them."""
    as_them = Actor("staff", member.name, "", member.user_id, (organisations.seat_of(member),))
    return people.with_merged_visible_to(as_them).filter(pk=person.pk).exists()


def another_appointment(
    member: Membership, starts: datetime.datetime, ends: datetime.datetime
) -> Contact | None:
    """What a worker has planned at a time already, in a clinic or outside of one."""
    since = starts - datetime.timedelta(minutes=MOST_MINUTES)
    rows = Contact.objects.filter(by=member, happened_at=None)
    for row in rows.filter(planned_for__gt=since, planned_for__lt=ends):
        assert row.planned_for is not None
        length = datetime.timedelta(minutes=row.planned_minutes or 0)
        if row.planned_for >= starts or row.planned_for + length > starts:
            return row
    return None


def offered(actor: Actor, clinic: Clinic) -> list[Person]:
    """The people whom the worker of a clinic supports and the actor may see, the first hundred by name."""
    cases = Case.objects.filter(person=OuterRef("pk"), holder=clinic.worker, state=CaseState.OPEN)
    rows = people.visible_to(actor).filter(Exists(cases), scheme_id=clinic.scheme_id)
    return list(rows.order_by("sort_name", "pk")[:MOST_OFFERED])


def for_today(duty: Duty) -> list[Clinic]:
    """One's own clinics to come that a colleague changed or called off, and one has not read it: in one read."""
    rows = Clinic.objects.filter(worker__in=duty.own, ends_at__gte=duty.now).exclude(was="")
    return list(rows.order_by("starts_at", "pk"))


def between(actor: Actor, first: datetime.datetime, end: datetime.datetime) -> QuerySet[Clinic]:
    """One's own clinics that begin within these moments and were not called off."""
    own = [seat.membership_id for seat in actor.seats]
    rows = clinics(actor).filter(worker__in=own, starts_at__gte=first, starts_at__lt=end)
    return rows.filter(called_off_at=None).order_by("starts_at")
