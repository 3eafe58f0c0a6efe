"""How long the figures of a scheme's year take to count."""

from __future__ import annotations

import datetime
import json
import statistics
import sys
import time

from bench.pages import percentile

TIMES = 20
FIRST, LAST = datetime.date(2019, 6, 1), datetime.date(2020, 6, 30)


def measure(schemes: list[str]) -> dict[str, float]:
    """Milliseconds to count the year of each of these schemes in turn, once warm."""
    from kith.insight.queries.in_numbers import in_numbers
    from kith.insight.rules.periods import Period
    from kith.organisations.queries import scheme_of_slug

    ids = [found for slug in schemes if (found := scheme_of_slug(slug))]
    period, times = Period(FIRST, LAST), []
    for number in range(2 * TIMES):
        began = time.perf_counter()
        in_numbers(ids[number % TIMES % len(ids)], period)
        times.append((time.perf_counter() - began) * 1000)
    warm = sorted(times[TIMES:])
    return {
        "median_ms": round(statistics.median(warm), 1),
        "p95_ms": round(percentile(warm, 95), 1),
        "first_ms": round(times[0], 1),
    }


if __name__ == "__main__":
    import django

    django.setup()
    json.dump(measure(json.load(sys.stdin)), sys.stdout)
