"""A whole feed from a file into a directory, again when nothing changed, then searched: how quick, how much memory."""

from __future__ import annotations

import json
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.everyday import Made, services
from bench.instance import SEED
from bench.search import queries

NEAR = "E3 3PN"


def measure(count: int) -> dict[str, float]:
    """The figures; the services stay in the scheme `poplar-demo` of a copy that is dropped."""
    from kith.exchange.directory_feed.actions import import_feed
    from kith.isolation.actor import Actor
    from kith.organisations.queries import scheme_of_slug

    scheme_id = scheme_of_slug("poplar-demo")
    assert scheme_id is not None
    by = Actor.system("the benchmark")
    found: dict[str, float] = {"services": count}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "feed.ndjson"
        write(file, count)
        found["megabytes_of_feed"] = round(file.stat().st_size / 1e6)
        before = _megabytes()
        for name in ("new", "unchanged"):
            began = time.perf_counter()
            done = import_feed(by=by, scheme_id=scheme_id, source=str(file)).as_json()
            took = time.perf_counter() - began
            assert done[name] == count, done
            found[f"seconds_{name}"] = round(took, 1)
            found[f"services_a_second_{name}"] = round(count / took)
        found["megabytes_before"] = before
        found["megabytes_at_most"] = _megabytes()
    return found | _searched(scheme_id)


def _searched(scheme_id: UUID) -> dict[str, float]:
    """Milliseconds of the judged queries, each asked once of what was taken in; and of the whole directory in
    the order of distance.
    """
    from kith.directory.queries import find
    from kith.directory.views import A_PAGE
    from kith.geography.postcodes import locate
    from kith.isolation import context

    took = []
    with context.in_scheme(scheme_id, actor="the benchmark"):
        for query in queries():
            began = time.perf_counter()
            find([scheme_id], words=query.words, most=A_PAGE)
            took.append(1000 * (time.perf_counter() - began))
        nearest = time.perf_counter()
        find([scheme_id], near=locate(NEAR), most=A_PAGE)
        whole = 1000 * (time.perf_counter() - nearest)
    return {
        "search_milliseconds_median": round(statistics.median(took)),
        "search_milliseconds_most": round(max(took)),
        "nearest_of_all_milliseconds": round(whole),
    }


def write(file: Path, count: int) -> None:
    """The set of the search over and over, under ids of their own, a service a line."""
    made = services(SEED)
    with file.open("w") as out:
        for at in range(count):
            out.write(json.dumps(_record(made[at % len(made)], at)) + "\n")


def _record(one: Made, at: int) -> dict[str, Any]:
    name, postcode, latitude, longitude = one.place
    return {
        "id": f"service-{at}",
        "name": f"{one.name} {at}",
        "description": one.description,
        "status": "active",
        "organization": {"id": f"org-{at % 500}", "name": one.organisation, "description": name},
        "schedules": [{"freq": "WEEKLY", "byday": one.day, "opens_at": "10:00"}],
        "service_at_locations": [
            {"location": {"id": f"at-{at}", "name": name, "location_type": "physical",
                          "latitude": latitude, "longitude": longitude,
                          "addresses": [{"address_1": "1 High Street", "city": name,
                                         "postal_code": postcode}]}}
        ],
        "attributes": [{"taxonomy_term": {"id": term, "name": term}} for term in one.terms],
    }  # fmt: skip


def _megabytes() -> float:
    """The most that this process has held so far (Linux says it in kilobytes)."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)


if __name__ == "__main__":
    import django

    django.setup()
    json.dump(measure(json.load(sys.stdin)), sys.stdout)
