"""The outlines that a map is drawn with: postcode districts and local authorities, offline.

The file `data/areas.txt.gz` is made by `data/make_areas.py` from open data; `data/README.md` says from
which, how, and under which licence. England and Wales only. The outlines are for looking at: nothing is
counted by them.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

ATTRIBUTION = (
    "Outlines: Office for National Statistics, small areas of 2011, licensed under the Open Government Licence"
    " v3.0. Contains OS data © Crown copyright and database right 2011."
)
"""To be shown wherever the outlines are."""

STEPS_A_DEGREE = 10_000
"""Coordinates are kept in ten-thousandths of a degree: about ten metres."""

_FILE = Path(__file__).parent / "data" / "areas.txt.gz"
Ring = tuple[tuple[float, float], ...]


class Kind(StrEnum):
    """What an outline is of."""

    DISTRICT = "district"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class Box:
    """A piece of the world between two parallels and two meridians, in degrees."""

    south: float
    west: float
    north: float
    east: float

    def touches(self, other: Box) -> bool:
        """Whether the two have a point in common."""
        return (
            self.south <= other.north
            and other.south <= self.north
            and self.west <= other.east
            and other.west <= self.east
        )


@dataclass(frozen=True, slots=True)
class Area:
    """An outline: `middle` (latitude, longitude) is where its name is written; `rings` are pairs of the same."""

    name: str
    middle: tuple[float, float]
    rings: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """An area as the file has it, its rings not yet read."""

    name: str
    middle: tuple[float, float]
    box: Box
    rings: str


def areas_in(kind: Kind, box: Box) -> list[Area]:
    """The areas of a kind whose box touches this one, by name."""
    return [_area(line) for line in _lines()[kind] if line.box.touches(box)]


def area_named(kind: Kind, name: str) -> Area | None:
    """The area of that name, or None."""
    return next((_area(line) for line in _lines()[kind] if line.name == name), None)


@lru_cache(maxsize=1)
def _lines() -> dict[Kind, list[_Line]]:
    found: dict[Kind, list[_Line]] = {kind: [] for kind in Kind}
    for text in gzip.decompress(_FILE.read_bytes()).decode().splitlines():
        if not text.startswith("#"):
            kind, name, middle, box, rings = text.split("|")
            lat, lon = _degrees(middle)
            found[Kind(kind)].append(_Line(name, (lat, lon), Box(*_degrees(box)), rings))
    return found


# Those of one borough and its neighbours; what is drawn once is likely to be drawn again.
@lru_cache(maxsize=512)
def _area(line: _Line) -> Area:
    return Area(line.name, line.middle, tuple(map(_ring, line.rings.split(";"))))


def _ring(text: str) -> Ring:
    """A ring: its first point, then the steps from each to the next."""
    steps = [int(step) for step in text.split()]
    lats, lons = accumulate(steps[::2]), accumulate(steps[1::2])
    return tuple(
        (lat / STEPS_A_DEGREE, lon / STEPS_A_DEGREE) for lat, lon in zip(lats, lons, strict=True)
    )


def _degrees(text: str) -> Iterator[float]:
    return (int(step) / STEPS_A_DEGREE for step in text.split())
