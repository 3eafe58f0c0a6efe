"""A row of a sheet as the JSON of one service (HSDS-UK 3.0), so that what reads feeds reads it: with the same care for
what is no e-mail address, no place on earth and no age, and by the same fingerprint.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from kith.directory.marks import BY_COLUMN, FOUNDATIONS, marks_of
from kith.exchange.directory_sheet import answers
from kith.exchange.moving_in.reading import Row
from kith.exchange.runs.engine import NotTaken
from kith.geography.postcodes import InvalidPostcode, locate, normalise
from kith.vocabulary import foundations
from kith.vocabulary.terms import fold

_PARTS = re.compile(r"[,;|\n]")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_YES = {True: "Step-free access", False: "No step-free access"}
MOST_WORDS = 5_000


def record_of(row: Row, notes: list[str]) -> dict[str, Any]:
    """The service that a row says; what was left out of it is added to `notes`. Raises NotTaken without a name, and
    for a cell that cannot be read.
    """
    name = row.needed("name")
    organisation = row.line_of("organisation", limit=300)
    return {
        "id": row.key("source_id") or _made_of(row, name, organisation),
        "name": name,
        "description": row.prose("description")[:MOST_WORDS],
        "status": row.line_of("status") or "active",
        "email": row.line_of("email"),
        "url": _web(row.line_of("url", limit=500)),
        "phones": [{"number": row.text("phone")}] if row.text("phone") else [],
        "fees_description": row.prose("cost")[:500],
        "free": answers.yes(row, "is_free", notes),
        "capacities": _capacities(row, notes),
        "eligibility_description": row.prose("eligibility")[:MOST_WORDS],
        "minimum_age": row.number("minimum_age", 0, 120),
        "maximum_age": row.number("maximum_age", 0, 120),
        "languages": [{"name": word} for word in _words(row, "languages")],
        "assured_date": _day(row),
        "organization": {"name": organisation, "id": f"name:{fold(organisation)}"}
        if organisation
        else {},
        "attributes": [*_terms(row), *_how_it_works(row, notes)],
        "schedules": _schedules(row),
        "service_at_locations": [*_places(row, notes), *_online(row, notes)],
    }


def _made_of(row: Row, name: str, organisation: str) -> str:
    """Without a number of its own, a service is known again by its name, who runs it and where."""
    said = "|".join(fold(text) for text in (name, organisation, row.text("postcode")))
    return f"row:{hashlib.sha256(said.encode()).hexdigest()[:24]}"


def _words(row: Row, name: str) -> list[str]:
    parts = _PARTS.split(row.prose(name))
    return [" ".join(part.split())[:100] for part in parts if part.strip()]


def _terms(row: Row) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for word in _words(row, "foundations"):
        known = foundations.recognise(word)
        if known is None:
            raise NotTaken(f"“{word}” is none of the foundations.", "foundations")
        found.append(
            {"taxonomy_term": {"name": word, "code": known.value, "taxonomy": FOUNDATIONS}}
        )
    words = _words(row, "terms")
    return found + [{"taxonomy_term": {"name": word, "taxonomy": "Sheet"}} for word in words]


def _how_it_works(row: Row, notes: list[str]) -> list[dict[str, Any]]:
    said = {
        "setting": answers.setting(row, notes),
        "is_women_only": answers.yes(row, "is_women_only", notes),
        "takes_no_recourse": answers.yes(row, "takes_no_recourse", notes),
    }
    return [
        {"taxonomy_term": {"name": words, "code": code, "taxonomy": BY_COLUMN}}
        for code, words in marks_of(said)
    ]


def _capacities(row: Row, notes: list[str]) -> list[dict[str, Any]]:
    free = answers.places_free(row, notes)
    return [] if free is None else [{"available": free}]


def _online(row: Row, notes: list[str]) -> list[dict[str, Any]]:
    online = answers.yes(row, "is_online", notes)
    return [{"location": {"location_type": "virtual"}}] if online else []


def _postcode(row: Row, notes: list[str]) -> str:
    """A postcode as it is written; one that is none is left out, and one that is in no list is said."""
    said = row.text("postcode")
    if not said:
        return ""
    try:
        found = normalise(said)
    except InvalidPostcode:
        notes.append(f"postcode: “{said[:40]}” is not a UK postcode and was left out")
        return ""
    # The list is of Great Britain: BT, JE, GY and IM are good and not in it.
    if locate(found) is None and found[:2] not in ("BT", "JE", "GY", "IM"):
        notes.append(
            f"postcode: “{found}” is on no list of postcodes, so the place is not on the map: check it"
        )
    return found


def _schedules(row: Row) -> list[dict[str, Any]]:
    days = _AND.sub(", ", row.line_of("days"))
    said = {
        "byday": days,
        "opens_at": row.text("opens"),
        "closes_at": row.text("closes"),
        "description": row.prose("when")[:1000],
    }
    return [said] if any(said.values()) else []


def _places(row: Row, notes: list[str]) -> list[dict[str, Any]]:
    address = {
        "address_1": row.prose("address")[:500],
        "city": row.line_of("town"),
        "postal_code": _postcode(row, notes),
    }
    where = {
        "name": row.line_of("place", limit=300),
        "latitude": row.text("latitude"),
        "longitude": row.text("longitude"),
    }
    if not any((*address.values(), *where.values())):
        return []
    said = row.line_of("access", limit=1000)
    yes = row.yes("access")
    access = [{"description": said if yes is None else _YES[yes]}] if said else []
    physical = {"location_type": "physical", "addresses": [address], "accessibility": access}
    return [{"location": {**where, **physical}}]


def _day(row: Row) -> str:
    day = row.day("assured")
    return day.isoformat() if day else ""


def _web(said: str) -> str:
    return said if not said or "://" in said else f"https://{said}"
