"""A map as a template draws it: outlines, pins that are grouped where they would lie over each other, a scale.

It is for the eye. Whoever draws one puts beside it, in words, all that it shows.
"""

from __future__ import annotations

import dataclasses
import itertools
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kith.geography import tiles
from kith.geography.areas import ATTRIBUTION as OUTLINES
from kith.geography.areas import Area, Box, Kind, areas_in
from kith.geography.tiles import Tile
from kith.geography.windows import SIDE, Bar, Place, Window, window_on

PIN, GROUP, HIGH, HOME_WIDE = 28.0, 56.0, 28.0, 22.0
"""How wide a pin and a group are on the sheet, and how high both: a finger's breadth on a telephone. A home is as high
as it is wide."""
FAR = 3.0
"""What is so many times as far from the middle as half of the places does not shrink the rest of the map."""
NEAR_KM, WIDE_KM = 2.0, 60.0
"""Nothing is left out for being this near; in a sheet wider than the other, districts are too small to draw."""


@dataclass(frozen=True, slots=True)
class Pin:
    """One thing to be found on the map: its number in the list beside it, its name, its part of the page."""

    number: int
    name: str
    place: Place
    href: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A pin, or several that stand too close to be drawn apart."""

    x: float
    y: float
    pins: tuple[Pin, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers in the list, each once."""
        return tuple(sorted({pin.number for pin in self.pins}))

    @property
    def text(self) -> str:
        """What is written on it."""
        if len(self.numbers) > 2:
            return f"{len(self.numbers)} here"
        return "·".join(map(str, self.numbers))

    @property
    def words(self) -> str:
        """What it is, for those who hear it and for those who rest on it."""
        names = {pin.number: pin.name for pin in self.pins}
        said = "; ".join(f"{number} {names[number]}" for number in self.numbers)
        return said if len(self.numbers) == 1 else f"{len(self.numbers)} close together: {said}"

    @property
    def wide(self) -> float:
        """How wide it is drawn."""
        return PIN if len(self.numbers) == 1 else GROUP


@dataclass(frozen=True, slots=True)
class Outline:
    """An area: its path on the sheet, where its name is written (None: not on the sheet), how dark it is."""

    name: str
    path: str
    label: tuple[float, float] | None
    shade: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole sheet of SIDE by SIDE. `outside` are the pins that stand beyond its edges."""

    districts: tuple[Outline, ...]
    authorities: tuple[Outline, ...]
    bar: Bar
    spots: tuple[Spot, ...] = ()
    outside: tuple[Pin, ...] = ()
    home: tuple[float, float] | None = None
    tiles: tuple[Tile, ...] = ()
    side: int = SIDE

    @property
    def groups(self) -> tuple[Spot, ...]:
        """The spots that stand for more than one number."""
        return tuple(spot for spot in self.spots if len(spot.numbers) > 1)

    @property
    def attributions(self) -> tuple[str, ...]:
        """Whose data is drawn."""
        drawn = OUTLINES if self.districts or self.authorities else ""
        return tuple(filter(None, (drawn, tiles.attribution() if self.tiles else "")))


@dataclass(frozen=True, slots=True)
class Shade:
    """How dark an area is drawn, and the number that stands for it in words."""

    shade: int
    words: str


def map_of_pins(pins: Sequence[Pin], home: Place | None = None) -> Drawing | None:
    """Pins, with or without the place they are looked for from; None when there is nothing to draw.

    A pin far beyond most others is left outside: else one would press the rest into a dot.
    """
    if not pins and home is None:
        return None
    window = window_on(_framed([pin.place for pin in pins], home))
    inside = [pin for pin in pins if window.holds(pin.place)]
    return Drawing(
        **_ground(window, {}),
        spots=_spots(window, inside, home),
        outside=tuple(pin for pin in pins if not window.holds(pin.place)),
        home=window.at(home) if home else None,
        tiles=tiles.tiles_under(window),
    )


def map_of_areas(shades: Mapping[str, Shade], areas: Sequence[Area]) -> Drawing | None:
    """Postcode districts, darker and lighter; `areas` are those that must be on it. None without any."""
    corners = [point for area in areas for ring in area.rings for point in ring]
    if not corners:
        return None
    return Drawing(**_ground(window_on(corners), shades))


def _framed(places: list[Place], home: Place | None) -> list[Place]:
    """The places that the window must show."""
    middle = home or (
        statistics.median(p[0] for p in places),
        statistics.median(p[1] for p in places),
    )
    away = {place: window_on([middle, place]).km for place in places}
    most = max(NEAR_KM, FAR * statistics.median(away.values())) if away else 0
    return [*([home] if home else []), *(place for place in places if away[place] <= most)]


def _ground(window: Window, shades: Mapping[str, Shade]) -> dict[str, Any]:
    box = window.box
    fine = shades or window.km <= WIDE_KM
    districts = areas_in(Kind.DISTRICT, box) if fine else []
    return {
        "districts": tuple(_readable(_outlines(window, box, districts, shades))),
        "authorities": tuple(_outlines(window, box, areas_in(Kind.AUTHORITY, box), {})),
        "bar": window.bar,
    }


def _readable(outlines: Iterable[Outline]) -> Iterable[Outline]:
    """Without the names that would lie over others, those of areas that are shaded first."""
    written: list[tuple[float, float]] = []
    for one in sorted(outlines, key=lambda one: (-one.shade, -len(one.path))):
        label = one.label
        if label and any(abs(x - label[0]) < 30 and abs(y - label[1]) < 13 for x, y in written):
            label = None
        if label:
            written.append(label)
        yield dataclasses.replace(one, label=label)


def _outlines(
    window: Window, box: Box, areas: Iterable[Area], shades: Mapping[str, Shade]
) -> Iterable[Outline]:
    for area in areas:
        path = "".join(filter(None, (_path(window, ring, box) for ring in area.rings)))
        if path:
            label = _label(window, area)
            known = shades.get(area.name, Shade(0, ""))
            yield Outline(area.name, path, label, known.shade, known.words)


# Where a name may stand when the middle of its area is not on the sheet: near the edges, clear of scale and north.
_ELSEWHERE = (
    (24, 16),
    (160, 16),
    (24, 160),
    (296, 160),
    (160, 308),
    (296, 300),
    (24, 270),
    (160, 160),
)


def _label(window: Window, area: Area) -> tuple[float, float] | None:
    """Where an area's name stands; None where none of it is wide enough on the sheet."""
    x, y = window.at(area.middle)
    if 14 <= x <= SIDE - 14 and 12 <= y <= SIDE - 12:
        return round(x, 1), round(y, 1)
    return next((spot for spot in _ELSEWHERE if _covers(area, window.place_at(*spot))), None)


