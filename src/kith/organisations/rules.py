"""Whom a programme is for."""

from __future__ import annotations

from uuid import UUID

from kith.organisations.models import Programme


def in_catchment(
    programme: Programme, referrers: set[UUID], *, organisation_id: UUID | None, postcode: str
) -> bool:
    """Whether someone is in a programme's catchment: by who refers them, or by where they live.

    A programme that names neither place nor district is for anywhere, and of somebody without a postcode
    nobody says that they are outside.
    """
    if not postcode or (not programme.districts and not referrers):
        return True
    district = postcode.strip().upper().rsplit(" ", 1)[0]
    return organisation_id in referrers or district in programme.districts
