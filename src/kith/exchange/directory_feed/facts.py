"""From what a feed says to what the directory keeps: shorter, in words where it has words."""

from __future__ import annotations

from typing import Any

from kith.directory import marks
from kith.directory.facts import OrganisationFacts, PlaceFacts, ServiceFacts, SessionFacts
from kith.exchange.directory_feed.foundations import suggest_foundations
from kith.exchange.directory_feed.how_it_works import how_it_works
from kith.exchange.directory_feed.more import (
    LOCATION,
    ORGANISATION,
    SERVICE,
    beyond,
    more_of,
    without_own_phone,
)
from kith.exchange.directory_feed.records import (
    FeedCapacity,
    FeedCost,
    FeedCostOption,
    FeedLocation,
    FeedOrganisation,
    FeedPhone,
    FeedSchedule,
    FeedService,
    FeedTerm,
)
from kith.geography.postcodes import InvalidPostcode, locate
from kith.ui.money import money
from kith.vocabulary import foundations, languages

EVERY_DAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_STEP_FREE = ("step-free", "step free", "wheelchair", "level access", "ramp", "lift access")
_NOT_STEP_FREE = ("no step-free", "not step-free", "not wheelchair", "no wheelchair", "steps only")


def as_facts(service: FeedService) -> ServiceFacts:
    """Return a service of a feed as the values that the directory's write door takes."""
    organisation = _organisation(service.organisation) if service.organisation else None
    phone, cost = _phone(service.phones), _cost(service.cost)[:500]
    return ServiceFacts(
        source_id=service.source_id,
        fingerprint=service.fingerprint,
        name=service.name[:300],
        description=_description(service),
        status=service.status,
        email=service.email[:254],
        phone=phone,
        url=_url(service.url),
        cost=cost,
        is_free=service.cost.free,
        eligibility=service.eligibility.text,
        minimum_age=service.eligibility.minimum_age,
        maximum_age=service.eligibility.maximum_age,
        languages=_languages(service.languages),
        terms=tuple(
            {"taxonomy": _list_of(term), "code": term.code, "name": term.name}
            for term in service.terms
            if term.taxonomy not in (*marks.TAXONOMIES, marks.BY_COLUMN)
        ),
        **_how_it_works(service),
        capacity=_capacity(service.capacity)[:300],
        places_free=_places_free(service.capacity),
        assured_on=service.assured_date,
        foundations=_foundations(service),
        organisation=organisation,
        places=tuple(_place(location) for location in service.locations),
        sessions=tuple(_session(schedule) for schedule in service.schedules),
        more=_storable(beyond(more_of(SERVICE, service.raw), phone=phone, cost=cost)),
        raw=_storable(service.raw),
    )


def _list_of(term: FeedTerm) -> str:
    """Our own API names a list where the word has none."""
    return "" if term.taxonomy == marks.WORDS else term.taxonomy


def _languages(said: tuple[str, ...]) -> tuple[str, ...]:
    """Codes of our list where the words are known, the feed's own words otherwise."""
    found = (languages.recognise(words) or words[:60] for words in said)
    return tuple(dict.fromkeys(found))


def _foundations(service: FeedService) -> tuple[str, ...]:
    """What another Kith says of it outright, or else a suggestion from its words."""
    told = [term.code for term in service.terms if term.taxonomy == marks.FOUNDATIONS]
    known = {key for key, _ in foundations.choices()}
    outright = tuple(dict.fromkeys(code for code in told if code in known))
    return outright or tuple(row.foundation.value for row in suggest_foundations(service))


def _how_it_works(service: FeedService) -> dict[str, Any]:
    told = {term.code for term in service.terms if term.taxonomy == marks.HOW_IT_WORKS}
    if told:
        return marks.values_of(told)
    said = {term.code for term in service.terms if term.taxonomy == marks.BY_COLUMN}
    known = {
        name: value for name, value in marks.values_of(said).items() if value not in ("", None)
    }
    return how_it_works(service) | known


def _places_free(capacities: tuple[FeedCapacity, ...]) -> int | None:
    known = [row.available for row in capacities if row.available is not None]
    return sum(known) if known else None


def _organisation(organisation: FeedOrganisation) -> OrganisationFacts:
    phone = _phone(organisation.phones)
    return OrganisationFacts(
        name=organisation.name[:300],
        source_id=organisation.source_id[:300],
        description=""
        if organisation.description == organisation.name
        else organisation.description,
        email=organisation.email[:254],
        phone=phone,
        url=_url(organisation.url),
        more=_more_of_organisation(organisation.raw, phone),
    )


def _more_of_organisation(raw: dict[str, Any], phone: str) -> dict[str, Any]:
    found: dict[str, Any] = _storable(without_own_phone(more_of(ORGANISATION, raw), phone))
    for entry in found.get("organization_identifiers", []):
        # The profile wants a kind; a register's short name says as much.
        entry.setdefault("identifier_type", entry.get("identifier_scheme", marks.NOT_GIVEN))
    return found


