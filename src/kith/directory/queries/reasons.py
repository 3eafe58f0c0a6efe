"""Why a service fits what is wanted, in plain words, and what would have to be asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from kith.directory.queries.meant import Meant, Sought
from kith.directory.queries.near import km_between
from kith.directory.queries.wanted import Wanted, language_of
from kith.directory.queries.words import ALIKE_BY_LETTERS, CALLED, EXACT, LIKE, Hit
from kith.vocabulary import languages
from kith.vocabulary.foundations import label

DAYS = {
    "MO": "Mondays", "TU": "Tuesdays", "WE": "Wednesdays", "TH": "Thursdays", "FR": "Fridays",
    "SA": "Saturdays", "SU": "Sundays",
}  # fmt: skip
SETTINGS = {"group": "In a group", "one_to_one": "One to one"}


@dataclass(frozen=True, slots=True)
class Match:
    """A service that fits: why, in words; what is not known; how far away in kilometres."""

    service_id: UUID
    name: str
    why: tuple[str, ...]
    to_ask: tuple[str, ...]
    km: float | None


class Row(NamedTuple):
    """What of a service there is to say."""

    pk: UUID
    name: str
    foundations: list[str]
    is_free: bool | None
    minimum_age: int | None
    maximum_age: int | None
    languages: list[str]
    terms: list[dict[str, str]]
    setting: str
    is_women_only: bool | None
    takes_no_recourse: bool | None
    places_free: int | None


class Where(NamedTuple):
    """What of a place there is to say."""

    service_id: UUID
    name: str
    postcode: str
    latitude: float | None
    longitude: float | None
    is_step_free: bool | None
    is_online: bool


class When(NamedTuple):
    """What of a session there is to say."""

    service_id: UUID
    days: list[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted, and what the words mean; says of one service after another why it fits."""

    wanted: Wanted
    meant: Meant

    def match(self, service: Row, places: list[Where], times: list[When], hit: Hit) -> Match:
        """A service that fits, with why."""
        km, where = self._nearest(places)
        return Match(
            service.pk,
            service.name,
            tuple(dict.fromkeys(self._why(service, places, times, hit, km, where))),
            tuple(self._to_ask(service, places, times, km)),
            km,
        )

    def _why(
        self, service: Row, places: list[Where], times: list[When], hit: Hit, km: float | None,
        where: str,
    ) -> Iterator[str]:  # fmt: skip
        yield from _why_words(service, hit)
        wanted = self.wanted
        for key in service.foundations:
            if key in wanted.foundations:
                yield label(key)
        if km is not None:
            yield f"{distance_in_words(km)} away" + (f", at {where}" if where else "")
        if _is_online(places) and (wanted.online or self.meant.online or km is None):
            yield "Online or by phone"
        age = self.meant.age if wanted.age is None else wanted.age
        known = (service.minimum_age, service.maximum_age) != (None, None)
        if age is not None and known and _takes(service, age):
            yield f"Takes {ages_in_words(service.minimum_age, service.maximum_age)}"
        yield from self._why_it_is_so(service, places, times)

    def _why_it_is_so(self, service: Row, places: list[Where], times: list[When]) -> Iterator[str]:
        wanted, meant = self.wanted, self.meant
        if (wanted.free or meant.free) and service.is_free:
            yield "Free"
        if spoken := self._spoken(_codes(service.languages)):
            yield f"Speaks {languages.label(spoken)}"
        steps = wanted.step_free or meant.step_free
        if steps and any(place.is_step_free for place in places):
            yield "Step-free"
        if service.is_women_only:
            yield "Women only"
        if (wanted.no_recourse or meant.no_recourse) and service.takes_no_recourse:
            yield "Open to people with no recourse to public funds"
        if wanted.places and service.places_free:
            yield f"{service.places_free} places free"
        if wanted.setting and service.setting == wanted.setting:
            yield SETTINGS[service.setting]
        for day in sorted(wanted.days | self.meant.days, key=list(DAYS).index):
            if any(_is_on(session, {day}) for session in times):
                yield f"On {DAYS[day]}"

    def _to_ask(
        self, service: Row, places: list[Where], times: list[When], km: float | None
    ) -> Iterator[str]:
        wanted = self.wanted
        if wanted.near is not None and km is None and not _is_online(places):
            yield "where it is"
        if wanted.has_times and not self._runs_when_wanted(times):
            yield "when it runs"
        if wanted.free and service.is_free is None:
            yield "what it costs"
        yield from self._to_ask_of_language(service)
        if wanted.step_free and not any(place.is_step_free for place in places):
            yield "whether it is step-free"
        if wanted.women and service.is_women_only is None:
            yield "whether it is for women only"
        if wanted.no_recourse and service.takes_no_recourse is None:
            yield "whether people with no recourse to public funds may come"
        if wanted.places and service.places_free is None:
            yield "whether there is a place"
        if wanted.setting and not service.setting:
            yield "whether it is in a group or one to one"

    def _to_ask_of_language(self, service: Row) -> Iterator[str]:
        asked, codes = self.wanted.language or self.wanted.speaks, _codes(service.languages)
        spoken = self._spoken(codes)
        if asked in ("", languages.ENGLISH, spoken):
            return
        if codes and not spoken:
            yield f"who could interpret from {languages.label(asked)}"
        else:
            yield f"whether anyone speaks {languages.label(asked)}"

    def _runs_when_wanted(self, times: list[When]) -> bool:
        """Whether it is known to. A session need not say on which days it is."""
        days = self.wanted.days
        return any(_is_on(session, days) for session in times) if days else bool(times)

    def _spoken(self, spoken: set[str]) -> str:
        """The language asked for, else the one it is counted under, if it is spoken there; or ""."""
        asked = language_of(self.wanted, self.meant)
        if not asked or asked in spoken:
            return asked
        wider = languages.TABLE.term(asked).rolls_up_to
        return wider if wider in spoken and wider else ""

    def _nearest(self, places: list[Where]) -> tuple[float | None, str]:
        near = self.wanted.near
        if near is None:
            return None, ""
        known = [
            (km_between(near, place.latitude, place.longitude), place.name or place.postcode)
            for place in places
            if place.latitude is not None and place.longitude is not None
        ]
        return min(known) if known else (None, "")


