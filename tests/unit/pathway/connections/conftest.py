"""Maya, supported by Nadia, and the services she may be introduced to."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from kith.directory import actions
from kith.directory.facts import PlaceFacts
from kith.directory.models import Service
from kith.isolation import context
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case
from kith.ui.dates import today
from tests import cast
from tests.unit.pathway.stories import a_case


@pytest.fixture
def case(db: None) -> Case:
    """Maya's case: someone asked about risks, and none was known."""
    return a_case()


@pytest.fixture
def lunch(db: None) -> Service:
    """The lunch club, for which Della answers."""
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        made = actions.add_service(
            by=cast.TESTS,
            scheme_id=cast.BOW,
            name="Chrisp Street Lunch Club",
            organisation_name="Chrisp Street Neighbours",
            foundations=["belonging"],
            email="lunch@neighbours.example",
            places=[PlaceFacts("Chrisp Street Hall", "1 Market Square", "E14 6AH")],
        )
        Membership.objects.filter(name="Della Marsh").update(provider_id=made.organisation_id)
        return made


@pytest.fixture
def walk(db: None) -> Service:
    """Another organisation's group."""
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        return actions.add_service(
            by=cast.TESTS,
            scheme_id=cast.BOW,
            name="Green Walking Group",
            organisation_name="Green Steps",
            foundations=["health"],
            places=[PlaceFacts("Roman Road Library", "", "E3 5ES")],
        )


@pytest.fixture
def agreement() -> dict[str, Any]:
    """What Maya agreed to."""
    return {
        "agreed_fields": ["name", "phone"],
        "agreed_how": "on the phone",
        "agreed_on": today() - datetime.timedelta(days=5),
        "keep_safe": "Allergic to nuts",
        "getting_there": "Nadia comes along the first time",
    }
