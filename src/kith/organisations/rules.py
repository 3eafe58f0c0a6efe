"""Whom a scheme and its programmes are for."""

from __future__ import annotations

from uuid import UUID

from kith.organisations.models import Programme, Scheme


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


def is_too_young(scheme: Scheme, age: int) -> bool:
    """Whether somebody of an age is younger than those whom a scheme supports."""
    return age < scheme.youngest_age


def too_young_words(scheme: Scheme) -> str:
    """What whoever refers somebody younger is told at every door: what happens, and nothing of a no."""
    return f"We support people from {scheme.youngest_age}. We will read this and tell you who can help."
