"""What Kith makes of one service of a feed."""

from __future__ import annotations

import json
from datetime import date, time
from decimal import Decimal

import pytest

from kith.exchange.directory_feed.facts import as_facts
from kith.exchange.directory_feed.fingerprint import fingerprint
from kith.exchange.directory_feed.records import FeedService, ServiceRefused
from kith.exchange.directory_feed.taxonomies import Taxonomies
from kith.exchange.directory_feed.text import storable_json
from kith.exchange.directory_feed.translate import translate_all, translate_service
from kith.ui.dates import today


def taken(raw) -> FeedService:
    result = translate_service(raw)
    assert isinstance(result, FeedService), result
    return result


def minimal(**more):
    return {
        "id": "1",
        "name": "Lunch club",
        "status": "active",
        "organization": {"id": "o", "name": "Org"},
    } | more


def test_the_published_mock_is_taken_and_its_impossible_position_is_not(feeds):
    raw = json.loads((feeds.mocks / "V3.0-UK-Default" / "service_full.json").read_text())
    service = taken(raw)
    assert service.name == "Community Counselling"
    assert service.organisation is not None
    assert service.organisation.identifiers[0].scheme == "GB-COH"
    assert service.schedules[0].byday == ("TH", "FR")
    assert service.schedules[0].opens == time(10)
    assert service.cost.free is False
    assert service.cost.options[0].amount == Decimal("35.00")
    assert (service.eligibility.minimum_age, service.eligibility.maximum_age) == (12, 100)
    assert service.assured_date == date(2005, 1, 1)
    assert service.locations[0].latitude is None
    assert any("latitude" in note for note in service.warnings)
    assert service.raw is raw


def test_a_service_of_the_first_version_gives_the_same_shape():
    service = taken(
        {
            "id": 7,
            "name": "Advice",
            "organization": {"id": "o", "name": "Org", "url": "www.org.example"},
            "contacts": [{"name": "Desk", "phones": [{"number": "020 7946 0001"}]}],
            "eligibilitys": [
                {"minimum_age": 18, "maximum_age": 25},
                {"minimum_age": 60, "eligibility": "Older people"},
            ],
            "regular_schedules": [
                {"weekday": "Thursday", "freq": "week", "opens_at": "09:30", "closes_at": "5pm"}
            ],
            "service_taxonomys": [
                {"taxonomy": {"id": "esd:9", "name": "Debt advice", "vocabulary": "esd"}}
            ],
            "service_at_locations": [
                {
                    "location": {
                        "id": "l",
                        "latitude": "51.5275",
                        "longitude": -0.0166,
                        "physical_addresses": [
                            {"address_1": "1 High St", "city": "London", "postal_code": "e33pn"}
                        ],
                        "accessibility_for_disabilities": [{"accessibility": "Step-free"}],
                    },
                    "regular_schedules": [{"byday": "MO,WE"}],
                }
            ],
            "languages": [{"language": "Bengali"}],
        }
    )
    assert service.source_id == "7"
    assert service.phones[0].e164 == "+442079460001"
    assert (service.eligibility.minimum_age, service.eligibility.maximum_age) == (18, None)
    assert service.eligibility.text == "Older people"
    assert service.schedules[0].freq == "WEEKLY"
    assert service.schedules[0].byday == ("TH",)
    assert service.schedules[0].closes == time(17)
    assert service.schedules[1].byday == ("MO", "WE")
    assert service.schedules[1].location_id == "l"
    assert service.terms[0].name == "Debt advice"
    assert service.terms[0].code == "esd:9"
    assert service.locations[0].postcode == "E3 3PN"
    assert service.locations[0].latitude == 51.5275
    assert service.locations[0].accessibility == ("Step-free",)
    assert service.languages == ("Bengali",)
    assert service.organisation is not None
    assert service.organisation.url == "http://www.org.example"


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        "x",
        3,
        {},
        {"id": "1"},
        {"id": "1", "name": "  "},
        {"name": "No id"},
        {"id": True, "name": "A"},
        {"id": {}, "name": "A"},
        {"id": "x" * 900, "name": "A"},
    ],
)
def test_a_record_without_a_usable_id_or_name_is_refused_and_says_why(raw):
    result = translate_service(raw)
    assert isinstance(result, ServiceRefused)
    assert result.reason.endswith(".")


def test_null_empty_and_unknown_keys_are_no_matter():
    nothing = dict.fromkeys(
        ["description", "url", "email", "schedules", "attributes", "locations", "fees"]
    )
    service = taken(minimal(**nothing, contacts=[], cost_options=[None, 3], surprise={"a": [1]}))
    assert service.warnings == ()


def test_a_bad_email_is_left_out_and_a_good_one_kept():
    assert taken(minimal(email="desk@club.example")).email == "desk@club.example"
    bad = taken(minimal(email="email-example_com"))
    assert bad.email == ""
    assert bad.raw["email"] == "email-example_com"
    assert "email: “email-example_com” is not an e-mail address and was left out" in bad.warnings


def test_html_becomes_plain_text_and_plain_text_stays():
    marked = taken(
        minimal(
            description="<p>Tea &amp; cake</p><script>alert(1)</script><ul><li>Free</li></ul><!-- x"
        )
    )
    assert marked.description == "Tea & cake\n\nFree"
    assert taken(minimal(description="ages < 18 and > 5 <3")).description == "ages < 18 and > 5 <3"


