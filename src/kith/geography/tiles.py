"""Pictures of a map from a server of the operator's choice, under the drawn map. Off unless it is set.

Whoever serves the tiles learns which square kilometres are looked at, though not by whom or for whom: the
browser sends no address of ours with it (decision 0043).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from kith.geography.windows import SIDE, Window

TILE = 256
DEEPEST = 19
# The sheet is drawn larger than its units on all but a telephone.
_LARGER = 1.5


@dataclass(frozen=True, slots=True)
class Tile:
    """One picture: its address, and where it lies on the sheet."""

    href: str
    x: float
    y: float
    side: float


def tiles_under(window: Window) -> tuple[Tile, ...]:
    """The pictures that cover a window; none where no server is set."""
    return tuple(_covering(window)) if settings.MAP_TILES else ()


def attribution() -> str:
    """Whose map it is, to be shown with it; "" without one."""
    return settings.MAP_TILES_ATTRIBUTION if settings.MAP_TILES else ""


def _covering(window: Window) -> Iterator[Tile]:
    wanted = math.ceil(math.log2(SIDE * _LARGER / TILE / window.across))
    zoom = max(0, min(DEEPEST, wanted))
    count = 2**zoom
    side = SIDE / (window.across * count)
    for row in _between(window.top * count, (window.top + window.across) * count, count):
        for column in _between(window.left * count, (window.left + window.across) * count, count):
            yield Tile(
                settings.MAP_TILES.format(z=zoom, x=column, y=row),
                round((column / count - window.left) / window.across * SIDE, 2),
                round((row / count - window.top) / window.across * SIDE, 2),
                round(side, 2),
            )


def _between(first: float, last: float, count: int) -> range:
    return range(max(0, math.floor(first)), min(count, math.ceil(last)))
