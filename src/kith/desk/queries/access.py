"""Who looked at whose record, and who changed it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from kith.accounts.permissions import Permission
from kith.audit.models import Entry
from kith.isolation.actor import Actor
from kith.organisations.models import Membership
from kith.pathway.caseload.queries import schemes_where
from kith.people.models import Person
from kith.people.queries import visible_to


def recent(
    actor: Actor, *, person: UUID | None = None, staff: UUID | None = None
) -> QuerySet[Entry]:
    """The entries about people in the schemes whose log the actor may see, newest first."""
    rows = Entry.objects.filter(
        scheme_id__in=schemes_where(actor, Permission.SEE_ACCESS_LOG), person_id__isnull=False
    )
    if person is not None:
        rows = rows.filter(person_id=person)
    if staff is not None:
        rows = rows.filter(by_membership_id=staff)
    return rows.order_by("-created_at", "id")


def people_named(actor: Actor, ids: Iterable[UUID | None]) -> dict[UUID, Person]:
    """The people of these ids whom the actor may see."""
    return {row.pk: row for row in visible_to(actor).filter(pk__in=[one for one in ids if one])}


def staff_named(actor: Actor) -> QuerySet[Membership]:
    """The staff, past and present, of the schemes whose log the actor may see."""
    schemes = schemes_where(actor, Permission.SEE_ACCESS_LOG)
    return Membership.objects.filter(scheme_id__in=schemes).order_by("name", "id")
