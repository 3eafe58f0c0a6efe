"""What the demonstration's team found nothing for: unmet needs, and searches that came up empty."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import cycle
from typing import Any
from uuid import UUID

from kith.demo.year.ground import acting
from kith.insight import actions as insight
from kith.isolation.actor import Actor
from kith.pathway.caseload.models import Case
from kith.pathway.connections import actions as connections
from kith.ui.dates import day_of

# foundation, what would have fitted, what stood in the way
_MISSING = (
    ("belonging", "A women's group in Sylheti, in the evening", "times"),
    ("hope", "Bereavement counselling without a wait of months", "full"),
    ("purpose", "A men's shed with a ramp", "access"),
    ("home", "Somewhere dry while the damp is put right", "nothing"),
    ("belonging", "A lunch club that fetches people", "far"),
    ("money", "Debt advice in Somali", "language"),
    ("health", "Warm-water exercise", "cost"),
    ("belonging", "Company at weekends", "times"),
)
# foundations, what our list calls it, language, district, what stood in the way
_SEARCHED: tuple[tuple[list[str], list[str], str, str, str], ...] = (
    (["hope"], ["bereavement"], "syl", "E3", "language"),
    (["belonging"], ["lunch club"], "", "E14", "distance"),
    (["purpose"], ["volunteering"], "so", "E3", ""),
    (["health"], ["swimming"], "", "E1", "women"),
    (["belonging"], ["befriending"], "", "E3", "when"),
)
_MOST, _SEARCHES = 40, 30
_AFTER = datetime.timedelta(days=10)


def tell(by: Actor, scheme_id: UUID, *, now: datetime.datetime) -> int:
    """Note a need of some of the people, and some searches on the same days; how many people it was about."""
    cases = list(
        Case.objects.filter(scheme_id=scheme_id, holder__isnull=False)
        .select_related("person", "holder")
        .order_by("opened_at", "id")
    )
    some = cases[:: max(2, len(cases) // _MOST)]
    for case, (foundation, looked_for, why) in zip(some, cycle(_MISSING), strict=False):
        assert case.holder is not None
        connections.note_unmet(
            by=acting(case.holder), scheme_id=scheme_id, person=case.person.kept, looked_for=looked_for,
            foundation=foundation, why=why, at=min(case.opened_at + _AFTER, now),
        )  # fmt: skip
    days = [day_of(min(case.opened_at + _AFTER, now)) for case in some]
    days += [day_of(now - datetime.timedelta(days=35 + 2 * n)) for n in range(_SEARCHES)]
    for kept in _searches(days):
        insight.keep_empty_search(by=by, scheme_id=scheme_id, **kept)
    return len(some)


def _searches(days: list[datetime.date]) -> Iterator[dict[str, Any]]:
    for day, (foundations, about, language, district, why) in zip(
        days, cycle(_SEARCHED), strict=False
    ):
        yield {
            "searched_on": day, "foundations": foundations, "about": about, "wishes": [], "setting": "",
            "days": [], "time": "", "language": language, "district": district, "in_the_way": why,
        }  # fmt: skip
