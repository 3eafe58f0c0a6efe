"""A directory to be read from outside: of Bow, of Poplar, and what is not published."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kith.directory import actions
from kith.directory.facts import PlaceFacts, SessionFacts
from kith.directory.models import Service
from kith.exchange.directory_feed.actions import import_feed
from kith.isolation import context
from tests import cast

MOCKS = Path(__file__).parents[3] / "data" / "oruk-mocks"


def add(name: str, *, scheme_id: Any = cast.BOW, **values: Any) -> Service:
    return actions.add_service(by=cast.TESTS, scheme_id=scheme_id, name=name, **values)


@pytest.fixture
def published(db: None) -> dict[str, Service]:
    """The services, written in the schemes' own contexts, none of which is open in the test."""
    tuesday = SessionFacts("WEEKLY", ("TU",), datetime.time(12), datetime.time(14))
    second_monday = SessionFacts("MONTHLY", ("2MO",), datetime.time(19), datetime.time(21))
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        found = {
            "lunch": add(
                "Chrisp Street Lunch Club",
                organisation_name="Chrisp Street Neighbours",
                description="A hot meal and company for older people.",
                foundations=["belonging"],
                terms=["Lunch clubs"],
                minimum_age=50,
                is_free=False,
                cost="£3 a meal",
                languages=["en", "syl"],
                phone="020 7946 0123",
                email="lunch@chrisp-street.example",
                setting="group",
                takes_no_recourse=True,
                places=[
                    PlaceFacts("Hall", "1 Market Square\nPoplar", "E14 6AH", is_step_free=True)
                ],
                sessions=[tuesday],
            ),
            "sewing": add(
                "Sewing Circle",
                foundations=["purpose"],
                maximum_age=30,
                is_women_only=True,
                email="not an address",
                places=[PlaceFacts("Far Hall", "", "M1 1AE")],
                sessions=[second_monday],
            ),
            "debt": add(
                "Money Worries Line",
                organisation_name="Thames Advice",
                foundations=["money"],
                places=[PlaceFacts(is_online=True)],
            ),
        }
        hidden = add("Not For Everyone’s Eyes", is_published=False, organisation_name="Quiet House")
        found["hidden"] = hidden
    with context.in_scheme(cast.POPLAR, actor=cast.TESTS.key):
        found["poplar"] = add("Poplar Choir", scheme_id=cast.POPLAR, foundations=["belonging"])
    return found


