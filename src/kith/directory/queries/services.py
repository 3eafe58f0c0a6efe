"""Reading services and who runs them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404

from kith.directory.models import CommunityOrganisation, Correction, Service, TeamNote
from kith.geography.postcodes import InvalidPostcode, Point, locate
from kith.isolation.actor import Actor
from kith.people.models import ContactPoint, Person

Row = TypeVar("Row", bound=Model)


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


def organisation_corrected(
    scheme_id: UUID, kept: Mapping[str, Any] | None
) -> CommunityOrganisation | None:
    """The organisation that a correction names; None when it names none, or one that is not there any more."""
    if not kept or not kept["id"]:
        return None
    return CommunityOrganisation.objects.filter(scheme_id=scheme_id, pk=kept["id"]).first()


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


def notes_of(service: Service) -> QuerySet[TeamNote]:
    """What the team tells itself of a service, the newest first."""
    rows = TeamNote.objects.filter(scheme_id=service.scheme_id, service=service, ended_at=None)
    return rows.order_by("-written_at", "id")


def note_for(actor: Actor, note_id: UUID) -> TeamNote:
    """One note of the actor's schemes; the one 404 for any other."""
    return _of_schemes(TeamNote.objects.select_related("service"), actor, note_id)


def corrections_of(service: Service) -> QuerySet[Correction]:
    """What the team put right of a service and its feed has not taken up."""
    return Correction.objects.filter(service=service, ended_at=None).order_by("field")


def correction_for(actor: Actor, correction_id: UUID) -> Correction:
    """One correction of the actor's schemes; the one 404 for any other."""
    return _of_schemes(Correction.objects.select_related("service"), actor, correction_id)


def _of_schemes(rows: QuerySet[Row], actor: Actor, pk: UUID) -> Row:
    found = rows.filter(pk=pk, scheme_id__in=actor.schemes).first()
    if found is None:
        raise Http404
    return found


def _whole() -> QuerySet[Service]:
    return (
        Service.objects.select_related("organisation")
        .prefetch_related("places", "sessions")
        .defer("raw")
    )
