"""What a visitor of the API asks for: read once, said plainly when it makes no sense."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.geography.postcodes import InvalidPostcode, Point, locate
from kith.resilience.errors import Refused

A_PAGE, LARGEST_PAGE, LAST_PAGE = 50, 500, 1_000_000
FURTHEST, NEAR = 500_000, 5_000
_DAYS_ASKED = "^(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*$"
_YES, _NO = ("true", "1", "yes"), ("false", "0", "no")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that can be asked: what it means, its JSON schema, and how it is read."""

    name: str
    about: str
    schema: Mapping[str, Any]
    read: Callable[[str], Any]


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(said: str) -> int:
        # Digits of other scripts are digits to Python, and forty of them are a number.
        if not re.fullmatch(r"[0-9]{1,9}", said) or not least <= int(said) <= most:
            raise ValueError(f"a whole number from {least} to {most}")
        return int(said)

    return read


def _choice(*words: str) -> Callable[[str], str]:
    def read(said: str) -> str:
        if said not in words:
            raise ValueError(f"one of {', '.join(words)}")
        return said

    return read


def _flag(said: str) -> bool:
    if said.lower() not in (*_YES, *_NO):
        raise ValueError("true or false")
    return said.lower() in _YES


def _uuid(said: str) -> UUID | None:
    """An id that is none belongs to nothing, which is no mistake."""
    try:
        return UUID(said)
    except ValueError:
        return None


def _text(said: str) -> str:
    return said.replace("\x00", "")[:200]


def _moment(said: str) -> datetime.datetime:
    try:
        # A plus sign in an address that was not escaped arrives as a space.
        found = datetime.datetime.fromisoformat(said.strip().replace(" ", "+", said.count("T")))
    except ValueError:
        raise ValueError("a date and time such as 2026-06-01T09:00:00Z") from None
    if not 1900 <= found.year <= 2200:
        raise ValueError("a date and time of our days")
    return found if found.tzinfo else timezone.make_aware(found, datetime.UTC)


def _clock(said: str) -> datetime.time:
    match = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])(?::[0-5][0-9])?", said)
    if not match:
        raise ValueError("a time of day such as 09:30")
    return datetime.time(int(match[1]), int(match[2]))


def _days(said: str) -> tuple[str, ...]:
    if not re.fullmatch(_DAYS_ASKED, said):
        raise ValueError("days of the week such as MO or TU,TH")
    return tuple(dict.fromkeys(said.split(",")))


def _place(said: str) -> Point:
    try:
        found = locate(said)
    except InvalidPostcode:
        raise ValueError("a UK postcode in full, such as E3 3PN") from None
    if found is None:
        raise ValueError("a postcode whose place is known")
    return found


_ID = {"type": "string", "format": "uuid"}
_AGE = {"type": "integer", "minimum": 0, "maximum": 150}
_TIME = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
_FLAG = {"type": "boolean"}
PARAMETERS: dict[str, Parameter] = {
    row.name: row
    for row in (
        Parameter("search", "Words to look for; all of them, else those with the most.",
                  {"type": "string", "maxLength": 200}, _text),
        Parameter("page", "Which page, from 1.",
                  {"type": "integer", "minimum": 1, "maximum": LAST_PAGE}, _whole(1, LAST_PAGE)),
        Parameter("per_page", f"How many a page, {A_PAGE} unless told.",
                  {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE},
                  _whole(1, LARGEST_PAGE)),
        Parameter("format", "json, or ndjson: everything that fits, one record a line, unpaged.",
                  {"type": "string", "enum": ["json", "ndjson"]}, _choice("json", "ndjson")),
        Parameter("taxonomy_term_id", "Services that have this term.", _ID, _uuid),
        Parameter("taxonomy_id", "Services that have a term of this taxonomy; terms that are of it.",
                  _ID, _uuid),
        Parameter("parent_id", "Terms under this one; the terms here stand in no order of rank.",
                  _ID, _uuid),
        Parameter("top_only", "Terms that have none under them, which all of these are.", _FLAG,
                  _flag),
        Parameter("organization_id", "Services that this organisation runs.", _ID, _uuid),
        Parameter("modified_after", "Changed at this moment or since.",
                  {"type": "string", "format": "date-time"}, _moment),
        Parameter("minimal", "Only id, name, status and when it was changed.", _FLAG, _flag),
        Parameter("full", "Each record with all that hangs on it.", _FLAG, _flag),
        Parameter("full_service", "An organisation's services in full.", _FLAG, _flag),
        Parameter("minimum_age", "Open to somebody of this age or older.", _AGE, _whole(0, 150)),
        Parameter("maximum_age", "Open to somebody of this age or younger.", _AGE, _whole(0, 150)),
        Parameter("day", "Days of the week, as in RFC 5545, with commas: MO or TU,TH. What does not say on which days"
                  " it is, or when it begins, is left out.",
                  {"type": "string", "pattern": _DAYS_ASKED}, _days),
        Parameter("start_time", "Still open after this time of day.", _TIME, _clock),
        Parameter("end_time", "Open before this time of day.", _TIME, _clock),
        Parameter("postcode", "Near this postcode.", {"type": "string", "maxLength": 10}, _place),
        Parameter("proximity", f"How near the postcode in metres; {NEAR} unless told.",
                  {"type": "integer", "minimum": 1, "maximum": FURTHEST}, _whole(1, FURTHEST)),
    )
}  # fmt: skip
_PAGING = ("search", "page", "per_page", "format")
_OF_SERVICES = (
    "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "minimum_age",
    "maximum_age", "day", "start_time", "end_time", "postcode", "proximity", "full",
)  # fmt: skip
COLLECTIONS: dict[str, tuple[str, ...]] = {
    "services": (*_PAGING, *_OF_SERVICES, "minimal"),
    "service_at_locations": (*_PAGING, *_OF_SERVICES),
    "organizations": (*_PAGING, "full", "full_service"),
    "taxonomies": _PAGING,
    "taxonomy_terms": (*_PAGING, "taxonomy_id", "parent_id", "top_only"),
}
"""The collections of the API, and what each can be asked."""


def read(collection: str, given: Mapping[str, str]) -> dict[str, Any]:
    """What was asked of a collection, by name; what is unknown to it is passed over, as the
    standard's own clients send more than every API knows.

    Raises Refused, naming the parameter, for a value that makes no sense.
    """
    asked: dict[str, Any] = {}
    for name in COLLECTIONS[collection]:
        said = given.get(name, "").strip()
        if not said:
            continue
        try:
            asked[name] = PARAMETERS[name].read(said)
        except ValueError as error:
            raise Refused(f"{name} must be {error}.", field=name) from None
    if "proximity" in asked and "postcode" not in asked:
        raise Refused("proximity needs a postcode to be near to.", field="postcode")
    return asked
