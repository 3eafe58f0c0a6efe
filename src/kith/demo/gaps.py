"""What the demonstration's team found nothing for: unmet needs, empty searches, and groups that took nobody."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import cycle
from typing import Any
from uuid import UUID

from kith.demo.year.ground import acting
from kith.directory.models import Service
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
# of what there is too little of everywhere; every third of these people was to go there
_FULL, _EACH = ("Befriending", "Bereavement group"), 3
_MOST, _SEARCHES = 40, 30
_AFTER = datetime.timedelta(days=10)


def tell(by: Actor, scheme_id: UUID, *, now: datetime.datetime) -> int:
    """Note a need of some of the people, some searches on the same days, and whom a full group was not sent; how many
    people it was about.
    """
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
    _not_sent(by, scheme_id, some[::_EACH], now)
    return len(some)


def _not_sent(by: Actor, scheme_id: UUID, some: list[Case], now: datetime.datetime) -> None:
    for case, name in zip(some, cycle(_FULL), strict=False):
        service = Service.objects.filter(scheme_id=scheme_id, name__startswith=name).earliest(
            "name"
        )
        connections.note_not_sent(
            by=by, scheme_id=scheme_id, person_id=case.person.kept.pk, service_id=service.pk,
            at=min(case.opened_at + _AFTER, now),
        )  # fmt: skip


def _searches(days: list[datetime.date]) -> Iterator[dict[str, Any]]:
    for day, (foundations, about, language, district, why) in zip(
        days, cycle(_SEARCHED), strict=False
    ):
        yield {
            "searched_on": day, "foundations": foundations, "about": about, "wishes": [], "setting": "",
            "days": [], "time": "", "language": language, "district": district, "in_the_way": why,
        }  # fmt: skip
