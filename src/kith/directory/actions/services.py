"""What a scheme itself says of its services: adding, correcting, confirming."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.audit.write import action
from kith.directory import as_a_whole
from kith.directory.actions.corrections import CORRECTABLE, FROM_FEED, correct_service
from kith.directory.actions.parts import (
    located,
    publish,
    publish_organisation,
    put_places,
    put_sessions,
    timed,
)
from kith.directory.facts import PlaceFacts, SessionFacts
from kith.directory.models import CommunityOrganisation, Correction, Service
from kith.directory.queries import organisation_corrected, organisation_named
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import today
from kith.vocabulary import foundations as rows


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
    put_places(service, located(None, places))
    put_sessions(service, timed(None, sessions))
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
    places: Sequence[PlaceFacts] | None = None,
    sessions: Sequence[SessionFacts] | None = None,
    **values: object,
) -> Service:
    """Correct a service. What is not given stays; `places` and `sessions` take the place of all that were there.

    Of a service that comes from a feed the foundations and `is_published` stay changed, and what
    can be corrected (`CORRECTABLE`) stands over what the feed says. Raises Refused, and Stale when
    someone else changed it.
    """
    if "name" in values and not str(values["name"]).strip():
        raise Refused("Enter the name of the service.", field="name")
    now = {"minimum_age": service.minimum_age, "maximum_age": service.maximum_age}
    _check(foundations or (), {**now, **values})
    if foundations is not None:
        values["foundations"] = list(foundations)
    if terms is not None:
        values["terms"] = as_terms(terms, service.terms)
    if organisation_name is not None:
        values["organisation"] = _runs(by, service, organisation_name)
    if places is not None:
        values["places"] = located(service, places)
    if sessions is not None:
        values["sessions"] = timed(service, sessions)
    if service.feed_id:
        ours: dict[str, Any] = {name: values.pop(name) for name in set(values) & CORRECTABLE}
        if set(values) - {"is_published", "foundations"}:
            raise Refused(FROM_FEED)
        if ours:
            correct_service(by=by, service=service, expected=expected, **ours)
            expected = None
    _write(service, expected, values)
    return service


def _write(service: Service, expected: int | None, values: dict[str, Any]) -> None:
    parts = {name: values.pop(name) for name in ("places", "sessions") if name in values}
    ran_it = service.organisation
    change(service, expected=expected, modified_at=timezone.now(), **values)
    for name, put in (("places", put_places), ("sessions", put_sessions)):
        if name in parts and not _is_so(service, name, parts[name]):
            put(service, parts[name])
    publish(service)
    if ran_it != service.organisation:
        publish_organisation(ran_it)


def _is_so(service: Service, name: str, given: Any) -> bool:
    """Whether it stands so already, whose ids then stay."""
    return as_a_whole.same(name, as_a_whole.kept(name, given), as_a_whole.standing(service, name))


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


def as_terms(words: Iterable[str], there: Iterable[dict[str, str]] = ()) -> list[dict[str, str]]:
    """Words to be found by, in the shape that feeds' taxonomy terms have; one that is `there` stays of its taxonomy."""
    known = {term["name"]: term for term in there}
    tidy = (word.strip() for word in words)
    return [
        known.get(word, {"taxonomy": "", "code": "", "name": word})
        for word in dict.fromkeys(tidy)
        if word
    ]


def _runs(by: Actor, service: Service, name: str) -> CommunityOrganisation | None:
    """Who is meant by a name: whoever runs it now, or does as its feed says, before anybody else of that name."""
    now = as_a_whole.standing(service, "organisation")
    if name.strip() and as_a_whole.same("organisation", {"name": name}, now):
        return service.organisation
    theirs = Correction.objects.filter(service=service, field="organisation", ended_at=None)
    for row in theirs:
        if as_a_whole.same("organisation", {"name": name}, row.theirs):
            return organisation_corrected(service.scheme_id, row.theirs)
    return _organisation(by, service.scheme_id, name)


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