# A service with much of HSDS 3.0 and `service_capacity` of 3.1, under ids that are no UUIDs, and one
# as the feeds of 1.0 have it.
RICH: dict[str, Any] = {
    "id": "svc/17",
    "name": "Canal Boat Afternoons",
    "alternate_name": "Boats for All",
    "description": "A slow boat, tea and company. Women only.",
    "status": "active",
    "url": "https://boats.example/afternoons",
    "email": "hello@boats.example",
    "fees_description": "Pay what you can",
    "wait_time": "About two weeks",
    "minimum_age": 18,
    "assured_date": "2026-05-01",
    "assurer_email": "not an address",
    "organization": {
        "id": "org-3", "name": "Boats for All", "description": "Boats on the cut.",
        "website": "https://boats.example",
        "organization_identifiers": [{"identifier_scheme": "GB-CHC", "identifier": "1234567"}],
        "phones": [{"number": "020 7946 0500"}, {"number": "020 7946 0501", "type": "fax"}],
        "contacts": [
            {"name": "Ola Brandt", "title": "Chair", "email": "chair@boats.example",
             "phones": [{"number": "020 7946 0502"}]}
        ],
    },
    "contacts": [
        {"name": "The boat office", "email": "broken at boats", "phones": [{"number": "020 7946 0777"}]},
        {"name": "Ida Quay", "title": "Skipper", "department": "Crew", "email": "ida@boats.example",
         "phones": [{"number": "020 7946 0778", "extension": "12", "type": "voice"}]},
    ],
    "cost_options": [{"option": "Adult", "amount": 4.5, "currency": "GBP"}],
    "funding": [{"source": "The Canal Fund"}],
    "service_areas": [{"name": "Tower Hamlets", "extent_type": "text"}],
    "capacities": [
        {"available": 3, "maximum": 8, "unit": {"name": "places"}, "updated": "2026-05-02"}
    ],
    "languages": [{"name": "English"}, {"name": "Bengali"}, {"name": "Cockney"}],
    "schedules": [
        {"freq": "DAILY", "opens_at": "10:00", "closes_at": "12:00"},
        {"freq": "WEEKLY", "interval": 2, "byday": "TU,TH", "opens_at": "9.30am"},
        {"freq": "YEARLY", "description": "The summer regatta"},
        {"freq": "MONTHLY", "bymonthday": "1", "valid_from": "2026-01-01"},
    ],
    "service_at_locations": [
        {
            "id": "at-1",
            "description": "Board by the lock",
            "phones": [{"number": "020 7946 0779", "description": "On the day", "extension": 7}],
            "contacts": [{"name": "Wim Locke", "department": "Lock", "email": "lock@boats.example"}],
            "location": {
                "phones": [{"number": "020 7946 0780", "extension": "07"}],
                "contacts": [{"title": "Caretaker", "phones": [{"number": "020 7946 0781"}]}],
                "id": "loc-1", "name": "Three Mills", "location_type": "physical",
                "latitude": 51.527, "longitude": -0.008,
                "addresses": [
                    {"address_1": "Three Mill Lane", "city": "London", "state_province": "London",
                     "postal_code": "E3 3DU", "country": "GB", "address_type": "physical"}
                ],
                "accessibility": [{"description": "Ramp to the boat"}, {"details": "Hoist"}],
            },
        },
        {"id": "at-2", "location": {"id": "loc-2", "location_type": "virtual", "name": "By phone"}},
    ],
    "attributes": [
        {"id": "a", "taxonomy_term": {"id": "esd-1", "code": "E1", "name": "Boating", "taxonomy": "Leisure"}}
    ],
}  # fmt: skip
OLD: dict[str, Any] = {
    "id": 204,
    "name": "Knit and Natter",
    "description": "Wool and talk, in a group.",
    "status": "active",
    "fees": "Free",
    "organization": {"id": 9, "name": "Wool Shop", "url": "https://wool.example"},
    "regular_schedules": [
        {"weekday": "Thursday", "freq": "week", "opens_at": "09:30", "closes_at": "11:00"}
    ],
    "eligibilitys": [{"eligibility": "Over 50s", "minimum_age": 50}],
    "service_at_locations": [
        {"location": {"id": 5, "name": "Library", "physical_addresses": [
            {"address_1": "Bow Road", "city": "London", "postal_code": "E3 2SJ"}]}}
    ],
}  # fmt: skip


@pytest.fixture
def fed(db: None, tmp_path_factory: Any) -> None:
    """The published mock feeds of Open Referral UK and two services of ours, taken into Bow."""
    file = tmp_path_factory.mktemp("feed") / "services.json"
    file.write_text(json.dumps({"contents": [RICH, OLD], "total_pages": 1, "page_number": 1}))
    for source in (MOCKS / "V3.0-UK-Default", MOCKS / "V3.0-UK-Test", file):
        done = import_feed(by=cast.TESTS, scheme_id=cast.BOW, source=str(source))
        assert done.as_json()["new"] > 0


@pytest.fixture
def get() -> Any:
    """`get("services", day="TU")`: the JSON of an anonymous visitor."""

    def ask(path: str, *, status: int = 200, base: str = "/open-referral/", **asked: Any) -> Any:
        answer = Client().get(base + path, asked)
        assert answer.status_code == status, answer.content[:500]
        return answer.json()

    return ask
