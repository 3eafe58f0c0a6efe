"""Reading contacts: a person's own, what is planned, what was said last."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from kith.accounts.permissions import Permission
from kith.isolation.actor import Actor
from kith.organisations.duty import Duty
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.queries import open_now, schemes_where
from kith.pathway.caseload.states import CaseState
from kith.pathway.contacts import rules
from kith.pathway.contacts.models import (
    Contact,
    InterpreterBooking,
    Outcome,
    PhoneMessage,
    SupportGiven,
    Wait,
)
from kith.people.models import Person
from kith.people.queries import records_of_all, with_merged_visible_to


def waits_of(case: Case) -> list[Wait]:
    """What was said about the wait of a case, newest first."""
    rows = Wait.objects.filter(case=case).select_related("contact")
    return list(rows.order_by("-noted_at", "-created_at"))


def contacts_of(person: Person) -> QuerySet[Contact]:
    """What happened with a person, newest first."""
    return Contact.objects.filter(person__in=person.records, happened_at__isnull=False).order_by(
        "-happened_at", "-created_at"
    )


def planned_with(person: Person) -> QuerySet[Contact]:
    """Appointments that have not happened, soonest first; those whose time has gone among them."""
    return Contact.objects.filter(person__in=person.records, happened_at=None).order_by(
        "planned_for"
    )


def newest_in(case: Case) -> Contact | None:
    """What happened last in a case."""
    happened = Contact.objects.filter(case=case, happened_at__isnull=False)
    return happened.order_by("-happened_at", "-created_at").first()


def unanswered_asks(case_ids: Iterable[UUID], *, on: datetime.date) -> list[Wait]:
    """Of each case, when we last asked whether they still want this, if a day has come on which to look again.

    An earlier asking is settled by asking again: it is the last one's day that counts.
    """
    asked = Wait.objects.filter(kind=Wait.Kind.ASKED, case_id__in=list(case_ids))
    last = asked.order_by("case_id", "-noted_at", "-created_at").distinct("case_id")
    return [row for row in last if row.remind_on is not None and row.remind_on <= on]


def to_come(person: Person, after: datetime.datetime) -> list[Contact]:
    """Appointments with somebody that are to come after a moment, soonest first."""
    return list(planned_with(person).filter(planned_for__gt=after))


def contact_for(actor: Actor, contact_id: UUID) -> Contact:
    """One contact of a person the actor may see; raises the one 404 otherwise."""
    row = (
        Contact.objects.filter(pk=contact_id, person__in=with_merged_visible_to(actor))
        .select_related("person", "case", "point", "letter")
        .first()
    )
    if row is None:
        raise Http404
    return row


def booking_of(contact: Contact) -> InterpreterBooking | None:
    """The interpreter's booking that stands for an appointment."""
    return InterpreterBooking.objects.filter(contact=contact, ended_at=None).first()


def last_supplier(scheme_id: UUID, language: str) -> str:
    """Whom the scheme asked last for an interpreter of a language; empty when never."""
    rows = InterpreterBooking.objects.filter(scheme_id=scheme_id, language=language)
    return rows.order_by("-asked_at").values_list("supplier", flat=True).first() or ""


def needing_interpreter(
    case_ids: Iterable[UUID], members: Iterable[UUID], actor: Actor, *, before: datetime.datetime
) -> QuerySet[Any]:
    """Appointments ahead, of these cases or of these workers, that are before a moment, and whose person needs an
    interpreter while no supplier has said yes; soonest first, as `whose` says.
    """
    confirmed = InterpreterBooking.objects.filter(
        contact=OuterRef("pk"), ended_at=None, confirmed_at__isnull=False
    )
    interpreted = Q(person__needs_interpreter=True)
    interpreted |= Q(person__access_needs__overlap=list(rules.INTERPRETERS))
    rows = whose(actor).filter(
        ~Exists(confirmed),
        interpreted,
        Q(case_id__in=list(case_ids)) | Q(by_id__in=list(members)),
        happened_at=None,
        planned_for__gt=timezone.now(),
        planned_for__lt=before,
    )
    return rows.order_by("planned_for")


