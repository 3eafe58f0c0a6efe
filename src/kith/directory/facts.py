"""What is said of a service, as values: what a feed or a form hands to the write door."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """Who runs a service. `source_id` is the feed's own id, "" when it gives none."""

    name: str
    source_id: str = ""
    description: str = ""
    email: str = ""
    phone: str = ""
    url: str = ""
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """Where. Latitude and longitude are WGS 84 degrees, both or neither; without them the postcode
    says where. `source_id` is the feed's own id, "" when it gives none.
    """

    name: str = ""
    address: str = ""
    postcode: str = ""
    latitude: float | None = None
    longitude: float | None = None
    access: str = ""
    is_step_free: bool | None = None
    is_online: bool = False
    source_id: str = ""
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """When: `frequency`, `days`, `interval` and `month_days` as in RFC 5545, section 3.3.10 (WEEKLY, ("TU",) or
    ("2TU",); every second week is an interval of 2; the last of a month is -1).
    """

    frequency: str = ""
    days: tuple[str, ...] = ()
    opens: datetime.time | None = None
    closes: datetime.time | None = None
    from_date: datetime.date | None = None
    to_date: datetime.date | None = None
    description: str = ""
    interval: int = 1
    month_days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """One service of a feed. `fingerprint` is the same as long as the content is.

    `foundations` is a suggestion, used when the service is new and never again. `more` is what the
    standard (HSDS 3.0, with service_capacity) knows beyond the rest, by its own names.
    """

    source_id: str
    fingerprint: str
    name: str
    description: str = ""
    status: str = "active"
    email: str = ""
    phone: str = ""
    url: str = ""
    cost: str = ""
    is_free: bool | None = None
    eligibility: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None
    languages: tuple[str, ...] = ()
    terms: tuple[dict[str, str], ...] = ()
    setting: str = ""
    is_women_only: bool | None = None
    takes_no_recourse: bool | None = None
    capacity: str = ""
    places_free: int | None = None
    assured_on: datetime.date | None = None
    foundations: tuple[str, ...] = ()
    organisation: OrganisationFacts | None = None
    places: tuple[PlaceFacts, ...] = ()
    sessions: tuple[SessionFacts, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
