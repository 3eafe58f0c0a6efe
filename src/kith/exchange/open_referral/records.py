"""Rows of the directory as records of HSDS-UK 3.0, with the rest of HSDS 3.0 and `service_capacity`.

Every id is a UUID that is the same at each asking. What is not known is left out; where the UK
profile wants something all the same, the record says "Not given".
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from kith.directory.marks import NOT_GIVEN, STEPS, as_address
from kith.directory.models import CommunityOrganisation, Place, Service, Session
from kith.exchange.open_referral import contacts
from kith.exchange.open_referral.contacts import part_id as _id
from kith.exchange.open_referral.terms import Taxonomy, Term, terms_of
from kith.vocabulary import languages

Record = dict[str, Any]
_check_email = EmailValidator()


def service(row: Service) -> Record:
    """A service in full, with whatever hangs on it."""
    own = row.pk
    whole = {
        **listed_service(row),
        **_told(row.more, own, "service_id", _SERVICE_LISTS),
        **contacts.of_service(row),
        **_capacities(row),
        "languages": [_language(said, own) for said in row.languages],
        "schedules": [schedule(part) for part in row.sessions.all()],
        "service_at_locations": [_at(place, row) for place in row.places.all()],
        "attributes": _attributes(terms_of(row), own, "service"),
        **_cost(row),
    }
    if row.organisation is not None:
        whole["organization"] = organization(row.organisation)
    return told(whole)


def listed_service(row: Service) -> Record:
    """A service as a list shows it, with the short entry of who runs it."""
    return told(
        {
            "id": str(row.pk),
            "organization_id": str(row.organisation_id) if row.organisation_id else None,
            "name": row.name,
            "description": row.description,
            "url": row.url,
            "email": _email(row.email),
            "status": "inactive" if row.gone_at else row.status,
            "eligibility_description": row.eligibility,
            "minimum_age": row.minimum_age,
            "maximum_age": row.maximum_age,
            "assured_date": row.assured_on.isoformat() if row.assured_on else None,
            "last_modified": _moment(row.modified_at),
            "organization": _short_organization(row.organisation) if row.organisation else None,
        }
    )


def minimal_service(row: Service) -> Record:
    """Enough to see whether a service changed."""
    return {
        "id": str(row.pk),
        "name": row.name,
        "status": "inactive" if row.gone_at else row.status,
        "modified_date": _moment(row.modified_at),
        "last_modified": _moment(row.modified_at),
    }


def organization(row: CommunityOrganisation) -> Record:
    """Who runs services."""
    lists = _told(row.more, row.pk, "organization_id", _ORGANISATION_LISTS)
    return told(
        {
            **_short_organization(row),
            **lists,
            **contacts.of_part(row.more, row.pk, "organization_id", phone=row.phone),
        }
    )


def _short_organization(row: CommunityOrganisation) -> Record:
    return told(
        {
            "id": str(row.pk),
            "name": row.name,
            "description": row.description or row.name,
            "email": _email(row.email),
            "website": row.url,
            "url": row.url,
        }
    )


def service_at_location(row: Place, *, full: bool) -> Record:
    """A service at one place; `full` with all of the service, without its other places."""
    about = service(row.service) if full else listed_service(row.service)
    about.pop("service_at_locations", None)
    return {**_at(row, row.service), "service": about}


def _at(row: Place, of: Service) -> Record:
    where, there = uuid5(row.pk, "location"), row.more.get("at") or {}
    return told(
        {
            "id": str(row.pk),
            "service_id": str(row.service_id),
            "location_id": str(where),
            "description": there.get("description"),
            **contacts.of_part(there, row.pk, contacts.OF_BOTH, corrected=of.corrected),
            "location": _location(row, where, of),
        }
    )


def _location(row: Place, own: UUID, of: Service) -> Record:
    nested = ("address", "at", *contacts.NESTED)
    kept = {key: value for key, value in row.more.items() if key not in nested}
    return told(
        {
            "id": str(own),
            "location_type": "virtual" if row.is_online else "physical",
            "name": row.name,
            "latitude": row.latitude,
            "longitude": row.longitude,
            **kept,
            **contacts.of_part(row.more, own, "location_id", corrected=of.corrected),
            "addresses": [_address(row, own)] if row.address or row.postcode else [],
            "accessibility": [
                {"id": str(uuid5(own, line)), "location_id": str(own), "accessibility": line,
                 "description": line}
                for line in _access(row)
            ],
        }
    )  # fmt: skip


def _address(row: Place, own: UUID) -> Record:
    kept = row.more.get("address") or as_address(row.address)
    wanted = dict.fromkeys(("address_1", "city", "state_province", "postal_code"), NOT_GIVEN)
    country = kept.get("country") or "GB"
    found = {**kept, "postal_code": row.postcode, "country": country}
    return {
        "id": str(uuid5(own, "address")),
        "location_id": str(own),
        **wanted,
        **told(found),
        "address_type": "virtual" if row.is_online else "physical",
    }


def _access(row: Place) -> Iterator[str]:
    lines = [line for line in row.access.splitlines() if line]
    if row.is_step_free is not None:
        lines.append(STEPS[row.is_step_free])
    return iter(dict.fromkeys(lines))


def schedule(row: Session) -> Record:
    """When, in the parts of RFC 5545; the profile knows weeks and months only."""
    return told(
        {
            "id": str(row.pk),
            "service_id": str(row.service_id),
            "freq": row.frequency if row.frequency in ("WEEKLY", "MONTHLY") else None,
            "interval": row.interval if row.interval > 1 else None,
            "byday": ",".join(row.days),
            "bymonthday": ",".join(map(str, row.month_days)),
            "opens_at": row.opens.strftime("%H:%M") if row.opens else None,
            "closes_at": row.closes.strftime("%H:%M") if row.closes else None,
            "valid_from": row.from_date.isoformat() if row.from_date else None,
            "valid_to": row.to_date.isoformat() if row.to_date else None,
            "description": row.description,
        }
    )


def taxonomy(row: Taxonomy) -> Record:
    """A list of words."""
    return {"id": str(row.id), "name": row.name, "description": row.about}


def taxonomy_term(row: Term) -> Record:
    """A word of a list."""
    return told(
        {
            "id": str(row.id),
            "code": row.code,
            "name": row.name,
            "description": row.name,
            "taxonomy": row.taxonomy.name,
            "taxonomy_id": str(row.taxonomy.id),
            "taxonomy_detail": taxonomy(row.taxonomy),
        }
    )


def told(record: Mapping[str, Any]) -> Record:
    """What says something: optional fields without a value are left out (Open Referral UK,
    compliance).
    """
    return {key: value for key, value in record.items() if value not in (None, "", [], {})}


_SERVICE_LISTS = ("funding", "service_areas", "required_documents", "capacities", "additional_urls")
_ORGANISATION_LISTS = ("funding", "organization_identifiers", "additional_websites")
_NESTED = (*_SERVICE_LISTS, *_ORGANISATION_LISTS, *contacts.NESTED, "cost_options")


def _told(more: Record, own: UUID, owner: str, lists: Iterable[str]) -> Record:
    found = {key: value for key, value in more.items() if key not in _NESTED}
    for key in lists:
        found[key] = [
            {"id": _id(own, key, at), owner: str(own), **entry}
            for at, entry in enumerate(more.get(key) or [])
        ]
        for at, entry in enumerate(found[key]):
            if isinstance(entry.get("unit"), dict):
                entry["unit"] = {"id": _id(own, "unit", at), **entry["unit"]}
    return found


def _capacities(row: Service) -> Record:
    """The places that are free, where they are not as a feed says them; without any, what the feed says stands."""
    if row.places_free is None or (
        row.more.get("capacities") and "places_free" not in row.corrected
    ):
        return {}
    entry = {
        "id": _id(row.pk, "capacities", 0),
        "service_id": str(row.pk),
        "unit": {"id": _id(row.pk, "unit", 0), "name": "places"},
        "available": row.places_free,
        "updated": _moment(row.modified_at),
    }
    return {"capacities": [entry]}


def _cost(row: Service) -> Record:
    options, words = row.more.get("cost_options") or [], row.more.get("fees_description")
    if {"cost", "is_free"} & set(row.corrected):
        options, words = [], ""
    if not options and not words and row.cost:
        options, words = [{"option": row.cost}], row.cost
    entries = [
        {"id": _id(row.pk, "cost", at), "service_id": str(row.pk), **entry}
        for at, entry in enumerate(options)
    ]
    return {"cost_options": entries, "fees_description": words, "free": row.is_free}


def _language(said: str, own: UUID) -> Record:
    code = languages.recognise(said)
    name = languages.label(code) if code else said
    return told({"id": str(uuid5(own, f"language:{said}")), "service_id": str(own), "name": name,
                 "language": name, "code": code})  # fmt: skip


def _attributes(terms: Iterable[Term], own: UUID, entity: str) -> list[Record]:
    return [
        {
            "id": str(uuid5(own, f"attribute:{term.id}")),
            "link_id": str(own),
            "link_entity": entity,
            "taxonomy_term_id": str(term.id),
            "taxonomy_term": taxonomy_term(term),
        }
        for term in terms
    ]


def _email(said: str) -> str:
    """An address that is none is kept for the team, and goes no further."""
    try:
        _check_email(said)
    except ValidationError:
        return ""
    return said


def _moment(at: datetime.datetime) -> str:
    return at.astimezone(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
