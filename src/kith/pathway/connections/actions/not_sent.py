"""Who could not be introduced since a service took nobody: kept for the figures alone."""

from __future__ import annotations

import datetime
from uuid import UUID

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.pathway.connections.models import NotSent

KEPT_FOR = datetime.timedelta(days=3 * 366)
"""Ours: as long as searches that found nothing are kept, beside which it is read."""


@action("connections.note_not_sent")
def note_not_sent(
    *, by: Actor, scheme_id: UUID, person_id: UUID, service_id: UUID, on: datetime.date
) -> NotSent:
    """Keep that somebody could not be introduced to a service in the month of a day; the same again is kept once."""
    return NotSent.objects.get_or_create(
        scheme_id=scheme_id, person_id=person_id, service_id=service_id, month=on.replace(day=1)
    )[0]


@action("connections.forget_not_sent")
def forget_not_sent(*, by: Actor, scheme_id: UUID, today: datetime.date) -> int:
    """Delete what is too old to say anything of today's groups; how much it was."""
    old = NotSent.objects.filter(scheme_id=scheme_id, month__lt=today - KEPT_FOR)
    return old.delete()[0]
