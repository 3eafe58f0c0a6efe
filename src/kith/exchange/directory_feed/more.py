"""What a feed says beyond what Kith works with, by the standard's own names (HSDS 3.0 and
service_capacity of 3.1), cleaned so that it can be passed on: an e-mail is one, an address of the
web is one, and what is empty is left out.

Our columns hold the rest: what stands in one of them is not kept here as well,
but for what a column puts into one sentence (prices, telephone numbers, capacities).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kith.exchange.directory_feed.fields import day, email, number, objects, text, web_address

Shape = Mapping[str, Any]
_MOST = 100


def _text(record: Mapping[str, Any], key: str) -> Any:
    return text(record, key, notes=[], limit=4000, lines=True)


def _fees(record: Mapping[str, Any], key: str) -> Any:
    """Feeds of 1.0 and some of 3.0 call it `fees`."""
    return text(record, "fees", key, notes=[], limit=4000, lines=True)


def _email(record: Mapping[str, Any], key: str) -> Any:
    return email(record, notes=[], key=key)


def _web(record: Mapping[str, Any], key: str) -> Any:
    return web_address(record, key, notes=[])


def _day(record: Mapping[str, Any], key: str) -> Any:
    found = day(record, key, notes=[])
    return found.isoformat() if found else None


def _number(record: Mapping[str, Any], key: str) -> Any:
    return number(record, key, notes=[], low=-1e12, high=1e12)


def _whole(record: Mapping[str, Any], key: str) -> Any:
    found = number(record, key, notes=[], low=0, high=1_000_000)
    return None if found is None else int(found)


def _extension(record: Mapping[str, Any], key: str) -> Any:
    """A number in HSDS 3.0; what starts with a nought, or is none, is kept as it is dialled."""
    found = text(record, key, notes=[], limit=20)
    return int(found) if found.isascii() and found.isdigit() and found[0] != "0" else found


_UNIT: Shape = {"name": _text, "scheme": _text, "identifier": _text, "uri": _web}
_PHONE: Shape = {"number": _text, "extension": _extension, "type": _text, "description": _text}
_CONTACT: Shape = {
    "name": _text, "title": _text, "department": _text, "email": _email, "phones": [_PHONE],
}  # fmt: skip
_FUNDING: Shape = {"source": _text}
_LINK: Shape = {"label": _text, "url": _web}
SERVICE: Shape = {
    "alternate_name": _text, "interpretation_services": _text, "wait_time": _text,
    "fees_description": _fees, "accreditations": _text, "licenses": _text,
    "assurer_email": _email, "additional_urls": [_LINK], "phones": [_PHONE],
    "contacts": [_CONTACT], "funding": [_FUNDING],
    "cost_options": [{
        "valid_from": _day, "valid_to": _day, "option": _text, "currency": _text,
        "amount": _number, "amount_description": _text,
    }],
    "service_areas": [{
        "name": _text, "service_area": _text, "description": _text, "extent": _text,
        "extent_type": _text, "uri": _web,
    }],
    "required_documents": [{"document": _text, "uri": _web}],
    "capacities": [{
        "available": _whole, "maximum": _whole, "description": _text, "updated": _day, "unit": _UNIT,
    }],
}  # fmt: skip
ORGANISATION: Shape = {
    "alternate_name": _text, "legal_status": _text, "logo": _web, "uri": _web,
    "year_incorporated": _whole, "additional_websites": [_LINK], "funding": [_FUNDING],
    "contacts": [_CONTACT], "phones": [_PHONE],
    "organization_identifiers": [
        {"identifier_scheme": _text, "identifier_type": _text, "identifier": _text}
    ],
}  # fmt: skip
LOCATION: Shape = {
    "alternate_name": _text, "description": _text, "transportation": _text, "url": _web,
    "external_identifier": _text, "external_identifier_type": _text,
    "contacts": [_CONTACT], "phones": [_PHONE],
    # Of the link from a service to the place: what holds for this service there.
    "at": {"description": _text, "contacts": [_CONTACT], "phones": [_PHONE]},
    "address": {
        "attention": _text, "address_1": _text, "address_2": _text, "city": _text,
        "region": _text, "state_province": _text, "country": _text,
    },
}  # fmt: skip


def more_of(shape: Shape, record: Mapping[str, Any]) -> dict[str, Any]:
    """What of `record` is in the shape and says something; {} when nothing does. Raises nothing."""
    found = {key: _read(kind, record, key) for key, kind in shape.items()}
    return {key: value for key, value in found.items() if value not in (None, "", [], {})}


def without_own_phone(more: dict[str, Any], phone: str) -> dict[str, Any]:
    """`more` without the plain telephone number that a column of ours holds."""
    others = [entry for entry in more.get("phones", []) if entry != {"number": phone}]
    return {
        **{key: value for key, value in more.items() if key != "phones"},
        **({"phones": others} if others else {}),
    }


def beyond(more: dict[str, Any], *, phone: str, cost: str) -> dict[str, Any]:
    """`more` of a service without what its own telephone and price say already."""
    plain = {"number": phone}
    found = {
        **without_own_phone(more, phone),
        "contacts": [entry for entry in more.get("contacts", []) if entry != {"phones": [plain]}],
    }
    if more.get("cost_options", []) in ([], [{"option": cost}]):
        found["cost_options"] = []
        if more.get("fees_description") == cost:
            found["fees_description"] = ""
    return {key: value for key, value in found.items() if value not in ("", [])}


def _read(kind: Any, record: Mapping[str, Any], key: str) -> Any:
    if isinstance(kind, list):
        rows = [more_of(kind[0], entry) for entry in list(objects(record.get(key)))[:_MOST]]
        return [row for row in rows if row]
    if isinstance(kind, Mapping):
        within = record.get(key)
        return more_of(kind, within) if isinstance(within, Mapping) else {}
    reader: Callable[[Mapping[str, Any], str], Any] = kind
    return reader(record, key)