def distance_in_words(km: float) -> str:
    """ "350 metres", "1.2 km", "14 km": no finer than a straight line deserves."""
    if km < 0.95:
        return f"{max(50, round(km * 20) * 50)} metres"
    return f"{km:.1f} km" if km < 9.95 else f"{km:.0f} km"


def ages_in_words(least: int | None, most: int | None) -> str:
    """ "ages 50 and over", "ages up to 25", "ages 11 to 18"; "" when any age may come."""
    if least is not None and most is not None:
        return f"ages {least} to {most}"
    if least is not None:
        return f"ages {least} and over"
    return f"ages up to {most}" if most is not None else ""


def _why_words(service: Row, hit: Hit) -> Iterator[str]:
    if said := hit.said(EXACT):
        yield f"About {_listed([one.said for one in said])}"
    for one in (*hit.said(CALLED), *hit.said(LIKE)):
        called = _called(service, one)
        yield f"For “{one.said}”: {called}" if called else f"Its description fits “{one.said}”"
    if said := hit.said(ALIKE_BY_LETTERS):
        yield f"Spelt much like {_listed([one.said for one in said])}"


def _called(service: Row, one: Sought) -> str:
    """What the service's name or terms call it; "" when only its description does."""
    told = " ".join((service.name, *(str(term.get("name", "")) for term in service.terms)))
    words = told.casefold()
    for phrase in (*one.called.apt, *one.called.near):
        # Endings differ ("club", "clubs"), beginnings do not.
        if all(part[: max(4, len(part) - 3)] in words for part in phrase.casefold().split()):
            return phrase
    return ""


def _takes(service: Row, age: int) -> bool:
    least, most = service.minimum_age, service.maximum_age
    return (least is None or age >= least) and (most is None or age <= most)


def _is_online(places: list[Where]) -> bool:
    return any(place.is_online for place in places)


def _is_on(session: When, days: Iterable[str]) -> bool:
    """ "2TU" is a Tuesday as well."""
    return any(day[-2:] in days for day in session.days)


def _codes(spoken: Iterable[str]) -> set[str]:
    return {code for said in spoken if (code := _code(said))}


@lru_cache(maxsize=1024)
def _code(said: str) -> str | None:
    return languages.recognise(said)


def _listed(words: Sequence[str]) -> str:
    quoted = [f"“{word}”" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
