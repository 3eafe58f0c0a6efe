"""Finding the service that fits: by words, foundations, distance and what the person needs.

Words are looked for by their stem and as beginnings (PostgreSQL full text, English), and by their
letters where the spelling slipped (trigrams). What a directory does not say (a price, a language,
steps) never leaves a service out: it is said beside the result, to be asked about.
"""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from kith.directory import rules
from kith.directory.models import Place, Service
from kith.directory.queries.words import Hit, best, hits_of, split
from kith.geography.postcodes import Point
from kith.ui import dates
from kith.vocabulary import languages
from kith.vocabulary.foundations import label

# Asking for more rows one by one costs more than reading them all.
FEW = 300
EARTH_KM = 6371.0

CLOSED, AGE, TOO_FAR, FOUNDATION, COST, LANGUAGE, STEPS, NOT_ONLINE = (
    "closed", "age", "distance", "foundations", "free", "language", "step_free", "online",
)  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many services fitted but for one thing, named by `key`: what of `find` would give way."""

    key: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """What fits, best first; what was left out and why; whether some of the words are nowhere."""

    matches: tuple[Match, ...]
    left_out: tuple[LeftOut, ...]
    only_some_words: bool = False


def find(
    scheme_ids: Sequence[UUID],
    *,
    words: str = "",
    foundations: Collection[str] = (),
    near: Point | None = None,
    within_km: float | None = None,
    free: bool = False,
    language: str = "",
    step_free: bool = False,
    online: bool = False,
    age: int | None = None,
    today: datetime.date | None = None,
) -> Found:
    """The services of these schemes that fit, best first.

    `words` is what someone typed; `language` a code of the language list; `age` in whole years;
    distances in kilometres as the crow flies. When no service has all the words, those with the
    most of them are found, and `only_some_words` says so.
    """
    today = today or dates.today()
    said = split(words)
    hits, only_some = best(*hits_of(scheme_ids, said)) if said else (None, False)
    asked = _Asked(set(foundations), near, within_km, free, language, step_free, online, age, today)
    matches: list[Match] = []
    left: Counter[str] = Counter()
    places = _places(scheme_ids, hits)
    for row in _candidates(scheme_ids, hits):
        hit = hits[row.pk] if hits is not None else Hit()
        judged = asked.judge(row, places.get(row.pk, []), hit)
        if isinstance(judged, Match):
            matches.append(judged)
        else:
            left[judged] += 1
    matches.sort(key=lambda match: (-match.score, match.km or 0, match.name.casefold()))
    return Found(
        tuple(matches), tuple(LeftOut(key, count) for key, count in left.most_common()), only_some
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for, but for the words; judges one service after another."""

    foundations: set[str]
    near: Point | None
    within_km: float | None
    free: bool
    language: str
    step_free: bool
    online: bool
    age: int | None
    today: datetime.date

    def judge(self, service: _Row, places: list[_Where], hit: Hit) -> Match | str:
        """A Match, or the key of the first thing that stands in the way."""
        km, where = self._nearest(places)
        in_the_way = self._in_the_way(service, places, km)
        if in_the_way:
            return in_the_way
        freshness = rules.freshness(service.assured_on, self.today)
        return Match(
            service.pk,
            service.name,
            tuple(self._why(service, places, hit, km, where)),
            tuple(self._to_ask(service, places, km)),
            km,
            freshness,
            self._score(service, hit, km, freshness),
        )

    def _in_the_way(self, service: _Row, places: list[_Where], km: float | None) -> str:
        steps = {place.is_step_free for place in places if not place.is_online}
        spoken = _codes(service.languages)
        checks = (
            (CLOSED, service.gone_at is not None or service.status != Service.Status.ACTIVE),
            (
                FOUNDATION,
                bool(self.foundations) and not self.foundations & set(service.foundations),
            ),
            (AGE, self.age is not None and not _takes(service, self.age)),
            (
                TOO_FAR,
                self.within_km is not None
                and km is not None
                and km > self.within_km
                and not _is_online(places),
            ),
            (COST, self.free and service.is_free is False),
            (LANGUAGE, bool(self.language and spoken) and not self._spoken(spoken)),
            (STEPS, self.step_free and steps == {False}),
            (NOT_ONLINE, self.online and not _is_online(places)),
        )
        return next((key for key, stands in checks if stands), "")

    def _why(
        self, service: _Row, places: list[_Where], hit: Hit, km: float | None, where: str
    ) -> Iterator[str]:
        if hit.exact:
            yield f"About {_listed(hit.exact)}"
        if hit.alike:
            yield f"Spelt much like {_listed(hit.alike)}"
        for key in service.foundations:
            if key in self.foundations:
                yield label(key)
        if km is not None:
            yield f"{distance_in_words(km)} away" + (f", at {where}" if where else "")
        if _is_online(places) and (self.online or km is None):
            yield "Online or by phone"
        if self.age is not None and (service.minimum_age, service.maximum_age) != (None, None):
            yield f"Takes {ages_in_words(service.minimum_age, service.maximum_age)}"
        if self.free and service.is_free:
            yield "Free"
        if self.language and (spoken := self._spoken(_codes(service.languages))):
            yield f"Speaks {languages.label(spoken)}"
        if self.step_free and any(place.is_step_free for place in places):
            yield "Step-free"

    def _to_ask(self, service: _Row, places: list[_Where], km: float | None) -> Iterator[str]:
        if self.near is not None and km is None and not _is_online(places):
            yield "where it is"
        if self.free and service.is_free is None:
            yield "what it costs"
        spoken = self._spoken(_codes(service.languages))
        if self.language not in ("", languages.ENGLISH) and spoken != self.language:
            yield f"whether anyone speaks {languages.label(self.language)}"
        if self.step_free and not any(place.is_step_free for place in places):
            yield "whether it is step-free"

    def _score(
        self, service: _Row, hit: Hit, km: float | None, freshness: rules.Freshness
    ) -> float:
        text = 2 * hit.rank + 0.5 * len(hit.exact) + 0.2 * len(hit.alike)
        shared = len(self.foundations & set(service.foundations)) / (len(self.foundations) or 1)
        nearness = 0.0 if km is None else 1 / (1 + km / 2)
        spoken = bool(self._spoken(_codes(service.languages)))
        return text + 0.5 * shared + nearness + 0.3 * spoken + 0.3 * freshness.share

    def _spoken(self, spoken: set[str]) -> str:
        """The language asked for, else the one it is counted under, if it is spoken there; or ""."""
        if not self.language or self.language in spoken:
            return self.language
        wider = languages.TABLE.term(self.language).rolls_up_to
        return wider if wider in spoken and wider else ""

    def _nearest(self, places: list[_Where]) -> tuple[float | None, str]:
        if self.near is None:
            return None, ""
        known = [
            (_km(self.near, place.latitude, place.longitude), place.name or place.postcode)
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


class _Row(NamedTuple):
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
    assured_on: datetime.date | None


class _Where(NamedTuple):
    """What of a place a search judges by."""

    service_id: UUID
    name: str
    postcode: str
    latitude: float | None
    longitude: float | None
    is_step_free: bool | None
    is_online: bool


def _candidates(scheme_ids: Sequence[UUID], hits: dict[UUID, Hit] | None) -> Iterator[_Row]:
    rows = Service.objects.filter(scheme_id__in=scheme_ids)
    if hits is not None and len(hits) <= FEW:
        rows = rows.filter(pk__in=list(hits))
    for values in rows.values_list(*_Row._fields):
        if hits is None or values[0] in hits:
            yield _Row(*values)


def _places(scheme_ids: Sequence[UUID], hits: dict[UUID, Hit] | None) -> dict[UUID, list[_Where]]:
    rows = Place.objects.filter(scheme_id__in=scheme_ids)
    if hits is not None and len(hits) <= FEW:
        rows = rows.filter(service__in=list(hits))
    found: dict[UUID, list[_Where]] = {}
    for values in rows.values_list(*_Where._fields):
        found.setdefault(values[0], []).append(_Where(*values))
    return found


def _takes(service: _Row, age: int) -> bool:
    least, most = service.minimum_age, service.maximum_age
    return (least is None or age >= least) and (most is None or age <= most)


def _is_online(places: list[_Where]) -> bool:
    return any(place.is_online for place in places)


def _codes(spoken: Iterable[str]) -> set[str]:
    return {code for said in spoken if (code := _code(said))}


@lru_cache(maxsize=1024)
def _code(said: str) -> str | None:
    return languages.recognise(said)


def _km(near: Point, latitude: float, longitude: float) -> float:
    """Great-circle distance by the haversine formula, within half a per cent: quick enough for
    every place of a directory.
    """
    lat1, lat2 = math.radians(near.latitude), math.radians(latitude)
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += (
        math.cos(lat1)
        * math.cos(lat2)
        * math.sin(math.radians(longitude - near.longitude) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


def _listed(words: Sequence[str]) -> str:
    quoted = [f"“{word}”" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
