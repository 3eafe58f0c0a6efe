"""What a scheme itself says of its services: adding, correcting, confirming."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.audit.write import action
from kith.directory.actions.corrections import CORRECTABLE, correct_service
from kith.directory.actions.parts import place_rows, session_rows
from kith.directory.facts import PlaceFacts, SessionFacts
from kith.directory.models import CommunityOrganisation, Place, Service, Session
from kith.directory.queries import organisation_named
from kith.geography.postcodes import InvalidPostcode, locate, normalise
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import today
from kith.vocabulary import foundations as rows

FROM_FEED = (
    "This entry comes from a directory feed, which keeps where and when, who runs it and the words"
    " it is found by. Ask whoever keeps the feed to put those right. The rest can be corrected here."
)


@action("directory.add_organisation")
def add_organisation(
    *,
    by: Actor,
    scheme_id: UUID,
    name: str,
    description: str = "",
    email: str = "",
    phone: str = "",
    url: str = "",
) -> CommunityOrganisation:
    """Add a community organisation. Raises Refused without a name, or when it is there already."""
    if not name.strip():
        raise Refused("Enter the name of the organisation.", field="name")
    if organisation_named(scheme_id, name) is not None:
        raise Refused(
            "This organisation is in the directory already."
            " Find it there, and add the service to it.",
            field="name",
        )
    return CommunityOrganisation.objects.create(
        scheme_id=scheme_id,
        name=name.strip(),
        description=description,
        email=email,
        phone=phone,
        url=url,
    )


@action("directory.add_service")
def add_service(
    *,
    by: Actor,
    scheme_id: UUID,
    name: str,
    organisation: CommunityOrganisation | None = None,
    organisation_name: str = "",
    foundations: Sequence[str] = (),
    terms: Sequence[str] = (),
    places: Sequence[PlaceFacts] = (),
    sessions: Sequence[SessionFacts] = (),
    checked: str = "",
    at: datetime.datetime | None = None,
    **values: object,
) -> Service:
    """Add a service of the scheme's own. Adding it is no check: `checked` says how whoever adds it made sure of it
    (`Service.How`), today or on the day of `at` (decision 0057).

    `organisation_name` finds or adds the organisation; `terms` are words it should be found by;
    `values` are other fields of the service. Raises Refused for a missing name, ages the wrong way
    round, a foundation that is none or another way of checking.
    """
    if not name.strip():
        raise Refused("Enter the name of the service.", field="name")
    _check(foundations, values)
    if checked and checked not in Service.How.values:
        raise Refused("Say how you made sure of it.", field="checked")
    service = Service.objects.create(
        scheme_id=scheme_id,
        name=name.strip(),
        organisation=organisation or _organisation(by, scheme_id, organisation_name),
        foundations=list(foundations),
        terms=as_terms(terms),
        assured_on=(at.date() if at else today()) if checked else None,
        assured_by=by.name[:200] if checked else "",
        assured_how=checked,
        **values,
    )
    write_places(service, places)
    write_sessions(service, sessions)
    publish(service)
    return service


@action("directory.edit_service")
def edit_service(
    *,
    by: Actor,
    service: Service,
    expected: int | None = None,
    organisation_name: str | None = None,
    foundations: Sequence[str] | None = None,
    terms: Sequence[str] | None = None,
    **values: object,
) -> Service:
    """Correct a service. What is not given stays.

    Of a service that comes from a feed the foundations and `is_published` stay changed, and what
    can be corrected (`CORRECTABLE`) stands over what the feed says; where, when and who are the
    feed's. Raises Refused, and Stale when someone else changed it.
    """
    if service.feed_id and (terms is not None or organisation_name is not None):
        raise Refused(FROM_FEED)
    if "name" in values and not str(values["name"]).strip():
        raise Refused("Enter the name of the service.", field="name")
    now = {"minimum_age": service.minimum_age, "maximum_age": service.maximum_age}
    _check(foundations or (), {**now, **values})
    if foundations is not None:
        values["foundations"] = list(foundations)
    if service.feed_id and set(values) & CORRECTABLE:
        corrected: dict[str, Any] = {name: values.pop(name) for name in set(values) & CORRECTABLE}
        correct_service(by=by, service=service, expected=expected, **corrected)
        expected = None
    if service.feed_id and set(values) - {"is_published", "foundations"}:
        raise Refused(FROM_FEED)
    if terms is not None:
        values["terms"] = as_terms(terms)
    if organisation_name is not None:
        values["organisation"] = _organisation(by, service.scheme_id, organisation_name)
    change(service, expected=expected, modified_at=timezone.now(), **values)
    publish(service)
    return service


@action("directory.set_published")
def set_published(*, by: Actor, service: Service, is_published: bool) -> Service:
    """Take a listing out of what anybody may read, or put it back; the team has it either way.

    Raises Refused when it is so already.
    """
    if service.is_published == is_published:
        raise Refused("It is so already. Reload the page.")
    change(service, is_published=is_published, modified_at=timezone.now())
    publish(service)
    return service


@action("directory.add_place")
def add_place(*, by: Actor, service: Service, place: PlaceFacts) -> Place:
    """Add where a service is given. Raises Refused for a postcode that is none."""
    there = Place.objects.filter(service=service).count()
    row = next(place_rows(service, [_located(place)], after=there))
    row.save(force_insert=True)
    change(service, modified_at=timezone.now())
    return row


@action("directory.set_places")
def set_places(*, by: Actor, service: Service, places: Sequence[PlaceFacts]) -> Service:
    """Say where a service is given, in place of what was said before.

    Raises Refused as `add_place`, and for a service that comes from a feed.
    """
    if service.feed_id:
        raise Refused(FROM_FEED)
    Place.objects.filter(service=service).delete()
    write_places(service, places)
    change(service, modified_at=timezone.now())
    return service


@action("directory.set_sessions")
def set_sessions(*, by: Actor, service: Service, sessions: Sequence[SessionFacts]) -> Service:
    """Say when a service runs, in place of what was said before."""
    if service.feed_id:
        raise Refused(FROM_FEED)
    Session.objects.filter(service=service).delete()
    write_sessions(service, sessions)
    change(service, modified_at=timezone.now())
    return service


def write_places(service: Service, places: Iterable[PlaceFacts]) -> None:
    """Add places to a service that was written in the same action."""
    Place.objects.bulk_create(place_rows(service, [_located(place) for place in places]))


def write_sessions(service: Service, sessions: Iterable[SessionFacts]) -> None:
    """Add sessions to a service that was written in the same action."""
    Session.objects.bulk_create(session_rows(service, sessions))


def as_terms(words: Iterable[str]) -> list[dict[str, str]]:
    """Words to be found by, in the shape that feeds' taxonomy terms have."""
    tidy = (word.strip() for word in words)
    return [{"taxonomy": "", "code": "", "name": word} for word in dict.fromkeys(tidy) if word]


