"""What of the world a map shows, and where on its sheet a place stands.

The projection is Web Mercator (EPSG:3857), in which tiles are made, so that one sheet serves with and
without them: north is up everywhere, and over a county a kilometre is as long at the top as at the bottom.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kith.geography.areas import Box

SIDE = 320
"""The sheet is a square of so many units: on the smallest telephone one is nearly a pixel."""
MARGIN = 24
"""What stands at the edge stands whole."""
LEAST_KM = 1.6
EQUATOR_KM = 40_075.017
NORTHMOST = 85.0
_BARS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)
Place = tuple[float, float]
"""Latitude and longitude in degrees, WGS 84."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A scale bar: how long it is on the sheet, and what that is in the world."""

    length: float
    words: str


@dataclass(frozen=True, slots=True)
class Window:
    """A square of the world: its north-west corner and its side, as shares of the whole map of the world."""

    left: float
    top: float
    across: float

    def at(self, place: Place) -> tuple[float, float]:
        """Where on the sheet a place stands."""
        x, y = _on_world(place)
        return (x - self.left) / self.across * SIDE, (y - self.top) / self.across * SIDE

    def place_at(self, x: float, y: float) -> Place:
        """The place that stands at a point of the sheet."""
        lat = self._latitude(self.top + y / SIDE * self.across)
        return lat, (self.left + x / SIDE * self.across) * 360 - 180

    def holds(self, place: Place) -> bool:
        """Whether a place stands on the sheet."""
        x, y = self.at(place)
        return 0 <= x <= SIDE and 0 <= y <= SIDE

    @property
    def km(self) -> float:
        """How many kilometres the sheet is wide, along its middle."""
        return self.across * _km_around(self._latitude(self.top + self.across / 2))

    @property
    def box(self) -> Box:
        """The sheet in degrees."""
        (north, west), (south, east) = self.place_at(0, 0), self.place_at(SIDE, SIDE)
        return Box(south, west, north, east)

    @property
    def bar(self) -> Bar:
        """The longest round distance that takes no more than a third of the sheet."""
        km = max((one for one in _BARS if one <= self.km / 3), default=_BARS[0])
        words = f"{km:g} km" if km >= 1 else f"{km * 1000:g} metres"
        return Bar(round(km / self.km * SIDE, 1), words)

    @staticmethod
    def _latitude(y: float) -> float:
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))


def window_on(places: Sequence[Place]) -> Window:
    """The smallest window that shows all of these places, one at least, with room at its edges."""
    points = [_on_world(place) for place in places]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    least = LEAST_KM / _km_around(places[0][0])
    across = max(max(xs) - min(xs), max(ys) - min(ys)) / (1 - 2 * MARGIN / SIDE)
    across = min(1.0, max(across, least))
    middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return Window(middle_x - across / 2, middle_y - across / 2, across)


def _on_world(place: Place) -> tuple[float, float]:
    lat, lon = math.radians(max(-NORTHMOST, min(NORTHMOST, place[0]))), place[1]
    return (lon + 180) / 360, (1 - math.asinh(math.tan(lat)) / math.pi) / 2


def _km_around(latitude: float) -> float:
    return EQUATOR_KM * math.cos(math.radians(latitude))
