"""Postcodes as typed, and the points they stand for."""

import math

import pytest

from kith.geography.postcodes import (
    ATTRIBUTION,
    InvalidPostcode,
    Point,
    distance_km,
    is_valid,
    locate,
    normalise,
)


@pytest.mark.parametrize("text", ["E3 3PN", "e33pn", "  e3  3pn ", "E3-3PN", "E3\u00a03PN"])
def test_a_postcode_is_taken_however_it_is_typed(text):
    assert normalise(text) == "E3 3PN"


@pytest.mark.parametrize(
    "text", ["M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "W1A 1HQ", "EC1A 1BB", "GIR 0AA"]
)
def test_every_published_form_is_taken(text):
    assert normalise(text.replace(" ", "")) == text


@pytest.mark.parametrize(
    "text", ["", "E3", "E3 3P", "E3 3PNN", "Q1 1AA", "E3 3PC", "12345", "E3 3PN; x", "E3 3PN\x00"]
)
def test_other_text_is_refused_with_a_sentence(text):
    assert not is_valid(text)
    with pytest.raises(InvalidPostcode, match="not a UK postcode"):
        locate(text)


def test_bow_is_where_it_is():
    point = locate("e33pn")

    assert (point.easting, point.northing) == (537454, 182014)
    assert point.latitude == pytest.approx(51.5203, abs=0.0001)
    assert point.longitude == pytest.approx(-0.0202, abs=0.0001)


@pytest.mark.parametrize("postcode", ["BT1 5GS", "IM1 1AA", "JE2 3AB", "E3 9ZZ", "GIR 0AA"])
def test_a_valid_postcode_without_a_point_has_none(postcode):
    assert is_valid(postcode)
    assert locate(postcode) is None


def test_a_postcode_listed_without_a_position_has_no_point():
    assert locate("BD98 1GA") is None


def test_the_first_and_last_rows_of_a_file_are_found():
    assert locate("E1 0AA") == locate("e10aa")
    assert (locate("E1 0AA").easting, locate("E1 0AA").northing) == (535267, 181084)


def test_distance_is_in_kilometres_and_the_same_both_ways():
    bow, city = locate("E3 3PN"), locate("E1 0AA")

    by_grid = math.hypot(bow.easting - city.easting, bow.northing - city.northing) / 1000
    assert distance_km(bow, city) == pytest.approx(by_grid, rel=0.002)
    assert distance_km(bow, city) == pytest.approx(distance_km(city, bow))
    assert distance_km(bow, bow) == 0


def test_one_degree_of_latitude_is_about_111_kilometres():
    assert distance_km(Point(51, 0, 0, 0), Point(52, 0, 0, 0)) == pytest.approx(111.2, abs=0.2)


def test_the_owners_of_the_data_are_named():
    assert "Crown copyright and database right" in ATTRIBUTION
    assert "Royal Mail" in ATTRIBUTION
    assert "Open Government Licence" in ATTRIBUTION
