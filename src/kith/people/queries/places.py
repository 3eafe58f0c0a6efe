"""Reading what is known of addresses."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from kith.people.models import AddressWarning, ContactPoint, Person
from kith.people.queries.seeing import contact_points
from kith.people.rules.places import place_of


def warnings_of(points: Iterable[ContactPoint]) -> list[AddressWarning]:
    """What is in force at the addresses among somebody's ways, two to visit first. No read without an address."""
    homes = _homes(points)
    return _ordered(_at(homes).filter(ended_on=None)) if homes else []


def warnings_before(points: Iterable[ContactPoint]) -> list[AddressWarning]:
    """What was known of these addresses and has ended, the last first."""
    homes = _homes(points)
    rows = _at(homes).exclude(ended_on=None) if homes else AddressWarning.objects.none()
    return list(rows.order_by("-ended_on", "-created_at"))


def warnings_at(scheme_id: UUID, address: str) -> list[AddressWarning]:
    """What is in force at an address, as somebody typed it."""
    place = place_of(address)
    if not place:
        return []
    return _ordered(AddressWarning.objects.filter(scheme_id=scheme_id, place=place, ended_on=None))


def warnings_for(person: Person) -> list[AddressWarning]:
    """What is in force where a person lives."""
    return warnings_of(contact_points(person))


def warning_of(person: Person, warning_id: UUID) -> AddressWarning:
    """One of them; the one 404 for any other, and for one that has ended."""
    found = next((row for row in warnings_for(person) if row.pk == warning_id), None)
    if found is None:
        raise Http404
    return found


def _homes(points: Iterable[ContactPoint]) -> list[ContactPoint]:
    return [
        point
        for point in points
        if point.kind == ContactPoint.Kind.ADDRESS and point.ended_on is None
    ]


def _at(homes: list[ContactPoint]) -> QuerySet[AddressWarning]:
    places = {place_of(point.value, point.postcode) for point in homes} - {""}
    here = Q(place__in=places) | Q(point_id__in=[point.pk for point in homes])
    return AddressWarning.objects.filter(here, scheme_id=homes[0].scheme_id)


def _ordered(rows: QuerySet[AddressWarning]) -> list[AddressWarning]:
    order = AddressWarning.Kind.values
    return sorted(rows, key=lambda row: (order.index(row.kind), row.seen_on, row.created_at))
