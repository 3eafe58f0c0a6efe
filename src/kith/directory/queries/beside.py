"""What stands beside a search: the team's notes on what was found, and the district it was for."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from kith.directory.models import TeamNote
from kith.geography.postcodes import district
from kith.people.models import ContactPoint, Person


def notes_of_each(service_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """What the team tells itself of each of these services, the newest first, in one query."""
    rows = TeamNote.objects.filter(service_id__in=list(service_ids), ended_at=None)
    found: dict[UUID, list[str]] = {}
    for service_id, text in rows.order_by("-written_at", "id").values_list("service_id", "text"):
        found.setdefault(service_id, []).append(text)
    return found


def district_of(person: Person) -> str:
    """The postcode district of a person's present address, "E3" of "E3 3PN"; "" when it is not known."""
    rows = ContactPoint.objects.filter(
        person=person, scheme_id=person.scheme_id, kind=ContactPoint.Kind.ADDRESS, ended_on=None
    ).exclude(postcode="")
    found = rows.order_by("-is_preferred", "-created_at").values_list("postcode", flat=True).first()
    return district(found) if found else ""
