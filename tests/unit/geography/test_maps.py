"""A drawn map: what is on it, what it leaves outside, and what it says of both."""

from __future__ import annotations

import itertools
import math

import pytest
from django.conf import settings

from kith.geography import areas, drawing, tiles
from kith.geography.areas import Box, Kind, area_named, areas_in
from kith.geography.drawing import Pin, Shade, map_of_areas, map_of_pins
from kith.geography.postcodes import distance_km, district, locate
from kith.geography.windows import SIDE, window_on

BOW, MANCHESTER = locate("E3 3PN"), locate("M1 1AE")
assert BOW
assert MANCHESTER
HOME = (BOW.latitude, BOW.longitude)


def place(postcode):
    found = locate(postcode)
    return (found.latitude, found.longitude)


def pin(number, postcode):
    return Pin(number, f"Service {number}", place(postcode), f"#service-{number}")


def inside(ring, where):
    """Whether a place is within a ring, by counting crossings."""
    lat, lon = where
    crossed = False
    for (lat1, lon1), (lat2, lon2) in itertools.pairwise([*ring, ring[0]]):
        if (lat1 > lat) != (lat2 > lat):
            crossed ^= lon < lon1 + (lat - lat1) / (lat2 - lat1) * (lon2 - lon1)
    return crossed


@pytest.mark.parametrize(
    ("postcode", "named", "authority"),
    [
        ("E3 3PN", "E3", "Tower Hamlets"),
        ("M20 2WZ", "M20", "Manchester"),
        ("CF10 1EP", "CF10", "Cardiff"),
    ],
)
def test_a_place_lies_in_the_outline_of_its_district_and_of_its_authority(
    postcode, named, authority
):
    for kind, name in ((Kind.DISTRICT, named), (Kind.AUTHORITY, authority)):
        area = area_named(kind, name)
        assert area is not None, name
        # Once inside an outer ring and not in a hole.
        assert sum(inside(ring, place(postcode)) for ring in area.rings) % 2 == 1, name
    assert district(postcode) == named


def test_only_what_touches_a_box_is_drawn():
    around = {area.name for area in areas_in(Kind.DISTRICT, Box(51.52, -0.03, 51.53, -0.01))}
    assert "E3" in around
    assert not around & {"M1", "CF10", "SW1A"}
    assert areas_in(Kind.AUTHORITY, Box(0, 0, 1, 1)) == []
    assert area_named(Kind.DISTRICT, "ZZ9") is None


@pytest.mark.parametrize("text", ["", "London", "E3", "E3 3PN 5"])
def test_what_is_no_postcode_has_no_district(text):
    assert district(text) == ""


def test_the_scale_bar_is_as_long_as_it_says():
    window = window_on([HOME, place("E14 6AH")])
    x, _ = window.at(HOME)
    metres = {"metres": 1, "km": 1000}
    number, unit = window.bar.words.split()
    said = float(number) * metres[unit]
    # A step of so many units to the east, measured on the globe.
    east = next(
        lon / 10_000
        for lon in range(-10_000, 10_000)
        if window.at((HOME[0], lon / 10_000))[0] >= x + window.bar.length
    )
    away = distance_km(BOW, type(BOW)(HOME[0], east, 0, 0)) * 1000
    assert math.isclose(away, said, rel_tol=0.02)
    assert window.bar.length <= SIDE / 3 + 1
    assert window.holds(HOME)
    assert not window.holds(place("M1 1AE"))


def test_north_is_up_and_everything_asked_for_stands_on_the_sheet():
    pins = [pin(1, "E3 3PN"), pin(2, "E14 6AH"), pin(3, "E2 0FF")]
    drawn = map_of_pins(pins, home=HOME)
    assert {n for spot in drawn.spots for n in spot.numbers} == {1, 2, 3}
    assert drawn.outside == ()
    for spot in drawn.spots:
        assert spot.x - spot.wide / 2 >= 0
        assert spot.x + spot.wide / 2 <= SIDE
        assert 14 <= spot.y <= SIDE - 14
    south, north = (next(s for s in drawn.spots if n in s.numbers) for n in (2, 3))
    assert south.y > north.y
    assert "E3" in {area.name for area in drawn.districts}
    assert "Tower Hamlets" in {area.name for area in drawn.authorities}
    assert any("Office for National Statistics" in said for said in drawn.attributions)


