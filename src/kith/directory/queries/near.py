"""Places within a distance, as the crow flies."""

from __future__ import annotations

import math
from typing import Any

from django.db.models import QuerySet

from kith.directory.models import Place
from kith.geography.postcodes import Point

EARTH_KM = 6371.0
KM_A_DEGREE = 111.2


def km_between(near: Point, latitude: float, longitude: float) -> float:
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


def within(places: QuerySet[Place], near: Point, km: float) -> QuerySet[Place]:
    """Those of the places that are no further than `km`: a square in the database, then a circle."""
    high = km / KM_A_DEGREE
    wide = high / max(0.1, math.cos(math.radians(near.latitude)))
    square = places.filter(
        latitude__range=(near.latitude - high, near.latitude + high),
        longitude__range=(near.longitude - wide, near.longitude + wide),
    )
    rows: Any = square.values_list("pk", "latitude", "longitude")
    return places.filter(pk__in=[pk for pk, lat, lon in rows if km_between(near, lat, lon) <= km])
