"""Reading services and who runs them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from kith.directory.models import CommunityOrganisation, Service
from kith.geography.postcodes import InvalidPostcode, Point, locate
from kith.isolation.actor import Actor
from kith.people.models import ContactPoint, Person


def service_for(actor: Actor, service_id: UUID) -> Service:
    """One service of the actor's schemes with where and when; the one 404 for any other."""
    try:
        return _whole().get(pk=service_id, scheme_id__in=actor.schemes)
    except Service.DoesNotExist:
        raise Http404 from None


def detailed(ids: Iterable[UUID]) -> dict[UUID, Service]:
    """Services by id, with organisation, places and sessions, in three queries."""
    return {service.pk: service for service in _whole().filter(pk__in=list(ids))}


def organisations(scheme_id: UUID) -> QuerySet[CommunityOrganisation]:
    """The community organisations of a scheme, by name."""
    return CommunityOrganisation.objects.filter(scheme_id=scheme_id).order_by("name", "id")


def organisation_named(scheme_id: UUID, name: str) -> CommunityOrganisation | None:
    """The scheme's own entry of that name, whatever its capitals; feeds keep their own."""
    return organisations(scheme_id).filter(name__iexact=name.strip(), feed=None).first()


def home_of(person: Person) -> Point | None:
    """Where a person lives, from their present address; None when that is not known."""
    points = ContactPoint.objects.filter(
        person=person, scheme_id=person.scheme_id, kind=ContactPoint.Kind.ADDRESS, ended_on=None
    ).order_by("-is_preferred", "-created_at")
    for point in points:
        if point.latitude is not None and point.longitude is not None:
            return Point(point.latitude, point.longitude, 0, 0)
        try:
            found = locate(point.postcode) if point.postcode else None
        except InvalidPostcode:
            found = None
        if found:
            return found
    return None


def _whole() -> QuerySet[Service]:
    return (
        Service.objects.select_related("organisation")
        .prefetch_related("places", "sessions")
        .defer("raw")
    )
