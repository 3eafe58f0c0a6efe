"""Reading single values of a feed. What cannot be used is left out, with a sentence in `notes`;
nothing here raises.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from kith.exchange.directory_feed.records import FeedPhone
from kith.exchange.directory_feed.text import clean, shown

Notes = list[str]
Json = Mapping[str, Any]

_check_email = EmailValidator()
_TIME = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*([ap])?\.?m?\.?\s*(?:z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)


def objects(value: Any) -> Iterator[Json]:
    """Yield the objects of a list; a lone object counts as a list of one, anything else as none."""
    if isinstance(value, Mapping):
        yield value
    elif isinstance(value, list):
        yield from (entry for entry in value if isinstance(entry, Mapping))


def first_object(value: Any) -> Json:
    """Return the first object of a list, or the object itself, or an empty one."""
    return next(objects(value), {})


def text(record: Json, *keys: str, notes: Notes, limit: int = 255, lines: bool = False) -> str:
    """Return the first of `keys` that holds text or a number, cleaned; "" when none does."""
    for key in keys:
        value = record.get(key)
        if value is None or value == "" or isinstance(value, (list, dict)):
            continue
        if isinstance(value, (bool, int, float)):
            # A number long enough to be a denial of service is not text that anyone wrote.
            value = "" if isinstance(value, int) and abs(value) > 10**30 else str(value)
        found = clean(value, notes, keys[0].replace("_", " "), limit=limit, lines=lines)
        if found:
            return found
    return ""


def long_text(record: Json, *keys: str, notes: Notes) -> str:
    """Return text of several lines, up to 10,000 characters."""
    return text(record, *keys, notes=notes, limit=10_000, lines=True)


def identity(record: Json) -> str:
    """Return the record's id as text of up to 200 characters, or ""; any text or whole number
    serves as an id.
    """
    value = record.get("id")
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    if isinstance(value, int):
        return str(value) if abs(value) < 10**30 else ""
    found = clean(value, [], "id", limit=1000)
    return found if len(found) <= 200 else ""


def email(record: Json, *, notes: Notes, key: str = "email") -> str:
    """Return an e-mail address, or "" with a note when it is not one."""
    found = text(record, key, notes=notes, limit=320).removeprefix("mailto:")
    if not found:
        return ""
    try:
        _check_email(found)
    except ValidationError:
        notes.append(f"{key}: {shown(found)} is not an e-mail address and was left out")
        return ""
    return found


def web_address(record: Json, *keys: str, notes: Notes) -> str:
    """Return an http or https address, or "" with a note; "www." is given its http://."""
    found = text(record, *keys, notes=notes, limit=2000)
    if found.casefold().startswith("www."):
        found = f"http://{found}"
    if found and not re.match(r"https?://[^\s/?#@]+\.[^\s@]+$", found, re.IGNORECASE):
        notes.append(f"{keys[0]}: {shown(found)} is not a web address and was left out")
        return ""
    return found


def phones(records: Iterable[Json], notes: Notes) -> tuple[FeedPhone, ...]:
    """Return the telephone numbers of HSDS phone records, each once; a number without a country is
    British.
    """
    found: dict[str, FeedPhone] = {}
    for record in records:
        number = text(record, "number", "phone", "telephone", notes=notes, limit=60)
        if not number:
            continue
        dialled = _e164(number)
        if dialled is None:
            notes.append(f"phone: {shown(number)} cannot be dialled; it was kept as text")
        extension = text(record, "extension", notes=notes, limit=20)
        description = text(record, "description", "type", notes=notes)
        found.setdefault(dialled or number, FeedPhone(number, dialled, extension, description))
    return tuple(found.values())


def day(record: Json, *keys: str, notes: Notes) -> date | None:
    """Return a date given as ISO 8601 (a time after it is ignored) or as dd/mm/yyyy; None, with a
    note, otherwise.
    """
    found = text(record, *keys, notes=notes, limit=60)
    if not found:
        return None
    british = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", found)
    try:
        if british:
            return date(int(british[3]), int(british[2]), int(british[1]))
        return date.fromisoformat(found[:10])
    except ValueError:
        notes.append(f"{keys[0].replace('_', ' ')}: {shown(found)} is not a date and was left out")
        return None


def moment(record: Json, key: str, *, notes: Notes) -> datetime | None:
    """Return an ISO 8601 date and time with its zone (UTC when it has none); None, with a note,
    otherwise.
    """
    found = text(record, key, notes=notes, limit=60)
    if not found:
        return None
    try:
        stamp = datetime.fromisoformat(found)
        return stamp.replace(tzinfo=UTC) if stamp.tzinfo is None else stamp.astimezone(UTC)
    except (ValueError, OverflowError):
        notes.append(
            f"{key.replace('_', ' ')}: {shown(found)} is not a date and time and was left out"
        )
        return None


def clock(record: Json, *keys: str, notes: Notes) -> time | None:
    """Return a time of day from "09:30", "10:00:00Z", "9.30am" or "9 pm"; None, with a note,
    otherwise.
    """
    found = text(record, *keys, notes=notes, limit=40)
    if not found:
        return None
    match = _TIME.fullmatch(found)
    if match is not None:
        hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        if hour < 24 and minute < 60:
            return time(hour, minute)
    notes.append(
        f"{keys[0].replace('_', ' ')}: {shown(found)} is not a time of day and was left out"
    )
    return None


def number(record: Json, key: str, *, notes: Notes, low: float, high: float) -> float | None:
    """Return a number between `low` and `high`, given as a number or as text; None, with a note,
    otherwise.
    """
    value = record.get(key)
    if value is None or value == "":
        return None
    try:
        found = math.nan if isinstance(value, (bool, list, dict)) else float(value)
    except (ValueError, OverflowError):
        found = math.nan
    if low <= found <= high:
        return found
    notes.append(
        f"{key.replace('_', ' ')}: {shown(value)} is not between {low:g} and {high:g} "
        "and was left out"
    )
    return None


def money(record: Json, key: str, *, notes: Notes) -> Decimal | None:
    """Return an amount of at most 1,000,000 with two places; a pound sign and commas are
    understood.
    """
    found = text(record, key, notes=notes, limit=40).replace("£", "").replace(",", "").strip()
    if not found:
        return None
    try:
        amount = Decimal(found)
        if amount.is_finite() and 0 <= amount <= 1_000_000:
            return amount.quantize(Decimal("0.01"))
    except InvalidOperation:
        pass
    notes.append(f"{key}: {shown(found)} is not an amount of money and was left out")
    return None


def _e164(number: str) -> str | None:
    try:
        parsed = phonenumbers.parse(number, "GB")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