def test_control_and_direction_characters_are_removed_and_said():
    service = taken(minimal(name="Lunch\x00 \u202eclub\ud800", description="سلام\u200cها"))
    assert service.name == "Lunch club"
    assert "name: control or direction characters were removed" in service.warnings
    assert service.description == "سلام\u200cها"
    assert storable_json({"a\x00": ["\ud800", float("inf"), 1]}) == {"a\ufffd": ["\ufffd", None, 1]}


@pytest.mark.parametrize(
    ("latitude", "longitude", "kept"),
    [
        (51.5, -0.02, True),
        (0, 0, False),
        (-0.02, 51.5, False),
        (100, 101, False),
        (51.5, None, False),
        (True, 1, False),
    ],
)
def test_only_a_position_on_the_map_is_kept(latitude, longitude, kept):
    place = {"id": "l", "name": "Hall", "latitude": latitude, "longitude": longitude}
    location = taken(minimal(service_at_locations=[{"location": place}])).locations[0]
    assert (location.latitude is not None) is kept
    assert (location.longitude is not None) is kept


@pytest.mark.parametrize(
    ("fees", "free"),
    [
        ("Free", True),
        ("This service is free of charge.", True),
        ("No charge", True),
        ("£5 a week", False),
        ("Free parking, £3 entry", False),
        ("First session free", None),
        ("", None),
        ("Ask us", None),
    ],
)
def test_free_means_that_the_feed_says_nothing_else(fees, free):
    assert taken(minimal(fees=fees)).cost.free is free


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Active ", "active"),
        ("temporarily closed", "temporarily closed"),
        (None, "active"),
        ("gone fishing", "inactive"),
    ],
)
def test_a_status_that_is_not_known_does_not_count_as_running(given, kept):
    assert taken(minimal(status=given)).status == kept


def test_dates_times_links_and_ages_that_cannot_be_are_left_out_one_by_one():
    service = taken(
        minimal(
            assured_date="31/02/2026",
            url="javascript:alert(1)",
            minimum_age=60,
            maximum_age=20,
            schedules=[
                {
                    "freq": "fortnightly",
                    "byday": "XX,2TU",
                    "opens_at": "25:00",
                    "bymonthday": "0,31",
                }
            ],
        )
    )
    assert service.assured_date is None
    assert service.url == ""
    assert service.eligibility.minimum_age is None
    assert service.schedules[0].byday == ("2TU",)
    assert service.schedules[0].bymonthday == (31,)
    assert service.schedules[0].opens is None
    assert len(service.warnings) == 7
    assert taken(minimal(assured_date="28/02/2026")).assured_date == date(2026, 2, 28)


def test_capacity_is_read():
    raw = minimal(capacities=[{"unit": {"name": "places"}, "available": 3, "maximum": "12"}])
    assert taken(raw).capacity[0].available == 3
    assert taken(raw).capacity[0].maximum == 12


def test_terms_find_their_names_in_the_taxonomies_and_circles_end():
    taxonomies = Taxonomies()
    taxonomies.add(
        {
            "contents": [
                {"id": "a", "name": "Walking", "parent_id": "b", "taxonomy": "things"},
                {"id": "b", "name": "Exercise", "parent_id": "a", "term": "b"},
            ]
        }
    )
    result = translate_service(
        minimal(attributes=[{"taxonomy_term": "a"}, {"taxonomy_term": {"id": "?"}}]), taxonomies
    )
    assert isinstance(result, FeedService)
    (term,) = result.terms
    assert (term.taxonomy, term.name, term.ancestors) == ("things", "Walking", ("Exercise",))


def test_the_fingerprint_follows_the_content_and_nothing_else():
    raw = minimal(languages=[{"id": "1"}, {"id": "2"}], last_modified="2026-01-01T00:00:00Z")
    same = dict(reversed(raw.items())) | {
        "languages": [{"id": "2", "x": None}, {"id": "1"}],
        "last_modified": "2027",
    }
    assert fingerprint(raw) == fingerprint(same)
    assert fingerprint(raw) != fingerprint(raw | {"name": "Supper club"})


def test_of_two_with_one_id_the_first_stands():
    warnings: list[str] = []
    first, again, other, fine = minimal(), minimal(), minimal(name="Supper club"), minimal(id="2")
    results = list(translate_all([first, again, other, None, fine], warnings=warnings))
    assert [type(result) for result in results] == [
        FeedService,
        ServiceRefused,
        ServiceRefused,
        FeedService,
    ]
    assert results[1].source_id == "1"
    assert warnings == [
        "1 entries of the feed were the same service over again and were passed over."
    ]


def test_nobody_has_made_sure_of_an_entry_on_a_day_that_is_yet_to_come():
    ahead = taken(minimal(assured_date="2999-01-01"))
    assert ahead.assured_date is None
    assert ahead.warnings == ("assured date: 2999-01-01 is yet to come and was left out",)
    same_day = taken(minimal(assured_date=today().isoformat()))
    assert (same_day.assured_date, same_day.warnings) == (today(), ())


@pytest.mark.parametrize(
    ("told", "days"),
    [
        ({"dtstart": "2026-11-24"}, ("TU",)),
        ({"dtstart": "2026-11-24", "byday": "FR"}, ("FR",)),
        ({"valid_from": "2026-11-24"}, ()),
        ({}, ()),
    ],
)
def test_what_is_every_week_and_names_no_day_is_on_the_day_it_began(told, days):
    weekly = {"freq": "WEEKLY", "opens_at": "10:00"} | told
    (session,) = as_facts(taken(minimal(schedules=[weekly]))).sessions
    assert session.days == days
