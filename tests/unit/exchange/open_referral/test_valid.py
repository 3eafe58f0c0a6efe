"""What the API says, held against the schemas that Open Referral UK's own validator applies."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate

from kith.directory import actions, as_a_whole
from kith.directory.facts import SessionFacts
from kith.directory.models import Service
from kith.isolation import context
from tests import cast

PUBLISHED = Path(__file__).parents[3] / "data" / "oruk-validator"
PROFILE = json.loads((PUBLISHED / "TestProfiles" / "HSDS-UK-3.0.json").read_text())
TESTS = [test for group in PROFILE["testGroups"] for test in group["tests"]]
FORMATS = FormatChecker(("uuid", "email", "date", "time"))


@FORMATS.checks("uri", raises=ValueError)
def _is_uri(said: Any) -> bool:
    return not isinstance(said, str) or (bool(urlsplit(said).scheme) and " " not in said)


@FORMATS.checks("date-time", raises=ValueError)
def _is_moment(said: Any) -> bool:
    return (
        not isinstance(said, str) or datetime.datetime.fromisoformat(said).utcoffset() is not None
    )


@lru_cache
def schema(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((PUBLISHED / name).read_text()), format_checker=FORMATS)


def faults(name: str, record: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in schema(name).iter_errors(record)]


def is_told(value: Any) -> bool:
    """Nothing in it is null or empty but the list of an empty page."""
    if isinstance(value, dict):
        return bool(value) and all(is_told(entry) for entry in value.values())
    if isinstance(value, list):
        return bool(value) and all(is_told(entry) for entry in value)
    return value is not None and value != ""


@pytest.mark.parametrize("test", TESTS, ids=[f"{t['endpoint']} {t['schema']}" for t in TESTS])
def test_each_check_of_levels_1_and_2_passes(
    get: Any, published: Any, fed: None, test: Any
) -> None:
    path = test["endpoint"].strip("/")
    if "useIdFrom" in test:
        entries = get(path, per_page=500)["contents"]
        records = [get(f"{path}/{entry['id']}") for entry in entries]
        assert records
    elif test.get("pagination"):
        last = get(path, per_page=1)["total_pages"]
        assert last > 2, "a first, a middle and a last page"
        pages = [get(path, per_page=1, page=at) for at in (1, (last + 1) // 2, last)]
        assert [page["first_page"] for page in pages] == [True, False, False]
        assert [page["last_page"] for page in pages] == [False, False, True]
        records = pages
    else:
        records = [get(path)]
    for record in records:
        assert faults(test["schema"], record) == []
        assert all(is_told(entry) for entry in record.get("contents", [record]))


def test_lists_in_full_are_valid_too_and_so_are_organisations(
    get: Any, published: Any, fed: None
) -> None:
    for entry in get("services", full="true", per_page=500)["contents"]:
        assert faults("V3.0-UK/service.json", entry) == []
    for entry in get("service_at_locations", full="true", per_page=500)["contents"]:
        assert faults("V3.0-UK/service_at_location.json", entry) == []
    # The validator's schema of the list describes a single organisation, which is what is in it.
    for asked in ({}, {"full": "true"}, {"full_service": "true"}):
        rows = get("organizations", per_page=500, **asked)["contents"]
        assert rows
        for entry in rows:
            assert faults("V3.0-UK/organization.json", entry) == []


def test_what_was_put_right_as_a_whole_is_valid_under_the_ids_that_were_known(
    get: Any, fed: None
) -> None:
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        boat = Service.objects.get(name="Canal Boat Afternoons")
        mill, phone = (
            as_a_whole.place_facts(row) for row in boat.places.order_by("name").reverse()
        )
        before = {str(row.pk) for row in boat.places.all()}
        actions.edit_service(
            by=cast.TESTS, service=boat, organisation_name="Three Locks Rowers", languages=["pl", "Cockney"],
            terms=["Boating", "Company"], places=[replace(mill, is_step_free=False), phone],
            sessions=[
                SessionFacts("MONTHLY", ("2TU",), datetime.time(10), interval=2),
                SessionFacts("MONTHLY", month_days=(1, -1), to_date=datetime.date(2099, 1, 1)),
            ],
        )  # fmt: skip
    record = get(f"services/{boat.pk}")
    assert faults("V3.0-UK/service.json", record) == []
    assert is_told(record)
    assert {at["id"] for at in record["service_at_locations"]} == before
    assert record["organization"]["name"] == "Three Locks Rowers"
    for pk in before:
        assert faults("V3.0-UK/service_at_location.json", get(f"service_at_locations/{pk}")) == []
    assert get(f"services/{boat.pk}") == record


def test_the_envelope_of_a_page_and_of_one_past_the_last(get: Any, published: Any) -> None:
    page = get("services", per_page=3, page=2)
    assert {key: page[key] for key in page if key != "contents"} == {
        "total_items": 4, "total_pages": 2, "page_number": 2, "size": 1,
        "first_page": False, "last_page": True, "empty": False,
    }  # fmt: skip
    past = get("services", page=9)
    assert (past["contents"], past["empty"], past["total_items"]) == ([], True, 4)
    assert get("services", search="quidditch")["empty"] is True


def test_pages_hold_each_service_once(get: Any, published: Any, fed: None) -> None:
    pages = get("services", per_page=2)["total_pages"]
    ids = [
        row["id"]
        for at in range(pages)
        for row in get("services", per_page=2, page=at + 1)["contents"]
    ]
    assert len(ids) == len(set(ids)) == get("services")["total_items"]


def test_the_description_is_valid_openapi_and_says_where_it_stands(get: Any, db: None) -> None:
    about = get("")
    assert about["openapi_url"] == "http://testserver/open-referral/openapi.json"
    described = get("openapi.json")
    validate(described)
    assert described["servers"] == [{"url": "http://testserver/open-referral"}]
    of_bow = get("openapi.json", base="/open-referral/s/bow/")
    assert of_bow["servers"] == [{"url": "http://testserver/open-referral/s/bow"}]
