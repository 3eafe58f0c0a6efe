"""Reading the logs, for those who may."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from kith.audit.models import Entry


def about_person(person_id: UUID) -> QuerySet[Entry]:
    """Everything done to and every look at one person's record, newest first."""
    return Entry.objects.filter(person_id=person_id).order_by("-created_at")
