"""What a feed says, in our shape: frozen records without a database. Missing text is "", missing
anything else None.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class FeedPhone:
    """`number` as written; `e164` (+44…) when it can be dialled."""

    number: str
    e164: str | None = None
    extension: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class FeedIdentifier:
    """A number of an organisation in somebody's register, e.g. scheme GB-CHC."""

    scheme: str
    kind: str
    identifier: str


@dataclass(frozen=True, slots=True)
class FeedOrganisation:
    """Who offers the service. `source_id` may be "" when a feed names its organisation without an
    id.
    """

    source_id: str
    name: str
    description: str = ""
    email: str = ""
    url: str = ""
    phones: tuple[FeedPhone, ...] = ()
    identifiers: tuple[FeedIdentifier, ...] = ()
    raw: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class FeedLocation:
    """A place. Latitude and longitude are WGS 84 degrees, both or neither; `kind` physical, postal,
    virtual or "".
    """

    source_id: str
    name: str = ""
    kind: str = ""
    description: str = ""
    latitude: float | None = None
    longitude: float | None = None
    uprn: str = ""
    address_lines: tuple[str, ...] = ()
    town: str = ""
    county: str = ""
    postcode: str = ""
    country: str = ""
    accessibility: tuple[str, ...] = ()
    raw: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class FeedSchedule:
    """When. Parts of an iCalendar rule (RFC 5545 section 3.3.10); `byday` like ("MO", "TH") or
    ("2TU",).
    """

    freq: str = ""
    interval: int = 1
    byday: tuple[str, ...] = ()
    bymonthday: tuple[int, ...] = ()
    opens: time | None = None
    closes: time | None = None
    starts_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    description: str = ""
    location_id: str = ""


@dataclass(frozen=True, slots=True)
class FeedCostOption:
    """One price; `amount` in pounds unless `currency` (ISO 4217) says otherwise."""

    option: str = ""
    amount: Decimal | None = None
    currency: str = ""
    description: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class FeedCost:
    """`free` is True or False only where the feed says so plainly, otherwise None."""

    text: str = ""
    free: bool | None = None
    options: tuple[FeedCostOption, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedEligibility:
    """Ages in whole years, inclusive."""

    minimum_age: int | None = None
    maximum_age: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class FeedTerm:
    """A term of a taxonomy; `ancestors` are the names above it, nearest first, where the feed gives
    its taxonomies.
    """

    taxonomy: str
    code: str
    name: str
    ancestors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedCapacity:
    """HSDS 3.1 service_capacity: how many places, of what unit."""

    unit: str
    available: int | None
    maximum: int | None
    description: str = ""


@dataclass(frozen=True, slots=True)
class FeedService:
    """One service. `source_id` is unique within its feed only; `raw` is the JSON exactly as it
    came.

    `fingerprint` (64 hexadecimal digits) is the same as long as the content is. `warnings` say what
    was left out.
    """

    source_id: str
    name: str
    description: str
    status: str
    url: str
    email: str
    phones: tuple[FeedPhone, ...]
    organisation: FeedOrganisation | None
    locations: tuple[FeedLocation, ...]
    schedules: tuple[FeedSchedule, ...]
    cost: FeedCost
    eligibility: FeedEligibility
    languages: tuple[str, ...]
    terms: tuple[FeedTerm, ...]
    areas: tuple[str, ...]
    how_to_join: str
    alert: str
    accreditations: str
    capacity: tuple[FeedCapacity, ...]
    assured_date: date | None
    last_modified: datetime | None
    fingerprint: str
    warnings: tuple[str, ...]
    raw: dict[str, Any] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class ServiceRefused:
    """A record that could not be taken; the rest of the feed goes on. `reason` is a sentence."""

    source_id: str
    name: str
    reason: str
