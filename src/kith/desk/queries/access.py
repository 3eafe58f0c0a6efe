"""Who looked at whose record, and who changed it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kith.accounts.permissions import Permission
from kith.audit.models import Entry
from kith.isolation.actor import Actor
from kith.organisations.models import Membership
from kith.pathway.caseload.queries import schemes_where
from kith.people.models import Person
from kith.people.queries import with_merged_visible_to


def recent(
    actor: Actor, *, person: UUID | None = None, staff: UUID | None = None
) -> QuerySet[Entry]:
    """The entries about people in the schemes whose log the actor may see, newest first."""
    rows = Entry.objects.filter(
        scheme_id__in=schemes_where(actor, Permission.SEE_ACCESS_LOG), person_id__isnull=False
    )
    if person is not None:
        rows = rows.filter(person_id__in=_records(person))
    if staff is not None:
        rows = rows.filter(by_membership_id=staff)
    return rows.order_by("-created_at", "id")


def people_named(actor: Actor, ids: Iterable[UUID | None]) -> dict[UUID, Person]:
    """The people of these ids whom the actor may see, as the records that are kept."""
    rows = with_merged_visible_to(actor).filter(pk__in=[one for one in ids if one])
    return {row.pk: row.kept for row in rows.select_related("merged_into")}


def _records(person_id: UUID) -> QuerySet[Person, Any] | list[UUID]:
    found = Person.objects.filter(pk=person_id).first()
    return found.records if found else [person_id]


def staff_named(actor: Actor) -> QuerySet[Membership]:
    """The staff, past and present, of the schemes whose log the actor may see."""
    schemes = schemes_where(actor, Permission.SEE_ACCESS_LOG)
    return Membership.objects.filter(scheme_id__in=schemes).order_by("name", "id")