def test_pins_that_would_lie_over_each_other_are_one_with_their_count():
    pins = [pin(1, "E3 3PN"), pin(2, "E3 3PN"), pin(3, "E14 6AH"), pin(4, "E3 3PN")]
    drawn = map_of_pins(pins)
    (group,) = drawn.groups
    assert group.numbers == (1, 2, 4)
    assert group.text == "3 here"
    assert "4 Service 4" in group.words
    pair = map_of_pins(pins[:2]).groups[0]
    assert pair.text == "1·2"
    for one, other in itertools.combinations(drawn.spots, 2):
        assert abs(one.x - other.x) >= (one.wide + other.wide) / 2 or abs(one.y - other.y) >= 28


def test_however_many_stand_close_none_lies_over_another_and_none_is_lost():
    pins = [Pin(n, "x", (HOME[0] + n % 7 / 900, HOME[1] + n % 11 / 700), "#x") for n in range(60)]
    drawn = map_of_pins(pins)
    assert {n for spot in drawn.spots for n in spot.numbers} == set(range(60))
    for one, other in itertools.combinations(drawn.spots, 2):
        assert abs(one.x - other.x) >= (one.wide + other.wide) / 2 or abs(one.y - other.y) >= 28


def test_a_service_with_two_rooms_in_one_house_is_one_pin():
    twice = [pin(1, "E3 3PN"), pin(1, "E3 3PN")]
    (spot,) = map_of_pins(twice).spots
    assert (spot.text, spot.wide) == ("1", drawing.PIN)


def test_what_is_far_from_all_the_others_is_told_and_does_not_shrink_the_map():
    near = [pin(n, code) for n, code in enumerate(("E3 3PN", "E14 6AH", "E3 5ES", "E2 0FF"), 1)]
    far = pin(5, "M1 1AE")
    drawn = map_of_pins([*near, far], home=HOME)
    assert [one.number for one in drawn.outside] == [5]
    together = map_of_pins([far], home=HOME)
    assert together.outside == ()
    # So wide a sheet has authorities alone.
    assert together.districts == ()
    assert together.authorities


def test_without_anything_to_draw_there_is_no_map():
    assert map_of_pins([]) is None
    assert map_of_pins([], home=HOME).spots == ()
    assert map_of_areas({}, []) is None


def test_districts_are_shaded_and_others_are_not():
    e3 = area_named(Kind.DISTRICT, "E3")
    drawn = map_of_areas({"E3": Shade(2, "E3: 12")}, [e3])
    shades = {area.name: area.shade for area in drawn.districts}
    assert shades.pop("E3") == 2
    assert set(shades.values()) == {0}


def test_places_the_outlines_do_not_cover_are_drawn_without_them():
    glasgow = map_of_pins([pin(1, "G1 1XQ")])
    assert glasgow.districts == ()
    assert glasgow.attributions == ()
    assert glasgow.spots[0].text == "1"


def test_no_picture_is_fetched_unless_the_operator_names_a_server(monkeypatch):
    assert settings.MAP_TILES == ""
    assert map_of_pins([pin(1, "E3 3PN")]).tiles == ()
    monkeypatch.setattr(settings, "MAP_TILES", "https://tiles.example/{z}/{x}/{y}.png")
    monkeypatch.setattr(settings, "MAP_TILES_ATTRIBUTION", "Maps by Tiles")
    drawn = map_of_pins([pin(1, "E3 3PN"), pin(2, "E14 6AH")])
    assert 1 <= len(drawn.tiles) <= 25
    assert drawn.attributions[-1] == "Maps by Tiles"
    lefts, tops = {tile.x for tile in drawn.tiles}, {tile.y for tile in drawn.tiles}
    side = drawn.tiles[0].side
    assert min(lefts) <= 0
    assert max(lefts) + side >= SIDE
    assert min(tops) <= 0
    assert max(tops) + side >= SIDE
    # The tile of the middle of Bow at that size, by the formula of every tile server.
    zoom = int(drawn.tiles[0].href.split("/")[3])
    x = int((HOME[1] + 180) / 360 * 2**zoom)
    assert any(f"/{zoom}/{x}/" in tile.href for tile in drawn.tiles)
    assert tiles.attribution() == "Maps by Tiles"


def test_the_outlines_say_where_they_come_from_and_stay_small():
    folder = areas._FILE.parent
    told = (folder / "README.md").read_text()
    assert "Open Government Licence" in told
    assert "make_areas.py" in told
    assert areas._FILE.stat().st_size < 3_000_000
