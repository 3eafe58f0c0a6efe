"""Services to be found, all in or near Bow (E3)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from kith.directory import actions
from kith.directory.facts import PlaceFacts, SessionFacts
from kith.directory.models import Service
from tests import cast


def add(by: Any, name: str, *, scheme_id: Any = cast.BOW, **values: Any) -> Service:
    values.setdefault("checked", Service.How.PHONE)
    return actions.add_service(by=by, scheme_id=scheme_id, name=name, **values)


@pytest.fixture
def services(in_bow: Any) -> dict[str, Service]:
    """A lunch club close by, a walking group further off, debt advice by phone, a youth club."""
    tuesday = SessionFacts("WEEKLY", ("TU",), datetime.time(12), datetime.time(14))
    return {
        "lunch": add(
            in_bow,
            "Chrisp Street Lunch Club",
            organisation_name="Chrisp Street Neighbours",
            description="A hot meal and company for older people.",
            foundations=["belonging"],
            terms=["Lunch clubs"],
            minimum_age=50,
            is_free=False,
            languages=["en", "bn"],
            places=[
                PlaceFacts("Chrisp Street Hall", "1 Market Square", "E14 6AH", is_step_free=True)
            ],
            sessions=[tuesday],
        ),
        "walk": add(
            in_bow,
            "Green Walking Group",
            description="Slow walks along the canal.",
            foundations=["health", "belonging"],
            is_free=True,
            places=[PlaceFacts("Roman Road Library", "", "E3 5ES")],
        ),
        "debt": add(
            in_bow,
            "Money Worries Line",
            organisation_name="Thames Advice",
            description="Debt advice and help with benefits.",
            foundations=["money"],
            is_free=True,
            places=[PlaceFacts(is_online=True)],
        ),
        "youth": add(
            in_bow,
            "Friday Youth Club",
            foundations=["belonging"],
            maximum_age=18,
            places=[PlaceFacts("Far Hall", "", "M1 1AE", is_step_free=False)],
        ),
    }
