"""Filters that really filter, and what makes no sense."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kith.directory import actions
from kith.directory.facts import SessionFacts
from kith.directory.models import CommunityOrganisation, Service
from kith.isolation import context
from tests import cast
from tests.unit.exchange.open_referral.conftest import add

BOW = "/open-referral/s/bow/"


def names(page: Any) -> set[str]:
    return {row.get("name") or row["service"]["name"] for row in page["contents"]}


LUNCH, SEWING, DEBT, CHOIR = (
    "Chrisp Street Lunch Club", "Sewing Circle", "Money Worries Line", "Poplar Choir",
)  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"search": "lunch"}, {LUNCH}),
        ({"search": "hot meel"}, {LUNCH}),
        ({"minimum_age": 40}, {LUNCH, DEBT, CHOIR}),
        ({"maximum_age": 40}, {SEWING, DEBT, CHOIR}),
        ({"day": "TU"}, {LUNCH}),
        ({"day": "MO,TU"}, {LUNCH, SEWING}),
        ({"start_time": "14:00"}, {SEWING}),
        ({"end_time": "13:00"}, {LUNCH}),
        ({"day": "TU", "start_time": "14:00"}, set()),
        ({"postcode": "E3 3PN"}, {LUNCH}),
        ({"postcode": "e33pn", "proximity": 400_000}, {LUNCH, SEWING}),
        ({"postcode": "E3 3PN", "proximity": 10}, set()),
    ],
)
def test_what_is_asked_narrows_what_is_found(
    get: Any, published: Any, asked: Any, found: Any
) -> None:
    assert names(get("services", **asked)) == found


def test_by_taxonomy_and_by_organisation(get: Any, published: Any) -> None:
    terms = {row["name"]: row for row in get("taxonomy_terms", per_page=500)["contents"]}
    by_term = {
        name: names(get("services", taxonomy_term_id=terms[name]["id"]))
        for name in ("Lunch clubs", "Friends and belonging", "Women only")
    }
    assert by_term == {
        "Lunch clubs": {LUNCH}, "Friends and belonging": {LUNCH, CHOIR}, "Women only": {SEWING},
    }  # fmt: skip
    how = terms["Women only"]["taxonomy_id"]
    assert names(get("services", taxonomy_id=how)) == {LUNCH, SEWING}
    assert "Women only" in names(get("taxonomy_terms", taxonomy_id=how))
    assert "Lunch clubs" not in names(get("taxonomy_terms", taxonomy_id=how))
    runs = get("organizations", search="thames")["contents"]
    assert [row["name"] for row in runs] == ["Thames Advice"]
    assert names(get("services", organization_id=runs[0]["id"])) == {DEBT}
    for name in ("organization_id", "taxonomy_term_id", "taxonomy_id"):
        assert get("services", **{name: "whatever"})["empty"]


def test_places_are_found_by_distance_and_service(get: Any, published: Any) -> None:
    near = get("service_at_locations", postcode="E3 3PN", proximity=5000)
    assert names(near) == {LUNCH}
    assert near["contents"][0]["location"]["addresses"][0]["postal_code"] == "E14 6AH"
    assert names(get("service_at_locations", search="sewing")) == {SEWING}


def test_what_changed_since(get: Any, published: Any) -> None:
    later = timezone.now() + datetime.timedelta(seconds=1)
    assert get("services", modified_after=later.isoformat())["empty"]
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        actions.edit_service(by=cast.TESTS, service=published["lunch"], sessions=[])
        moved = published["lunch"].modified_at
    assert names(get("services", modified_after=moved.isoformat())) == {LUNCH}
    least = get("services", modified_after=moved.isoformat(), minimal="true")["contents"][0]
    assert set(least) == {"id", "name", "status", "modified_date", "last_modified"}


@pytest.mark.parametrize("collection", ["services", "service_at_locations", "organizations",
                                        "taxonomies", "taxonomy_terms"])  # fmt: skip
def test_everything_as_lines(get: Any, published: Any, collection: str) -> None:
    answer = Client().get(f"/open-referral/{collection}", {"format": "ndjson", "full": "true"})
    lines = [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]
    paged = get(collection, full="true", per_page=500)["contents"]
    assert lines == paged
    assert answer["Content-Type"] == "application/x-ndjson"


def test_lines_go_on_where_a_piece_ended(get: Any, published: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("kith.exchange.open_referral.paging.AT_ONCE", 2)
    for collection in ("services", "taxonomy_terms"):
        answer = Client().get(f"/open-referral/{collection}", {"format": "ndjson"})
        lines = list(b"".join(answer.streaming_content).splitlines())
        assert len(lines) == get(collection)["total_items"]


@pytest.mark.parametrize(
    "asked",
    [
        {"page": "0"}, {"page": "two"}, {"page": "٣"}, {"per_page": "501"}, {"per_page": "9" * 40},
        {"day": "noday"}, {"day": "monday"}, {"day": "MOX"}, {"day": "mondayyyy,TUx"}, {"day": "MO,,TU"},
        {"start_time": "25:00"}, {"postcode": "London"}, {"postcode": "BT1 1AA"},
        {"proximity": "100"}, {"modified_after": "yesterday"}, {"modified_after": "0001-01-01"},
        {"minimum_age": "-1"}, {"format": "xml"}, {"full": "perhaps"},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_said(get: Any, published: Any, asked: Any) -> None:
    said = get("services", status=400, **asked)
    assert said["error"].endswith(".")
    assert said["field"]


def test_a_scheme_has_its_own_and_the_instance_has_all(get: Any, published: Any) -> None:
    assert names(get("services")) == {LUNCH, SEWING, DEBT, CHOIR}
    assert names(get("services", base=BOW)) == {LUNCH, SEWING, DEBT}
    assert names(get("services", base="/open-referral/s/poplar/")) == {CHOIR}
    choir = published["poplar"].pk
    assert get(f"services/{choir}")["name"] == CHOIR
    assert get(f"services/{choir}", base=BOW, status=404)


def test_what_is_not_published_is_nowhere(get: Any, published: Any) -> None:
    hidden = published["hidden"]
    assert get(f"services/{hidden.pk}", status=404) == get("services/not-an-id", status=404)
    for collection in ("services", "organizations", "service_at_locations", "taxonomy_terms"):
        said = json.dumps(get(collection, full="true", per_page=500))
        assert "Not For" not in said
        assert "Quiet House" not in said
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        actions.edit_service(by=cast.TESTS, service=published["lunch"], is_published=False)
    assert get(f"services/{published['lunch'].pk}", status=404)
    assert "Market Square" not in json.dumps(get("service_at_locations"))


def test_who_runs_nothing_that_is_shown_and_its_words_are_not_shown(
    get: Any, published: Any
) -> None:
    """A twin that was joined, one that left its feed, one that changed hands."""

    def shown() -> tuple[set[str], set[str]]:
        told = names(get("organizations")), names(get("taxonomy_terms", per_page=500))
        return tuple({name for name in one if name.startswith("Twin")} for one in told)  # type: ignore[return-value]

    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        twin = add("Twin", organisation_name="Twin House", terms=["Twin word"])
    assert shown() == ({"Twin House"}, {"Twin word"})
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        actions.edit_service(by=cast.TESTS, service=twin, organisation_name="Twin Hall")
        assert not CommunityOrganisation.objects.get(name="Twin House").is_published
    assert shown() == ({"Twin Hall"}, {"Twin word"})
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        Service.objects.filter(pk=twin.pk).update(gone_at=timezone.now())
    assert shown() == (set(), set())
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        Service.objects.filter(pk=twin.pk).update(gone_at=None)
        actions.join_services(by=cast.TESTS, service=twin, into=published["lunch"])
    assert shown() == (set(), set())
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        hall = twin.organisation_id
    assert get(f"organizations/{hall}", status=404)


def test_what_is_on_past_midnight_is_open_then_and_what_names_no_day_is_left_out(
    get: Any, published: Any
) -> None:
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        ten = datetime.time(22)
        for name, days in (("Nightline", ("MO",)), ("Some day", ())):
            row = add(name, sessions=[SessionFacts("WEEKLY", days, ten, datetime.time(23))])
            # As a feed gives it.
            row.sessions.update(closes=datetime.time(2))
    assert names(get("services", day="MO", start_time="23:00")) == {"Nightline"}
    assert names(get("services", day="MO", end_time="01:00")) == {"Nightline"}
    assert names(get("services", start_time="23:30")) == {"Nightline", "Some day"}
    assert "Nightline" not in names(get("services", day="MO", start_time="09:00", end_time="12:00"))


def test_who_checked_an_entry_stays_here(get: Any, published: Any) -> None:
    assert cast.TESTS.name not in json.dumps(get(f"services/{published['lunch'].pk}"))


def test_lists_take_as_many_questions_for_one_row_as_for_three(
    get: Any, published: Any, django_assert_max_num_queries: Any
) -> None:
    for collection in ("services", "service_at_locations", "organizations"):
        for size in (1, 3):
            with django_assert_max_num_queries(14):
                get(collection, full="true", full_service="true", per_page=size)