def _covers(area: Area, place: Place) -> bool:
    """Whether a place is in an area, by counting how often a line to the east crosses its edges."""
    lat, lon = place
    within = False
    for ring in area.rings:
        for (lat1, lon1), (lat2, lon2) in zip(ring, (*ring[1:], ring[0]), strict=True):
            if (lat1 > lat) != (lat2 > lat):
                within ^= lon < lon1 + (lat - lat1) / (lat2 - lat1) * (lon2 - lon1)
    return within


def _path(window: Window, ring: Sequence[Place], box: Box) -> str:
    """A ring in whole units of the sheet; nothing when it does not touch it or is smaller than one."""
    lats, lons = [lat for lat, _ in ring], [lon for _, lon in ring]
    if not box.touches(Box(min(lats), min(lons), max(lats), max(lons))):
        return ""
    points = [(round(x), round(y)) for x, y in map(window.at, ring)]
    kept = [point for point, _ in itertools.groupby(points)]
    if len(set(kept)) < 3:
        return ""
    return "M" + "L".join(f"{x} {y}" for x, y in kept) + "Z"


def _spots(window: Window, pins: Iterable[Pin], home: Place | None) -> tuple[Spot, ...]:
    """Each pin alone, then those that lie over each other together, until none do, and none over the home."""
    spots = [Spot(*_kept_in(*window.at(pin.place)), (pin,)) for pin in pins]
    stands = window.at(home) if home else None
    while True:
        spots = [_beside_home(spot, stands) for spot in spots]
        pair = _overlapping(spots)
        if pair is None:
            return tuple(sorted(spots, key=lambda spot: spot.numbers))
        one, other = pair
        spots = [spot for spot in spots if spot is not one and spot is not other]
        spots.append(_together(one, other))


def _beside_home(spot: Spot, home: tuple[float, float] | None) -> Spot:
    """Moved down, or up at the foot of the sheet, as far as the home stays in sight."""
    if home is None:
        return spot
    clear = (HIGH + HOME_WIDE) / 2
    if abs(spot.x - home[0]) >= (spot.wide + HOME_WIDE) / 2 or abs(spot.y - home[1]) >= clear:
        return spot
    below = home[1] + clear
    y = below if below + HIGH / 2 < SIDE else home[1] - clear
    return Spot(spot.x, round(y, 1), spot.pins)


def _overlapping(spots: Sequence[Spot]) -> tuple[Spot, Spot] | None:
    return next(
        (
            (one, other)
            for one, other in itertools.combinations(spots, 2)
            if abs(one.x - other.x) < (one.wide + other.wide) / 2 and abs(one.y - other.y) < HIGH
        ),
        None,
    )


def _together(one: Spot, other: Spot) -> Spot:
    pins = (*one.pins, *other.pins)
    share = len(one.pins) / len(pins)
    x, y = one.x * share + other.x * (1 - share), one.y * share + other.y * (1 - share)
    return Spot(*_kept_in(x, y, GROUP), pins)


def _kept_in(x: float, y: float, wide: float = PIN) -> tuple[float, float]:
    """On the sheet as a whole, whatever its size."""
    half, high = wide / 2 + 1, HIGH / 2 + 1
    return (
        round(min(max(x, half), SIDE - half), 1),
        round(min(max(y, high), SIDE - high), 1),
    )
