"""Directory entries in words."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kith.directory import as_a_whole, rules
from kith.directory.models import Correction, Place, Service
from kith.directory.queries import Match
from kith.directory.queries.reasons import ages_in_words, distance_in_words
from kith.directory.when_and_where import place_in_words, sessions_in_words
from kith.ui import dates
from kith.vocabulary.foundations import label

_COLOURS = {
    rules.Freshness.FRESH: "green",
    rules.Freshness.DUE: "yellow",
    rules.Freshness.STALE: "grey",
    rules.Freshness.UNKNOWN: "grey",
}
_HOW = {
    Service.How.PHONE.value: " by telephone", Service.How.VISIT.value: " on a visit",
    Service.How.WEBSITE.value: " on their website", Service.How.WROTE.value: ", from what they wrote",
    Service.How.LINK.value: ", asked by our message",
    Service.How.FEED.value: ", as its own directory says",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A result as a list shows it."""

    match: Match
    service: Service
    sessions: list[str]
    places: list[str]
    checked: rules.Checked
    colour: str


def shown(match: Match, service: Service, today: datetime.date) -> Shown:
    """One result, with the service it is about."""
    checked = last_checked(service, today)
    return Shown(
        match,
        service,
        sessions_in_words(service.sessions.all(), today),
        [place_in_words(place) for place in service.places.all()],
        checked,
        _COLOURS[checked.freshness],
    )


def last_checked(service: Service, today: datetime.date) -> rules.Checked:
    """When the entry was last checked and by whom, in words that fade with it."""
    freshness = rules.freshness(service.assured_on, today)
    if service.assured_on is None or freshness is rules.Freshness.UNKNOWN:
        return rules.Checked(freshness, "Nobody has said when this was last checked")
    by = f" by {service.assured_by}" if service.assured_by else ""
    words = (
        f"Checked on {dates.medium_date(service.assured_on)}{by}{_HOW.get(service.assured_how, '')}"
    )
    if freshness is rules.Freshness.DUE:
        words = f"{words}: worth a call before anyone goes"
    if freshness is rules.Freshness.STALE:
        months = dates.whole_months(service.assured_on, today)
        words = f"{words}, {months} months ago: ring first, it may have changed"
    return rules.Checked(freshness, words)


def colour_of(checked: rules.Checked) -> str:
    """The tag's colour; the words say the same."""
    return _COLOURS[checked.freshness]


def facts(service: Service, today: datetime.date) -> list[dict[str, object]]:
    """Everything known of a service, as rows of names and values; what is not known says so."""
    places = list(service.places.all())
    return [
        {"key": "Who runs it", "value": service.organisation.name if service.organisation else ""},
        {"key": "Foundations", "value": ", ".join(label(key) for key in service.foundations)},
        {"key": "When", "value": "; ".join(sessions_in_words(service.sessions.all(), today))},
        {"key": "Where", "value": "; ".join(place_in_words(place) for place in places)},
        {"key": "Getting in", "value": _access(places)},
        {"key": "Cost", "value": cost_in_words(service)},
        {"key": "Who it is for", "value": _for_whom(service)},
        {"key": "Group or one to one", "value": service.get_setting_display()},
        {"key": "Women only", "value": _yes_or_no(service.is_women_only)},
        {"key": "No recourse to public funds", "value": _recourse(service.takes_no_recourse)},
        {
            "key": "Languages",
            "value": ", ".join(map(as_a_whole.language_in_words, service.languages)),
        },
        {"key": "Places", "value": _places_free(service)},
        {"key": "Phone", "value": service.phone or _of_organisation(service, "phone")},
        {"key": "E-mail", "value": service.email or _of_organisation(service, "email")},
        {"key": "Website", "value": service.url or _of_organisation(service, "url")},
        {"key": "Also found by", "value": ", ".join(term["name"] for term in service.terms)},
        {"key": "Last checked", "value": last_checked(service, today).words},
    ]


_CORRECTED = {
    "name": "Name", "description": "What happens there", "status": "Whether it runs",
    "email": "E-mail", "phone": "Phone", "url": "Website", "cost": "Cost", "is_free": "Whether it is free",
    "eligibility": "Who it is for", "minimum_age": "Youngest age", "maximum_age": "Oldest age",
    "setting": "Group or one to one", "is_women_only": "Women only",
    "takes_no_recourse": "No recourse to public funds", "places_free": "Places free",
    "organisation": "Who runs it", "sessions": "When", "places": "Where", "languages": "Languages",
    "terms": "Words it is found by",
}  # fmt: skip
_CHOICES: dict[str, dict[Any, str]] = {
    "status": dict(Service.Status.choices), "setting": dict(Service.Setting.choices),
}  # fmt: skip


def corrected(corrections: Iterable[Correction], today: datetime.date) -> list[dict[str, object]]:
    """What the team put right, beside what the feed says."""
    return [
        {
            "id": row.pk,
            "what": _CORRECTED[row.field],
            "theirs": said_of(row.field, row.theirs, today) or "nothing",
            "ours": said_of(row.field, row.ours, today) or "nothing",
            "by": f"{row.corrected_by}, {dates.medium_date(row.corrected_at)}",
        }
        for row in corrections
    ]


def said_of(field: str, value: Any, today: datetime.date) -> str:
    """What a correction keeps of a field, in words; "" when nothing is said."""
    if field in as_a_whole.WHOLE:
        return as_a_whole.in_words(field, value, today)
    if isinstance(value, bool):
        return _yes_or_no(value)
    if value is None:
        return ""
    return _CHOICES.get(field, {}).get(value, str(value))


def cost_in_words(service: Service) -> str:
    """ "Free", what it costs, or nothing when that is not known."""
    if service.cost:
        return service.cost
    return {True: "Free", False: "There is a charge"}.get(service.is_free, "")  # type: ignore[arg-type]


def _yes_or_no(said: bool | None) -> str:
    return {True: "Yes", False: "No"}.get(said, "")  # type: ignore[arg-type]


def _recourse(said: bool | None) -> str:
    if said is None:
        return ""
    return "Welcome" if said else "Not open to them"


def _places_free(service: Service) -> str:
    theirs = service.capacity and "places_free" not in service.corrected
    if theirs or service.places_free is None:
        return service.capacity
    return "Full at present" if not service.places_free else f"{service.places_free} places free"


def distance(km: float | None) -> str:
    """A distance in words, "" when there is none."""
    return "" if km is None else distance_in_words(km)


def _access(places: Sequence[Place]) -> str:
    said = []
    for place in places:
        steps = {True: "Step-free", False: "Not step-free"}.get(place.is_step_free)  # type: ignore[arg-type]
        said += [part for part in (steps, place.access.replace("\n", "; ")) if part]
    return "; ".join(dict.fromkeys(said))


def _for_whom(service: Service) -> str:
    ages = ages_in_words(service.minimum_age, service.maximum_age)
    parts = (ages[:1].upper() + ages[1:], service.eligibility)
    return ". ".join(part for part in parts if part)


def _of_organisation(service: Service, name: str) -> str:
    return str(getattr(service.organisation, name, "") or "")
