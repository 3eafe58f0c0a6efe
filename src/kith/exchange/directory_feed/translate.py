"""From the JSON of HSDS-UK 3.0, HSDS 3.0 and HSDS-UK 1.0 to a FeedService.

The three versions use different keys for the same things and no key for different things, so one
reading serves all: feeds that mix them, as the living ones do, need no special case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Any

from kith.directory import marks
from kith.exchange.directory_feed import fields
from kith.exchange.directory_feed.costs import capacity, cost, eligibility
from kith.exchange.directory_feed.fields import (
    Json,
    Notes,
    first_object,
    identity,
    long_text,
    objects,
    text,
)
from kith.exchange.directory_feed.fingerprint import fingerprint
from kith.exchange.directory_feed.places import location, places
from kith.exchange.directory_feed.records import (
    FeedIdentifier,
    FeedLocation,
    FeedOrganisation,
    FeedPhone,
    FeedSchedule,
    FeedService,
    FeedTerm,
    ServiceRefused,
)
from kith.exchange.directory_feed.schedules import schedules
from kith.exchange.directory_feed.taxonomies import Taxonomies
from kith.exchange.directory_feed.text import shown
from kith.ui.dates import today

# HSDS 3.0 service.status; what a feed says beyond these is not taken for a promise that the service
# runs.
STATUSES = ("active", "inactive", "defunct", "temporarily closed")
_MOST = 200
_OTHER_TEXT = (
    "An earlier service in this feed has the same id and says something else. "
    "The earlier one was kept."
)


def translate_all(
    raws: Iterable[Any], taxonomies: Taxonomies | None = None, warnings: list[str] | None = None
) -> Iterator[FeedService | ServiceRefused]:
    """Yield one result for each service of a feed, in its order.

    Of two records with the same id the first stands: the same again is passed over and counted in a
    line of `warnings` at the end (pages of living feeds overlap); another text under the same id is
    refused.
    """
    seen: dict[str, str] = {}
    repeats = 0
    for raw in raws:
        result = translate_service(raw, taxonomies)
        if isinstance(result, FeedService):
            earlier = seen.get(result.source_id)
            if earlier == result.fingerprint:
                repeats += 1
                continue
            if earlier is not None:
                result = ServiceRefused(result.source_id, result.name, _OTHER_TEXT)
            else:
                seen[result.source_id] = result.fingerprint
        yield result
    if repeats and warnings is not None:
        warnings.append(
            f"{repeats} entries of the feed were the same service over again and were passed over."
        )


def translate_service(
    raw: Any, taxonomies: Taxonomies | None = None
) -> FeedService | ServiceRefused:
    """Return one service of a feed in our shape, or why it cannot be taken. Never raises, whatever
    `raw` is.
    """
    if not isinstance(raw, dict):
        return ServiceRefused("", "", f"An entry of the list is not a service but {shown(raw)}.")
    notes: Notes = []
    source_id = identity(raw)
    name = text(raw, "name", notes=notes)
    if not source_id:
        return ServiceRefused(
            "", name, "The service has no usable id, so it could not be recognised next time."
        )
    if not name:
        return ServiceRefused(source_id, "", "The service has no name.")
    try:
        return _service(raw, source_id, name, taxonomies or Taxonomies(), notes)
    except RecursionError:
        return ServiceRefused(source_id, name, "The service is nested too deeply to be read.")


def _service(
    raw: dict[str, Any], source_id: str, name: str, taxonomies: Taxonomies, notes: Notes
) -> FeedService:
    locations, times = _where_and_when(raw, notes)
    contacts = list(objects(raw.get("contacts")))[:_MOST]
    first_contact_email = next(
        (found for found in (fields.email(entry, notes=notes) for entry in contacts) if found), ""
    )
    return FeedService(
        source_id=source_id,
        name=name,
        description=long_text(raw, "description", notes=notes),
        status=_status(raw, notes),
        url=fields.web_address(raw, "url", notes=notes),
        email=fields.email(raw, notes=notes) or first_contact_email,
        phones=_phones(raw, contacts, notes),
        organisation=_organisation(raw, notes),
        locations=locations,
        schedules=times,
        cost=cost(raw, notes),
        eligibility=eligibility(raw, notes),
        languages=_languages(raw, notes),
        terms=_service_terms(raw, taxonomies, notes),
        areas=_areas(raw, notes),
        how_to_join=long_text(raw, "application_process", "attending_access", notes=notes),
        alert=long_text(raw, "alert", notes=notes),
        accreditations=long_text(raw, "accreditations", notes=notes),
        capacity=capacity(raw, notes),
        assured_date=_assured_date(raw, notes),
        last_modified=fields.moment(raw, "last_modified", notes=notes),
        fingerprint=fingerprint(raw),
        warnings=tuple(dict.fromkeys(notes)),
        raw=raw,
    )


def _assured_date(raw: Json, notes: Notes) -> date | None:
    """When somebody made sure of the entry; nobody has done so on a day that is yet to come."""
    found = fields.day(raw, "assured_date", notes=notes)
    if found is None or found <= today():
        return found
    notes.append(f"assured date: {found.isoformat()} is yet to come and was left out")
    return None


def _status(raw: Json, notes: Notes) -> str:
    stated = text(raw, "status", notes=notes)
    if not stated:
        notes.append("status: none given; taken as active")
        return "active"
    if stated.casefold() in STATUSES:
        return stated.casefold()
    notes.append(f"status: {shown(stated)} is not known; taken as inactive")
    return "inactive"


def _where_and_when(
    raw: Json, notes: Notes
) -> tuple[tuple[FeedLocation, ...], tuple[FeedSchedule, ...]]:
    found: dict[FeedLocation, None] = {}
    times = dict.fromkeys(schedules(raw, notes))
    for link, record in places(raw, notes):
        place = location({**record, "at": link}, notes)
        if place == FeedLocation(place.source_id):
            continue
        found[place] = None
        times.update(dict.fromkeys(schedules(link, notes, place.source_id)))
        times.update(dict.fromkeys(schedules(record, notes, place.source_id)))
    return tuple(found), tuple(times)[:_MOST]


def _phones(raw: Json, contacts: list[Json], notes: Notes) -> tuple[FeedPhone, ...]:
    nested = chain.from_iterable(objects(entry.get("phones")) for entry in contacts)
    flat = (entry for entry in contacts if entry.get("phone") or entry.get("telephone"))
    links = chain.from_iterable(
        objects(link.get("phones")) for link in objects(raw.get("service_at_locations"))
    )
    every = list(chain(objects(raw.get("phones")), nested, flat, links))
    return fields.phones(every[:_MOST], notes)


def _organisation(raw: Json, notes: Notes) -> FeedOrganisation | None:
    record = first_object(raw.get("organization"))
    source_id = identity(record) or identity({"id": raw.get("organization_id")})
    about: Notes = []
    name = text(record, "name", notes=about)
    if not (source_id or name):
        notes.append("organisation: none given")
        return None
    found = FeedOrganisation(
        source_id=source_id,
        name=name,
        description=long_text(record, "description", notes=about),
        email=fields.email(record, notes=about),
        url=fields.web_address(record, "website", "url", notes=about),
        phones=fields.phones(list(objects(record.get("phones")))[:_MOST], about),
        identifiers=tuple(_identifiers(record, about)),
        raw=dict(record),
    )
    notes.extend(f"organisation {note}" for note in about)
    return found


def _identifiers(record: Json, notes: Notes) -> Iterator[FeedIdentifier]:
    for entry in list(objects(record.get("organization_identifiers")))[:_MOST]:
        number = text(entry, "identifier", notes=notes)
        if number:
            scheme = text(entry, "identifier_scheme", notes=notes)
            yield FeedIdentifier(scheme, text(entry, "identifier_type", notes=notes), number)


def _languages(raw: Json, notes: Notes) -> tuple[str, ...]:
    entries = list(objects(raw.get("languages")))[:_MOST]
    given = (text(entry, "name", "language", "code", notes=notes, limit=100) for entry in entries)
    return tuple(dict.fromkeys(name for name in given if name))


def _areas(raw: Json, notes: Notes) -> tuple[str, ...]:
    entries = list(objects(raw.get("service_areas")))[:_MOST]
    given = (text(entry, "name", "service_area", notes=notes, limit=1000) for entry in entries)
    return tuple(dict.fromkeys(name for name in given if name))


def _service_terms(raw: Json, taxonomies: Taxonomies, notes: Notes) -> tuple[FeedTerm, ...]:
    found: dict[FeedTerm, None] = {}
    records = chain(
        (entry.get("taxonomy_term") for entry in objects(raw.get("attributes"))),
        (entry.get("taxonomy") for entry in objects(raw.get("service_taxonomys"))),
        objects(raw.get("taxonomies")),
    )
    for record in records:
        if isinstance(record, str):
            record = {"id": record}
        term = _term(record, taxonomies, notes) if isinstance(record, dict) else None
        if term is not None:
            found[term] = None
        if len(found) >= _MOST:
            break
    return tuple(found)


def _term(record: Json, taxonomies: Taxonomies, notes: Notes) -> FeedTerm | None:
    key = identity(record)
    name = text(record, "name", "term", notes=notes) or taxonomies.name(key)
    if not name:
        return None
    named = first_object(record.get("taxonomy_detail") or record.get("taxonomy"))
    owner = (
        text(record, "taxonomy", "vocabulary", notes=notes)
        or text(named, "name", notes=notes)
        or taxonomies.taxonomy(key)
    )
    # An id of our own API says nothing more of a word that belongs to no list.
    code = text(record, "code", notes=notes) or ("" if owner == marks.WORDS else key)
    return FeedTerm(owner, code, name, taxonomies.ancestors(key))
