"""`python -m bench [NAME]`: one benchmark, or all that are built."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from bench import table
from bench.instance import benches, one_to_write_in
from bench.visitors import visitors
from kith.operate.processes import Interrupted

# How many rows the whole sheet has: 53000 is a network's, and takes the better part of an hour.
SHEET = "KITH_BENCH_SHEET"
# How many services the whole feed has: the largest of the country had 5,300 in 2026.
FEED = "KITH_BENCH_FEED"
LATER = ("calling", "trust")


def pages() -> None:
    """Server time and statements of each page, at one scheme and at a hundred."""
    with benches() as made:
        results = {
            bench.schemes: bench.measure("bench.pages", visitors(bench.urls.owner_url))
            for bench in made
        }
        table.pages(made, results)


def imports() -> None:
    """Rows a second of the sheet import, beside a bare COPY of the same rows; then a whole sheet by the
    product's own job, killed half-way.
    """
    with benches() as made:
        results = {bench.schemes: bench.measure("bench.imports", "bow-demo") for bench in made}
        table.rows("imports", made, results)
    with one_to_write_in() as bench:
        given = {"scheme": "bow-demo", "rows": int(os.environ.get(SHEET, "1000"))}
        table.rows("sheet", [bench], {1: bench.measure("bench.sheet", given)})


def feed() -> None:
    """A whole feed of services taken in, read again unchanged, and searched in everyday words."""
    with one_to_write_in() as bench:
        services = int(os.environ.get(FEED, "5300"))
        table.rows("feed", [bench], {1: bench.measure("bench.feed", services)})


def reports() -> None:
    """How long the figures of a scheme's year take to count."""
    with benches() as made:
        results = {}
        for bench in made:
            slugs = sorted({who["scheme"] for who in visitors(bench.urls.owner_url)})
            results[bench.schemes] = bench.measure("bench.reports", slugs)
        table.rows("reports", made, results)


def matching() -> None:
    """How often the same person is known again, and how often two people are taken for one."""
    with benches((1,)) as made:
        figures = made[0].measure("bench.matching", "bow-demo")
        table.matching(made, figures)


def search() -> None:
    """How well a search finds what was meant, beside plain full-text search."""
    with benches((1,)) as made:
        table.search(made, made[0].measure("bench.search", "poplar-demo"))


BUILT: dict[str, Callable[[], None]] = {
    "pages": pages,
    "imports": imports,
    "feed": feed,
    "reports": reports,
    "matching": matching,
    "search": search,
}


def main(names: list[str]) -> int:
    """Run benchmarks by name; 1 for one that is not built, 2 for one that nobody knows."""
    for name in names or BUILT:
        if name in LATER:
            print(f"The benchmark {name} is not built yet.", file=sys.stderr)
            return 1
        if name not in BUILT:
            print(f"There is no benchmark {name}: {', '.join((*BUILT, *LATER))}.", file=sys.stderr)
            return 2
        try:
            BUILT[name]()
        except Interrupted:
            print("Stopped. What was made whole is kept.", file=sys.stderr)
            return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
