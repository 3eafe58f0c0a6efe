"""From bytes to pages of a feed: what counts as JSON, an envelope, a list or one service."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kith.exchange.directory_feed.faults import PageFailed


class FeedVersion(StrEnum):
    """The publications of Open Referral that are understood, by the names their feeds give
    themselves.
    """

    UK_3 = "HSDS-UK-3.0"
    HSDS_3 = "HSDS-3.0"
    UK_1 = "HSDS-UK-1.0"


# Keys that only a service has, in any of the three versions.
SERVICE_MARKS = frozenset(
    [
        "status",
        "organization",
        "organization_id",
        "service_at_locations",
        "service_taxonomys",
        "regular_schedules",
        "eligibilitys",
        "cost_options",
        "service_areas",
        "fees",
        "fees_description",
        "deliverable_type",
        "attending_type",
        "assured_date",
        "assurer_email",
        "eligibility_description",
        "application_process",
    ]
)
OTHER_MARKS = frozenset(
    [
        "taxonomy_terms",
        "parent_id",
        "term_uri",
        "term",
        "vocabulary",
        "organization_identifiers",
        "openapi_url",
        "location_type",
        "latitude",
        "address_1",
        "service_id",
        "location_id",
        "number",
    ]
)
UK_1_MARKS = frozenset(
    {
        "service_taxonomys",
        "regular_schedules",
        "eligibilitys",
        "deliverable_type",
        "holiday_schedules",
    }
)
NESTED_KEYS = (
    "service_at_locations",
    "locations",
    "schedules",
    "regular_schedules",
    "attributes",
    "service_taxonomys",
    "taxonomies",
    "contacts",
    "phones",
    "cost_options",
    "service_areas",
    "eligibilitys",
    "languages",
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its records as they came, and what its envelope says of the whole (None where it
    says nothing).
    """

    records: list[Any] = field(default_factory=list)
    version: FeedVersion | None = None
    total_items: int | None = None
    total_pages: int | None = None
    first: bool | None = None
    last: bool | None = None
    has_envelope: bool = False

    @property
    def is_uncounted(self) -> bool:
        """Whether there may be more pages, and the envelope does not say how many."""
        return self.has_envelope and self.total_pages is None and self.last is None


def parse_json(data: bytes, where: str) -> Any:
    """Return the JSON value in `data`; `where` names the page in the sentence of a PageFailed."""
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise PageFailed(f"{where} is empty, where JSON was expected.", answered=True)
    if start.startswith(b"<"):
        raise PageFailed(
            f"{where} is a web page (HTML or XML), not JSON. Check the address.", answered=True
        )
    try:
        return json.loads(data, parse_constant=lambda _name: None)
    except RecursionError:
        raise PageFailed(f"{where} is nested too deeply to be a feed.", answered=True) from None
    except ValueError:
        raise PageFailed(f"{where} is not JSON.", answered=True) from None


def read_page(document: Any) -> Page | None:
    """Return `document` as a page, or None when it holds no services (a description of the feed, a
    taxonomy …).

    Understood: the HSDS 3 envelope (`contents`), the HSDS-UK 1.0 envelope (`content`), a bare list,
    one service.
    """
    if isinstance(document, list):
        return Page(document, guess_version(document))
    if not isinstance(document, dict):
        return None
    if "contents" in document:
        return _envelope(document, "contents", FeedVersion.UK_3)
    if "content" in document and "name" not in document:
        return _envelope(document, "content", FeedVersion.UK_1)
    if is_service(document):
        return Page([document], guess_version([document]))
    return None


def is_service(record: Any) -> bool:
    """Whether a lone record looks like a service rather than a taxonomy, a place or a description
    of the feed.
    """
    if not isinstance(record, dict) or "id" not in record:
        return False
    if SERVICE_MARKS & record.keys():
        return True
    return "name" in record and not OTHER_MARKS & record.keys() and "version" not in record


def is_shallow(record: Any) -> bool:
    """Whether a record of a list leaves out everything nested, so that its detail must be asked
    for.
    """
    return isinstance(record, dict) and not any(record.get(key) for key in NESTED_KEYS)


def read_version(details: Any) -> FeedVersion | None:
    """Return the version that a feed's base page states, as `version` or else in the name of its
    OpenAPI document.
    """
    if not isinstance(details, dict):
        return None
    for key in ("version", "openapi_url"):
        stated = details.get(key)
        if not isinstance(stated, str):
            continue
        stated = stated.rsplit("/", 1)[-1].upper()
        number = re.search(r"[13]", stated)
        if number is None:
            continue
        if number.group() == "1":
            return FeedVersion.UK_1
        return (
            FeedVersion.HSDS_3
            if re.fullmatch(r"HSDS[- ]?V?3(\.\d+)*", stated)
            else FeedVersion.UK_3
        )
    return None


def guess_version(records: list[Any]) -> FeedVersion | None:
    """Return HSDS-UK 1.0 when one of the first records has a key only that version has; None when
    it cannot be told.
    """
    marked = any(isinstance(record, dict) and UK_1_MARKS & record.keys() for record in records[:20])
    return FeedVersion.UK_1 if marked else None


def _envelope(document: dict[str, Any], key: str, version: FeedVersion) -> Page | None:
    records = document[key]
    if records is None:
        records = []
    if not isinstance(records, list):
        return None
    return Page(
        records,
        version,
        total_items=_count(document, "total_items", "totalElements"),
        total_pages=_count(document, "total_pages", "totalPages"),
        first=_flag(document, "first_page", "first"),
        last=_flag(document, "last_page", "last"),
        has_envelope=True,
    )


def _count(document: dict[str, Any], *names: str) -> int | None:
    for name in names:
        value = document.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
    return None


def _flag(document: dict[str, Any], *names: str) -> bool | None:
    for name in names:
        value = document.get(name)
        if isinstance(value, bool):
            return value
    return None
