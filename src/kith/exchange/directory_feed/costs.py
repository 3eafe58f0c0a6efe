"""What a service costs and whom it is for, as far as the feed says so plainly."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

from kith.exchange.directory_feed.fields import (
    Json,
    Notes,
    day,
    long_text,
    money,
    number,
    objects,
    text,
)
from kith.exchange.directory_feed.records import (
    FeedCapacity,
    FeedCost,
    FeedCostOption,
    FeedEligibility,
)

# The whole of what is said must be that it is free: "free parking" and "first session free" are
# not.
_FREE = re.compile(
    r"(?:(?:it|this|the|all|our|service|services|group|sessions?|activity|activities|class|classes|event|is|are)\s+)*"
    r"(?:completely\s+|totally\s+)?(?:free(?:\s+of\s+charge)?|no\s+(?:charge|cost|fee|fees)|none|nil|£0(?:\.00)?)"
    r"(?:\s+(?:service|to\s+(?:all|attend|join|use|everyone|access)))*\W*",
    re.IGNORECASE,
)
_PRICE = re.compile(r"£\s?[1-9]|£\s?0?\.\d{0,2}[1-9]|[1-9]\d{0,5}\s?p\b", re.IGNORECASE)


def cost(record: Json, notes: Notes) -> FeedCost:
    """Return the prices of a service (HSDS cost_option, `fees`, `fees_description`)."""
    words = long_text(record, "fees", "fees_description", notes=notes)
    entries = [*objects(record.get("cost_options")), *objects(record.get("costs"))]
    options = tuple(_option(entry, notes) for entry in entries[:50])
    options = tuple(option for option in options if option != FeedCostOption())
    return FeedCost(words, _is_free(record.get("free"), words, options), options)


def eligibility(record: Json, notes: Notes) -> FeedEligibility:
    """Return ages and words; of several age bands (HSDS-UK 1.0 eligibilitys) the widest span.
    Impossible spans are left out.
    """
    bands = list(objects(record.get("eligibilitys")))[:50]
    lows = _ages([record, *bands], "minimum_age", notes)
    highs = _ages([record, *bands], "maximum_age", notes)
    open_below = any(
        band.get("minimum_age") is None and band.get("maximum_age") is not None for band in bands
    )
    open_above = any(
        band.get("maximum_age") is None and band.get("minimum_age") is not None for band in bands
    )
    low = math.floor(min(lows)) if lows and not open_below else None
    high = math.ceil(max(highs)) if highs and not open_above else None
    if low is not None and high is not None and low > high:
        notes.append(f"ages: from {low} to {high} is not a span of ages and was left out")
        low = high = None
    said = [long_text(record, "eligibility_description", notes=notes)]
    said += [
        text(band, "eligibility", "name", "description", notes=notes, limit=1000) for band in bands
    ]
    return FeedEligibility(low, high, "\n".join(dict.fromkeys(line for line in said if line)))


def capacity(record: Json, notes: Notes) -> tuple[FeedCapacity, ...]:
    """Return the places a service says it has (HSDS 3.1 service_capacity)."""
    found = []
    for entry in list(objects(record.get("capacities")))[:50]:
        unit = entry.get("unit")
        found.append(
            FeedCapacity(
                unit=text(unit, "name", notes=notes)
                if isinstance(unit, dict)
                else text(entry, "unit", notes=notes),
                available=_whole(entry, "available", notes),
                maximum=_whole(entry, "maximum", notes),
                description=text(entry, "description", notes=notes, limit=1000),
            )
        )
    return tuple(found)


def _option(entry: Json, notes: Notes) -> FeedCostOption:
    return FeedCostOption(
        option=text(entry, "option", notes=notes),
        amount=money(entry, "amount", notes=notes),
        currency=text(entry, "currency", notes=notes, limit=3).upper(),
        description=text(entry, "amount_description", "cost_type", notes=notes, limit=1000),
        valid_from=day(entry, "valid_from", notes=notes),
        valid_to=day(entry, "valid_to", notes=notes),
    )


def _is_free(stated: Any, words: str, options: tuple[FeedCostOption, ...]) -> bool | None:
    if isinstance(stated, bool):
        return stated
    amounts = [option.amount for option in options]
    if any(amounts) or _PRICE.search(words):
        return False
    if _FREE.fullmatch(words):
        return True
    if amounts and not words and None not in amounts:
        return True
    return None


def _ages(records: Iterable[Json], key: str, notes: Notes) -> list[float]:
    found = (number(record, key, notes=notes, low=0, high=150) for record in records)
    return [age for age in found if age is not None]


def _whole(entry: Json, key: str, notes: Notes) -> int | None:
    found = number(entry, key, notes=notes, low=0, high=1_000_000)
    return None if found is None else int(found)