def publish(service: Service) -> None:
    """What belongs to a service is readable by those who may read it, inside the same action; who runs it, as long as
    one of their services is.
    """
    for part in (Place, Session):
        part.objects.filter(service=service).exclude(is_published=service.is_published).update(
            is_published=service.is_published
        )
    if service.organisation_id:
        theirs = Service.objects.filter(organisation=service.organisation_id, is_published=True)
        shown = theirs.exists()
        CommunityOrganisation.objects.filter(pk=service.organisation_id).exclude(
            is_published=shown
        ).update(is_published=shown)


def _located(place: PlaceFacts) -> PlaceFacts:
    try:
        postcode = normalise(place.postcode) if place.postcode else ""
    except InvalidPostcode as error:
        raise Refused(str(error), field="postcode") from error
    if place.latitude is not None or not postcode:
        return replace(place, postcode=postcode)
    point = locate(postcode)
    return replace(
        place,
        postcode=postcode,
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
    )


def _organisation(by: Actor, scheme_id: UUID, name: str) -> CommunityOrganisation | None:
    if not name.strip():
        return None
    return organisation_named(scheme_id, name) or add_organisation(
        by=by, scheme_id=scheme_id, name=name
    )


def _check(foundations: Sequence[str], values: dict[str, object]) -> None:
    if set(foundations) - {key for key, _ in rows.choices()}:
        raise Refused("Choose where this service belongs.", field="foundations")
    least, most = values.get("minimum_age"), values.get("maximum_age")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        raise Refused("The youngest age is above the oldest. Check both.", field="maximum_age")
