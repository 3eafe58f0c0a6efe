"""Whom to write to and ring: contacts and telephone numbers of services, of who runs them, and of places.

A feed gives them in public, so they are passed on; but what our team put right of a service's telephone or
e-mail stands alone, and no other of that kind is said of the service, its places or its contacts. Where our team put
right who runs it, whom the feed names for the service says nothing any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID, uuid5

from kith.directory.models import Service

Entry = dict[str, Any]
NESTED = ("contacts", "phones")
"""What this module says of a row's `more`, so that nobody else passes it on."""
OF_BOTH = "service_at_location_id"


def of_service(row: Service) -> Entry:
    """The UK profile has no telephone on a service but in its contacts, so the service's own is in both."""
    own_phone = [{"number": row.phone}] if row.phone else []
    theirs = [] if "organisation" in row.corrected else row.more.get("contacts")
    entries = theirs or ([{"phones": own_phone}] if row.phone else [])
    others = row.more.get("phones") or []
    if "phone" in row.corrected:
        entries = [{**entry, "phones": []} for entry in entries] or [{}]
        entries[0], others = {**entries[0], "phones": own_phone}, []
    if "email" in row.corrected:
        entries = [_without(entry, ["email"]) for entry in entries]
    return {
        "contacts": _contacts(entries, row.pk, "service_id"),
        "phones": phones(row.phone, others, row.pk),
    }


def of_part(
    more: Mapping[str, Any],
    own: UUID,
    owner: str,
    *,
    phone: str = "",
    corrected: Collection[str] = (),
) -> Entry:
    """Of an organisation or a place: `own` is its id, `owner` the name of that id, `phone` its first number;
    `corrected` names what was put right of the service that is given there.
    """
    silent = [
        name for field, name in (("phone", "phones"), ("email", "email")) if field in corrected
    ]
    theirs = [] if owner == OF_BOTH and "organisation" in corrected else more.get("contacts") or []
    entries = [_without(entry, silent) for entry in theirs]
    others = [] if "phones" in silent else more.get("phones") or []
    return {"contacts": _contacts(entries, own, owner), "phones": phones(phone, others, own)}


def phones(first: str, entries: Iterable[Entry], own: UUID) -> list[Entry]:
    """The numbers, `first` first unless one of the others says it with its extension or kind."""
    known = [entry for entry in entries if entry.get("number")]
    if first and first not in map(_written, known):
        known.insert(0, {"number": first})
    return [{"id": part_id(own, "phone", at), **entry} for at, entry in enumerate(known)]


def part_id(own: UUID, kind: str, at: int) -> str:
    """The id of the nth part of that kind of a row, the same at each asking."""
    return str(uuid5(own, f"{kind}:{at}"))


def _contacts(entries: Iterable[Entry], own: UUID, owner: str) -> list[Entry]:
    found = []
    for at, entry in enumerate(entries):
        key = UUID(part_id(own, "contact", at))
        said = {**entry, "phones": phones("", entry.get("phones") or [], key)}
        record = {name: value for name, value in said.items() if value}
        if record:
            found.append({"id": str(key), owner: str(own), **record})
    return found


def _without(entry: Entry, names: Collection[str]) -> Entry:
    return {name: value for name, value in entry.items() if name not in names}


def _written(entry: Entry) -> str:
    """As a service's one number is written: see `directory_feed.facts`."""
    extension = entry.get("extension")
    return f"{entry['number']} ext {extension}" if extension else str(entry["number"])
