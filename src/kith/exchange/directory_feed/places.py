"""Locations of all three versions of Open Referral: position, address and accessibility."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kith.directory.marks import NOT_GIVEN
from kith.exchange.directory_feed.fields import (
    Json,
    Notes,
    first_object,
    identity,
    long_text,
    number,
    objects,
    text,
)
from kith.exchange.directory_feed.records import FeedLocation
from kith.exchange.directory_feed.text import shown

_POSTCODE = re.compile(r"(GIR|[A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})")
_KINDS = frozenset({"physical", "postal", "virtual"})
_MOST = 200


def places(service: Json, notes: Notes) -> Iterator[tuple[Json, Json]]:
    """Yield (link, location) records: the link carries what holds for this service at this
    location, such as its times.
    """
    count = 0
    for link in objects(service.get("service_at_locations")):
        for where in (
            objects(link.get("location")) if "location" in link else objects(link.get("locations"))
        ):
            count += 1
            if count > _MOST:
                notes.append(f"locations: more than {_MOST}, the rest were left out")
                return
            yield link, where
    for where in objects(service.get("locations")):
        count += 1
        if count > _MOST:
            return
        yield {}, where


def location(record: Json, notes: Notes) -> FeedLocation:
    """Return one place; a position that is not on the map, or a postcode that is none, is left out
    with a note.
    """
    latitude, longitude = _position(record, notes)
    address = _address(record)
    # HSDS-UK 1.0 puts a flat address on the location itself in some feeds.
    kind = text(record, "location_type", notes=notes).casefold()
    return FeedLocation(
        source_id=identity(record),
        name=text(record, "name", notes=notes),
        kind=kind if kind in _KINDS else "",
        description=long_text(record, "description", notes=notes),
        latitude=latitude,
        longitude=longitude,
        uprn=_uprn(record, notes),
        address_lines=_lines(address, notes),
        town=text(address, "city", "town", notes=notes),
        county=text(address, "state_province", "county", "region", notes=notes),
        postcode=_postcode(address, notes),
        country=text(address, "country", notes=notes, limit=60),
        accessibility=_accessibility(record, notes),
        raw={**record, "address": dict(address)} if address is not record else dict(record),
    )


def _position(record: Json, notes: Notes) -> tuple[float | None, float | None]:
    latitude = number(record, "latitude", notes=notes, low=-90, high=90)
    longitude = number(record, "longitude", notes=notes, low=-180, high=180)
    if latitude is None or longitude is None:
        return None, None
    if abs(latitude) < 0.001 and abs(longitude) < 0.001:
        notes.append("latitude: the position 0, 0 is in the sea and was left out")
        return None, None
    if -9 <= latitude <= 3 and 49 <= longitude <= 61:
        notes.append("latitude: latitude and longitude look exchanged; the position was left out")
        return None, None
    return latitude, longitude


def _address(record: Json) -> Json:
    addresses = [*objects(record.get("addresses")), *objects(record.get("physical_addresses"))]
    physical = (entry for entry in addresses if entry.get("address_type") == "physical")
    found = next(physical, first_object(addresses) or record)
    if NOT_GIVEN not in found.values():
        return found
    # Our own API says so where the standard wants something and nothing is known.
    return {key: value for key, value in found.items() if value != NOT_GIVEN}


def _lines(address: Json, notes: Notes) -> tuple[str, ...]:
    keys = ("address_1", "address_2", "address_3", "address_4")
    given = [text(address, key, notes=notes, lines=True) for key in keys]
    lines = [line for entry in given for line in entry.split("\n") if line]
    return tuple(dict.fromkeys(lines))


def _postcode(address: Json, notes: Notes) -> str:
    given = text(address, "postal_code", "postcode", notes=notes, limit=40)
    if not given:
        return ""
    match = _POSTCODE.fullmatch(re.sub(r"[^A-Z0-9]", "", given.upper()))
    if match is None:
        notes.append(f"postal code: {shown(given)} is not a British postcode and was left out")
        return ""
    return f"{match[1]} {match[2]}"


def _uprn(record: Json, notes: Notes) -> str:
    if text(record, "external_identifier_type", notes=[]).upper() == "UPRN":
        given = text(record, "external_identifier", notes=notes, limit=40)
    else:
        given = text(record, "uprn", notes=notes, limit=40)
    return given if re.fullmatch(r"[0-9]{1,12}", given) else ""


def _accessibility(record: Json, notes: Notes) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for key in ("accessibility", "accessibility_for_disabilities", "accessibilities"):
        for entry in objects(record.get(key)):
            found[text(entry, "accessibility", "description", "name", notes=notes, limit=1000)] = (
                None
            )
            found[text(entry, "details", notes=notes, limit=1000)] = None
    return tuple(line for line in found if line)
