"""Who could not be introduced since a service took nobody: kept for the figures alone."""

from __future__ import annotations

import datetime
from uuid import UUID

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.pathway.connections.models import NotSent
from kith.ui.dates import today

KEPT_FOR = datetime.timedelta(days=3 * 366)
"""Ours: as long as searches that found nothing are kept, beside which it is read."""


@action("connections.note_not_sent")
def note_not_sent(
    *,
    by: Actor,
    scheme_id: UUID,
    person_id: UUID,
    service_id: UUID,
    at: datetime.datetime | None = None,
) -> NotSent:
    """Keep that somebody could not be introduced to a service in this month, or in that of `at`; the same again is
    kept once.
    """
    month = today(at).replace(day=1)
    return NotSent.objects.get_or_create(
        scheme_id=scheme_id, person_id=person_id, service_id=service_id, month=month
    )[0]


@action("connections.forget_not_sent")
def forget_not_sent(*, by: Actor, scheme_id: UUID, on: datetime.date) -> int:
    """Delete what is too old to say anything of today's groups; how much it was."""
    old = NotSent.objects.filter(scheme_id=scheme_id, month__lt=on - KEPT_FOR)
    return old.delete()[0]
