"""Whom a feed names is passed on, wherever it names them, and nothing that our team put right is contradicted."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from kith.exchange.open_referral.contacts import phones
from tests.unit.exchange.open_referral.test_put_right import outside, put_right

# What stands in the feed of the cast (conftest.RICH) below the service, and of who runs it.
OF_THE_SERVICE = {f"020 7946 07{number}" for number in (77, 78, 79, 80, 81)}
OF_WHO_RUNS_IT = {f"020 7946 050{number}" for number in (0, 1, 2)}


def test_contacts_and_numbers_are_given_where_they_were_named(get: Any, fed: None) -> None:
    record = outside(get)
    (there,) = [at for at in record["service_at_locations"] if "description" in at]
    where, runs = there["location"], record["organization"]
    assert [one.get("name") for one in record["contacts"]] == ["The boat office", "Ida Quay"]
    skipper = record["contacts"][1]
    assert (skipper["title"], skipper["department"]) == ("Skipper", "Crew")
    (phone,) = skipper["phones"]
    assert (phone["number"], phone["extension"], phone["type"]) == ("020 7946 0778", 12, "voice")
    assert there["description"] == "Board by the lock"
    assert (there["phones"][0]["extension"], there["phones"][0]["description"]) == (7, "On the day")
    assert there["contacts"][0]["service_at_location_id"] == there["id"]
    # A nought in front is dialled too, so that it stays.
    assert where["phones"][0]["extension"] == "07"
    assert where["contacts"][0]["location_id"] == where["id"]
    assert [one["number"] for one in runs["phones"]] == ["020 7946 0500", "020 7946 0501"]
    assert runs["contacts"][0]["organization_id"] == runs["id"]
    assert runs["contacts"][0]["email"] == "chair@boats.example"


def test_a_number_with_its_extension_is_said_once() -> None:
    own, long = uuid4(), {"number": "020 7946 0600", "extension": 4}
    assert [{**one, "id": ""} for one in phones("020 7946 0600 ext 4", [long], own)] == [
        {"id": "", **long}
    ]
    assert len(phones("020 7946 0600", [long], own)) == 2


def test_a_number_that_was_put_right_is_contradicted_nowhere(get: Any, fed: None) -> None:
    before = json.dumps(outside(get))
    assert all(number in before for number in OF_THE_SERVICE)
    put_right(phone="020 7946 0999")
    record = outside(get)
    after = json.dumps(record)
    assert not [number for number in OF_THE_SERVICE if number in after]
    assert "020 7946 0999" in after
    # Of who runs it nothing was put right; names and addresses of contacts stand.
    assert all(number in after for number in OF_WHO_RUNS_IT)
    assert "ida@boats.example" in after
    places = json.dumps(get("service_at_locations", full="true", per_page=500)["contents"])
    assert "020 7946 0999" in places
    assert not [number for number in OF_THE_SERVICE if number in places]


def test_an_address_that_was_put_right_is_contradicted_nowhere(get: Any, fed: None) -> None:
    before = json.dumps(outside(get))
    theirs = ("hello@boats.example", "ida@boats.example", "lock@boats.example")
    assert all(address in before for address in theirs)
    put_right(email="boats@team.example")
    record = outside(get)
    after = json.dumps(record)
    assert record["email"] == "boats@team.example"
    assert not [address for address in theirs if address in after]
    assert "Ida Quay" in after
    assert "020 7946 0778" in after
    assert "chair@boats.example" in after
