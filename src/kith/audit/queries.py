"""Reading the logs, for those who may."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from kith.audit.models import Entry


def about_person(scheme_id: UUID, record_ids: Collection[UUID]) -> QuerySet[Entry]:
    """Everything done to and every look at one person's records, newest first.

    The scheme is named though the wall asks for it too: it is the wall that also lets people read their
    own lines, and such an "or" reaches no index.
    """
    rows = Entry.objects.filter(scheme_id=scheme_id, person_id__in=record_ids)
    return rows.order_by("-created_at")
