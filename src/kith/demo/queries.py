"""Reading how much of the demonstration is there."""

from __future__ import annotations

from uuid import UUID

from kith.demo.models import Told


def told(scheme_id: UUID) -> set[str]:
    """The parts that were told of a scheme, by name."""
    return set(Told.objects.filter(scheme_id=scheme_id).values_list("part", flat=True))
