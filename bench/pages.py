"""How long the server takes over each page, and how many statements it sends the database."""

from __future__ import annotations

import itertools
import json
import random
import statistics
import sys
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

from bench.instance import SEED
from bench.visits import Door, Visit, sign_in

REQUESTS = 200
WORDS = (
    "walking",
    "lunch",
    "debt advice",
    "garden",
    "choir",
    "carers",
    "english class",
    "bereavement",
)

Person = dict[str, str]
Make = Callable[[dict[str, Any], Person], Visit]


def _pages() -> dict[str, tuple[str, Make]]:
    """The pages by name: the role that opens each, and the request."""
    from django.urls import reverse

    asked = itertools.cycle(WORDS)

    def get(name: str, *parts: str) -> Make:
        return lambda who, person: Visit(
            reverse(name, args=[{"person": person["id"]}[p] for p in parts]),
            who.get("cookie", ""),
        )

    def strangers(name: str) -> Make:
        """Each from a network of their own: what a stranger asks for is limited by network."""
        networks = itertools.count()

        def make(who: dict[str, Any], person: Person) -> Visit:
            number = next(networks)
            return Visit(
                reverse(name, args=[who["scheme"]]),
                address=f"10.{number // 250}.{number % 250}.1",
            )

        return make

    def everyone(who: dict[str, Any], person: Person) -> Visit:
        return Visit(f"{reverse('desk:caseload')}?holder=all", who["cookie"])

    def search(who: dict[str, Any], person: Person) -> Visit:
        return Visit(reverse("desk:search"), who["cookie"], {"q": person["last_name"]})

    def directory(who: dict[str, Any], person: Person) -> Visit:
        return Visit(f"{reverse('directory:find')}?words={quote(next(asked))}", who["cookie"])

    return {
        "Today": ("linkworker", get("desk:today")),
        "Record": ("linkworker", get("desk:record", "person")),
        "Caseload": ("linkworker", get("desk:caseload")),
        "Caseload, everyone's": ("teamlead", everyone),
        "New contact": ("linkworker", get("contacts:new", "person")),
        "New referrals": ("teamlead", get("desk:triage")),
        "Person search": ("linkworker", search),
        "Directory search": ("linkworker", directory),
        "Team": ("teamlead", get("desk:team")),
        "In numbers, staff": ("manager", get("insight:figures")),
        "In numbers, public": ("", strangers("insight:numbers")),
        "Asking for support": ("", strangers("referrals:ask")),
    }


def _visits(role: str, make: Make, staff: list[dict[str, Any]], pick: random.Random) -> list[Visit]:
    """Requests spread evenly over schemes and over their staff and people."""
    theirs = [who for who in staff if not role or role in who["roles"]]
    if role == "linkworker":
        theirs = [who for who in theirs if who["people"]]
    by_scheme: dict[str, list[dict[str, Any]]] = {}
    for who in theirs:
        by_scheme.setdefault(who["scheme"], []).append(who)
    turns: Iterator[list[dict[str, Any]]] = itertools.cycle(by_scheme.values())
    nobody = {"id": "", "last_name": ""}
    return [
        make(who, pick.choice(who["people"]) if who["people"] else nobody)
        for who in (pick.choice(next(turns)) for _ in range(REQUESTS))
    ]


def measure(staff: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Milliseconds and statements by page, each asked for twice: once to warm up, once timed.

    Raises RuntimeError when a page does not answer with 200.
    """
    door, pick = Door(), random.Random(SEED)
    for who in staff:
        who["cookie"] = sign_in(who["user"])
    measured = {}
    for name, (role, make) in _pages().items():
        visits = _visits(role, make, staff, pick)
        statements = [door.count(visit) for visit in visits]
        answers = [door.visit(visit) for visit in visits]
        wrong = {answer.status for answer in answers} - {200}
        if wrong:
            raise RuntimeError(f"{name} answered {sorted(wrong)}.")
        times = sorted(answer.milliseconds for answer in answers)
        measured[name] = {
            "median_ms": round(statistics.median(times), 2),
            "p95_ms": round(percentile(times, 95), 2),
            "p99_ms": round(percentile(times, 99), 2),
            "queries": statistics.median(statements),
            "kilobytes": round(statistics.median(answer.size for answer in answers) / 1000),
        }
        print(f"  {name}", file=sys.stderr, flush=True)
    return measured


def percentile(times: list[float], share: int) -> float:
    """The value that `share` per cent of the sorted times do not exceed (nearest rank)."""
    return times[max(0, -(-len(times) * share // 100) - 1)]


if __name__ == "__main__":
    import django

    django.setup()
    json.dump(measure(json.load(sys.stdin)), sys.stdout)