def _more_of_place(raw: dict[str, Any], written: str) -> dict[str, Any]:
    """Parts of the address that follow from it as `written` are not kept a second time."""
    found: dict[str, Any] = _storable(more_of(LOCATION, raw))
    address = {**found.pop("address", {})}
    if address.get("country") == "GB":
        del address["country"]
    if address == marks.as_address(written):
        return found
    return {**found, "address": address} if address else found


def _description(service: FeedService) -> str:
    parts = [service.description]
    if service.alert:
        parts.insert(0, f"Notice: {service.alert}")
    if service.how_to_join:
        parts.append(f"How to join: {service.how_to_join}")
    return "\n\n".join(part for part in parts if part)


def _phone(phones: tuple[FeedPhone, ...]) -> str:
    first = next((phone for phone in phones if phone.e164), phones[0] if phones else None)
    if first is None:
        return ""
    return (f"{first.number} ext {first.extension}" if first.extension else first.number)[:60]


def _url(address: str) -> str:
    """An address cut short leads nowhere, so one that is too long is left out."""
    return address if len(address) <= 500 else ""


def _cost(cost: FeedCost) -> str:
    said = [cost.text, *(_option(option) for option in cost.options)]
    return "; ".join(dict.fromkeys(words for words in said if words))


def _option(option: FeedCostOption) -> str:
    amount = ""
    if option.amount is not None:
        pounds = option.currency in ("", "GBP")
        amount = money(int(option.amount * 100)) if pounds else f"{option.amount} {option.currency}"
    return " ".join(part for part in (option.option, amount, option.description) if part)


def _capacity(capacities: tuple[FeedCapacity, ...]) -> str:
    return "; ".join(
        f"{row.available} of {row.maximum} {row.unit or 'places'} free"
        if row.available is not None and row.maximum is not None
        else row.description
        for row in capacities
    ).strip("; ")


def _place(location: FeedLocation) -> PlaceFacts:
    latitude, longitude = location.latitude, location.longitude
    if latitude is None and location.postcode:
        try:
            point = locate(location.postcode)
        except InvalidPostcode:
            point = None
        if point:
            latitude, longitude = point.latitude, point.longitude
    lines = (*location.address_lines, location.town, location.county)
    access = "\n".join(location.accessibility)
    said = [line for line in location.accessibility if line not in marks.STEPS.values()]
    address = "\n".join(dict.fromkeys(line for line in lines if line))
    return PlaceFacts(
        name=location.name[:300],
        address=address,
        postcode=location.postcode[:8],
        latitude=latitude,
        longitude=longitude,
        access="\n".join(said),
        is_step_free=_is_step_free(access.casefold()),
        is_online=location.kind == "virtual",
        source_id=location.source_id[:300],
        more=_more_of_place(location.raw, address),
    )


def _is_step_free(access: str) -> bool | None:
    """True or False only where the words say so plainly."""
    if any(words in access for words in _NOT_STEP_FREE):
        return False
    return True if any(words in access for words in _STEP_FREE) else None


def _session(schedule: FeedSchedule) -> SessionFacts:
    said = [schedule.description]
    if schedule.interval > 1:
        unit = {"DAILY": "days", "WEEKLY": "weeks", "MONTHLY": "months", "YEARLY": "years"}
        said.append(f"Every {schedule.interval} {unit.get(schedule.freq, 'times')}")
    elif schedule.freq == "YEARLY":
        said.append("Every year")
    if schedule.bymonthday:
        days = ", ".join(str(day) for day in schedule.bymonthday)
        said.append(f"On day {days} of the month")
    frequency: str = schedule.freq
    every: tuple[str, ...] = tuple(schedule.byday)
    if frequency == "DAILY" and schedule.interval == 1:
        # The UK profile knows weeks and months only.
        frequency, every = "WEEKLY", EVERY_DAY
    elif frequency == "WEEKLY" and not every and schedule.starts_on:
        # RFC 5545, section 3.3.10: without BYDAY, the day is that of DTSTART. The day from which an entry counts
        # (valid_from) says nothing of the sort.
        every = (EVERY_DAY[schedule.starts_on.weekday()],)
    elif frequency not in ("WEEKLY", "MONTHLY"):
        frequency = ""
    return SessionFacts(
        frequency=frequency,
        days=every,
        opens=schedule.opens,
        closes=schedule.closes,
        from_date=schedule.valid_from or schedule.starts_on,
        to_date=schedule.valid_to,
        # What we said of it ourselves comes back with what we say.
        description=". ".join(
            words for words in said if words and (words is said[0] or words not in said[0])
        ),
        interval=schedule.interval if frequency else 1,
        month_days=schedule.bymonthday if frequency == "MONTHLY" else (),
    )


def _storable(value: Any) -> Any:
    """PostgreSQL's jsonb takes neither NUL nor half of a surrogate pair; nor infinity."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {_storable(key): _storable(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_storable(entry) for entry in value]
    if (isinstance(value, float) and value in (float("inf"), float("-inf"))) or value != value:
        return None
    return value
