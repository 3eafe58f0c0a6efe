"""Whether one service fits what is wanted, why in plain words, and what would have to be asked.

Eligibility first: what is known to be wrong leaves a service out, with the reason; what is not known
never does. What somebody's words only hint at puts services first and leaves none out.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from kith.directory import rules
from kith.directory.models import Service
from kith.directory.queries.meant import Meant, Sought
from kith.directory.queries.near import km_between
from kith.directory.queries.words import ALIKE_BY_LETTERS, CALLED, EXACT, LIKE, Hit
from kith.geography.postcodes import Point
from kith.vocabulary import languages
from kith.vocabulary.foundations import label

CLOSED, AGE, TOO_FAR, FOUNDATION, COST, LANGUAGE, STEPS, NOT_ONLINE = (
    "closed", "age", "distance", "foundations", "free", "language", "step_free", "online",
)  # fmt: skip
WOMEN, NO_RECOURSE, FULL, SETTING, WHEN = "women", "no_recourse", "places", "setting", "when"
MAN = "man"
TEXT, HINT = 4.0, 0.7
"""What the words weigh beside all else, and a hint that is met or known not to be."""

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
    freshness: rules.Freshness
    score: float


class Row(NamedTuple):
    """What of a service a search judges by."""

    pk: UUID
    name: str
    status: str
    gone_at: datetime.datetime | None
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
    assured_on: datetime.date | None


class Where(NamedTuple):
    """What of a place a search judges by."""

    service_id: UUID
    name: str
    postcode: str
    latitude: float | None
    longitude: float | None
    is_step_free: bool | None
    is_online: bool


class When(NamedTuple):
    """What of a session a search judges by."""

    service_id: UUID
    days: list[str]
    opens: datetime.time | None
    closes: datetime.time | None
    to_date: datetime.date | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a service must be, as far as is known of it; `man`: it is for one, whom what is for women alone leaves
    out.
    """

    foundations: frozenset[str] = frozenset()
    near: Point | None = None
    within_km: float | None = None
    free: bool = False
    language: str = ""
    step_free: bool = False
    online: bool = False
    age: int | None = None
    women: bool = False
    man: bool = False
    no_recourse: bool = False
    places: bool = False
    setting: str = ""
    days: frozenset[str] = frozenset()
    after: datetime.time | None = None
    before: datetime.time | None = None

    @property
    def has_times(self) -> bool:
        """Whether it matters when a service runs."""
        return bool(self.days or self.after or self.before)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted, and what the words mean; judges one service after another."""

    wanted: Wanted
    meant: Meant
    today: datetime.date

    def judge(self, service: Row, places: list[Where], times: list[When], hit: Hit) -> Match | str:
        """A Match, or the key of the first thing that stands in the way."""
        km, where = self._nearest(places)
        in_the_way = self._in_the_way(service, places, times, km)
        if in_the_way:
            return in_the_way
        freshness = rules.freshness(service.assured_on, self.today)
        hints = list(self._hints(service, places, times))
        return Match(
            service.pk,
            service.name,
            tuple(dict.fromkeys(self._why(service, places, times, hit, km, where))),
            tuple(self._to_ask(service, places, times, km)),
            km,
            freshness,
            self._score(service, hit, km, freshness) + HINT * sum(hints),
        )

    def _in_the_way(
        self, service: Row, places: list[Where], times: list[When], km: float | None
    ) -> str:
        wanted, spoken = self.wanted, _codes(service.languages)
        steps = {place.is_step_free for place in places if not place.is_online}
        elsewhere = not _is_online(places)
        far = wanted.within_km is not None and km is not None and km > wanted.within_km
        other = bool(wanted.foundations) and not wanted.foundations & set(service.foundations)
        settings = bool(wanted.setting and service.setting)
        checks = (
            (CLOSED, service.gone_at is not None or service.status != Service.Status.ACTIVE),
            (FOUNDATION, other),
            (AGE, wanted.age is not None and not _takes(service, wanted.age)),
            (NO_RECOURSE, wanted.no_recourse and service.takes_no_recourse is False),
            (WOMEN, wanted.women and service.is_women_only is False),
            (MAN, wanted.man and bool(service.is_women_only)),
            (TOO_FAR, far and elsewhere),
            (WHEN, wanted.has_times and bool(times) and not self._at_that_time(times)),
            (FULL, wanted.places and service.places_free == 0),
            (COST, wanted.free and service.is_free is False),
            (LANGUAGE, bool(wanted.language and spoken) and not self._spoken(spoken)),
            (STEPS, wanted.step_free and steps == {False}),
            (NOT_ONLINE, wanted.online and elsewhere),
            (SETTING, settings and service.setting != wanted.setting),
        )
        return next((key for key, stands in checks if stands), "")

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
        if wanted.no_recourse and service.takes_no_recourse:
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
        if wanted.has_times and not times:
            yield "when it runs"
        if wanted.free and service.is_free is None:
            yield "what it costs"
        spoken = self._spoken(_codes(service.languages))
        if wanted.language not in ("", languages.ENGLISH) and spoken != wanted.language:
            yield f"whether anyone speaks {languages.label(wanted.language)}"
        if wanted.step_free and not any(place.is_step_free for place in places):
            yield "whether it is step-free"
        if wanted.women and service.is_women_only is None:
            yield "whether it is for women only"
        if wanted.no_recourse and service.takes_no_recourse is None:
            yield "whether people with no recourse to public funds may come"
        if wanted.places and service.places_free is None:
            yield "whether there is a place"

    def _hints(self, service: Row, places: list[Where], times: list[When]) -> Iterator[int]:
        """1 for each hint that is met, -1 for one that is known not to be, 0 where nobody knows."""
        meant = self.meant
        if meant.women:
            yield 1 if service.is_women_only else -1
        if meant.free:
            yield _known(service.is_free)
        if meant.online:
            yield 1 if _is_online(places) else -1
        if meant.step_free:
            yield 1 if any(place.is_step_free for place in places) else 0
        if meant.language:
            yield 1 if meant.language in _codes(service.languages) else -1
        if meant.days and times:
            yield 1 if any(_is_on(session, meant.days) for session in times) else -1
        if meant.age is not None:
            yield _fits_age(service, meant.age)

    def _score(self, service: Row, hit: Hit, km: float | None, freshness: rules.Freshness) -> float:
        foundations = self.wanted.foundations
        shared = len(foundations & set(service.foundations)) / (len(foundations) or 1)
        nearness = 0.0 if km is None else 1 / (1 + km / 2)
        spoken = bool(self._spoken(_codes(service.languages)))
        return TEXT * hit.worth + 0.5 * shared + nearness + 0.3 * spoken + 0.3 * freshness.share

    def _spoken(self, spoken: set[str]) -> str:
        """The language asked for, else the one it is counted under, if it is spoken there; or ""."""
        asked = self.wanted.language or self.meant.language
        if not asked or asked in spoken:
            return asked
        wider = languages.TABLE.term(asked).rolls_up_to
        return wider if wider in spoken and wider else ""

    def _at_that_time(self, times: list[When]) -> bool:
        wanted = self.wanted
        return any(
            (not wanted.days or _is_on(row, wanted.days))
            and (wanted.after is None or row.closes is None or row.closes > wanted.after)
            and (wanted.before is None or row.opens is None or row.opens < wanted.before)
            and (row.to_date is None or row.to_date >= self.today)
            for row in times
        )

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


def _fits_age(service: Row, age: int) -> int:
    """A service meant for an age comes before one that takes anyone, and that before one that does
    not take it.
    """
    if not _takes(service, age):
        return -1
    meant_for = (service.minimum_age or 0) >= 40 if age >= 60 else service.maximum_age is not None
    return 1 if meant_for else 0


def _known(said: bool | None) -> int:
    return 0 if said is None else (1 if said else -1)


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
