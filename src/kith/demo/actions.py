"""The write door of the demonstration itself: noting what was told."""

from __future__ import annotations

from uuid import UUID

from kith.audit.write import action
from kith.demo.models import Told
from kith.isolation.actor import Actor


@action("demo.mark_told")
def mark_told(*, by: Actor, scheme_id: UUID, part: str) -> Told:
    """Note that a part was told. Raises IntegrityError when another load told it meanwhile."""
    return Told.objects.create(scheme_id=scheme_id, part=part)