def unsaid(
    memberships: Iterable[UUID], actor: Actor, *, before: datetime.datetime
) -> QuerySet[Any]:
    """Appointments planned before a moment of whose outcome nobody has said anything: those of these workers, and
    those with people whose open case they hold; soonest first, as `whose` says.
    """
    members = list(memberships)
    held = Exists(open_now().filter(holder_id__in=members))
    rows = whose(actor).filter(
        Q(by_id__in=members) | Q(held), happened_at=None, planned_for__lt=before
    )
    return rows.order_by("planned_for")


def whose(actor: Actor) -> QuerySet[Any]:
    """Contacts, each with the `open_case` of its person, whichever case it was planned in, and `visible`:
    whether the actor may open the record.
    """
    seen = with_merged_visible_to(actor).filter(pk=OuterRef("person_id"))
    rows: QuerySet[Any] = Contact.objects.annotate(
        open_case=Subquery(open_now().values("pk")[:1]), visible=Exists(seen)
    )
    return rows.select_related("person__merged_into")


def support_of(case: Case) -> QuerySet[SupportGiven]:
    """What the worker did themselves in a case, newest first."""
    return SupportGiven.objects.filter(case=case).order_by("-given_on", "-created_at")


def support_for(actor: Actor, support_id: UUID) -> SupportGiven:
    """One support given to a person the actor may see; raises the one 404 otherwise."""
    row = (
        SupportGiven.objects.filter(pk=support_id, person__in=with_merged_visible_to(actor))
        .select_related("person", "case")
        .first()
    )
    if row is None:
        raise Http404
    return row


def due(members: Iterable[UUID], *, before: datetime.datetime) -> QuerySet[Contact]:
    """Appointments of these memberships planned before a moment and not marked, soonest first."""
    return (
        Contact.objects.filter(by__in=list(members), happened_at=None, planned_for__lt=before)
        .select_related("person", "case")
        .order_by("planned_for")
    )


def last_conversations(people: Iterable[UUID]) -> dict[UUID, Contact]:
    """The newest conversation with each of these people, in one query."""
    rows = (
        Contact.objects.filter(person__in=records_of_all(people), outcome=Outcome.REACHED)
        .annotate(kept_id=Coalesce("person__merged_into", "person"))
        .order_by("kept_id", "-happened_at")
        .distinct("kept_id")
    )
    return {row.kept_id: row for row in rows}


def last_notes(people: Iterable[UUID]) -> dict[UUID, Contact]:
    """The newest contact with a note for each of these people, in one query."""
    rows = (
        Contact.objects.filter(person__in=records_of_all(people), happened_at__isnull=False)
        .exclude(note="")
        .annotate(kept_id=Coalesce("person__merged_into", "person"))
        .order_by("kept_id", "-happened_at")
        .distinct("kept_id")
    )
    return {row.kept_id: row for row in rows}


def messages_for(
    holders: Iterable[UUID], *, nobodys_for: Actor | None = None
) -> QuerySet[PhoneMessage]:
    """Word left by people with an open case of these memberships and, for whoever sees a team, by people whom they
    may see and nobody holds. The urgent first, then the oldest.
    """
    kept = Coalesce(OuterRef("person__merged_into"), OuterRef("person"))
    cases = Case.objects.filter(person=kept, state=CaseState.OPEN)
    wanted = Q(Exists(cases.filter(holder__in=list(holders))))
    leads = schemes_where(nobodys_for, Permission.SEE_TEAM) if nobodys_for else ()
    if nobodys_for and leads:
        wanted |= Q(
            ~Exists(cases.filter(holder__isnull=False)),
            scheme_id__in=leads,
            person__in=with_merged_visible_to(nobodys_for),
        )
    rows = PhoneMessage.objects.filter(wanted, done_at=None)
    return rows.select_related("person").order_by("-urgent", "taken_at")


def for_today(duty: Duty) -> list[PhoneMessage]:
    """Word left for somebody, for those whom they cover and, where they see the team, for nobody; the urgent first."""
    return list(messages_for(duty.looked_after, nobodys_for=duty.actor))


def message_for(actor: Actor, message_id: UUID) -> PhoneMessage:
    """One message about a person the actor may see; raises the one 404 otherwise."""
    rows = PhoneMessage.objects.filter(pk=message_id, person__in=with_merged_visible_to(actor))
    row = rows.select_related("person").first()
    if row is None:
        raise Http404
    return row
