"""The page of results with its map, what it knows of the person, and what is kept of a search in vain."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from kith.config import settings as kith_settings
from kith.directory import actions, nothing_found, on_a_map, rules
from kith.directory.facts import PlaceFacts
from kith.isolation import context
from kith.people import actions as people
from kith.resilience.limits import Limit
from tests import cast
from tests.unit.directory.conftest import add
from tests.unit.pathway.stories import a_case, a_goal

FIND = "/desk/directory"


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def links(response, of):
    return re.findall(rf'<a class="{of}" href="(#[^"]+)"', response.content.decode())


def kept():
    rows = ProcrastinateJob.objects.filter(task_name=nothing_found.KEEP)
    return [row.args for row in rows.order_by("id")]


def test_the_map_has_the_numbers_of_the_list_and_leads_to_them(company, services):
    page = company.client("nadia").get(FIND, {"asked": "1", "near": "E3 3PN"})
    html = page.content.decode()
    assert "Services 1 to 4 on a map, with E3 3PN" in text(page)
    anchors = re.findall(r'id="(service-\d)"', html)
    assert anchors == ["service-1", "service-2", "service-3", "service-4"]
    pins = links(page, "kith-map__pin")
    assert pins
    assert {pin.removeprefix("#") for pin in pins} <= set(anchors)
    # Every one of the four is on the map or named beneath it.
    assert "1 is online or by phone: number" in text(page)
    assert "further away than this map reaches" in text(page)


def test_every_result_is_a_pin_or_is_counted_below(company, in_bow):
    add(in_bow, "Choir in Bow", places=[PlaceFacts("Hall", "", "E3 3PN")])
    add(in_bow, "Choir by phone", places=[PlaceFacts(is_online=True)])
    add(in_bow, "Choir somewhere")
    page = company.client("nadia").get(FIND, {"asked": "1", "words": "choir"})
    assert "1 is online or by phone" in text(page)
    assert "1 is without a place that we can draw" in text(page)
    assert len(links(page, "kith-map__pin")) == 1


def test_without_any_place_there_is_no_map_and_it_says_so(company, in_bow):
    add(in_bow, "Choir by phone", places=[PlaceFacts(is_online=True)])
    page = company.client("nadia").get(FIND, {"asked": "1", "words": "choir"})
    assert '<svg class="kith-map__sheet"' not in page.content.decode()
    assert "No map" in text(page)
    nothing = company.client("nadia").get(FIND, {"asked": "1", "words": "xyzzyq"})
    assert "kith-map" not in nothing.content.decode()


def test_the_second_page_goes_on_counting(company, in_bow):
    for number in range(21):
        add(in_bow, f"Group {number:02}", places=[PlaceFacts("Hall", "", "E3 3PN")])
    first = company.client("nadia").get(FIND)
    assert "20 close together" in first.content.decode()
    page = company.client("nadia").get(FIND, {"page": "2"})
    assert 'id="service-21"' in page.content.decode()
    assert "Service 21 on a map" in text(page)


def test_the_teams_notes_stand_beside_what_was_found(company, services, in_bow):
    actions.write_note(by=in_bow, service=services["walk"], text="Ring after 11, lift broken")
    page = company.client("nadia").get(FIND, {"asked": "1", "words": "walking"})
    assert "Your team’s note: Ring after 11, lift broken" in text(page)


def test_the_page_costs_as_many_statements_with_one_service_as_with_three(company, in_bow):
    nadia = company.client("nadia")
    nadia.get(FIND)
    took = []
    for number in range(3):
        add(in_bow, f"Group {number}", places=[PlaceFacts("Hall", "", "E3 3PN")])
        with CaptureQueriesContext(connection) as captured:
            assert nadia.get(FIND).status_code == 200
        took.append(len(captured))
    assert took[0] == took[2]


def test_a_search_for_someone_knows_language_access_place_and_need_and_each_can_go(
    company, services, in_bow
):
    case = a_case()
    a_goal(case)
    people.edit(
        by=in_bow, person=case.person, language="bn", access_notes="Large print. Uses a wheelchair."
    )
    nadia = company.client("nadia")
    record = nadia.get(f"/desk/people/{case.person_id}").content.decode()
    asked = re.search(rf'href="({FIND}\?for=[^"]+)"', record)
    assert asked is not None
    address = asked[1].replace("&amp;", "&")
    assert address.endswith("&foundations=belonging")
    page = nadia.get(address)
    chips = (
        "Remove Speaks Bengali",
        "Remove Step-free, since the record says “Uses a wheelchair”",
        "Remove From Maya’s home",
        "Remove Friends and belonging",
    )
    for chip in chips:
        assert chip in text(page), chip
    # What has steps is left out, and the link to look at it too takes the fact away.
    assert "Friday Youth Club" not in text(page)
    without = nadia.get(
        FIND, {"for": str(case.person_id), "asked": "1", "use": ["language"], "words": "youth"}
    )
    assert "Friday Youth Club" in text(without)


def test_a_place_that_is_typed_takes_the_place_of_their_home(company, services):
    case = a_case()
    nadia = company.client("nadia")
    asked = {"for": str(case.person_id), "asked": "1", "use": "home"}
    assert "From Maya’s home" in text(nadia.get(FIND, asked))
    page = nadia.get(FIND, {**asked, "near": "M1 1AE", "within": "5"})
    assert "Remove Near M1 1AE" in text(page)
    assert "Remove From Maya’s home" not in text(page)
    assert "Friday Youth Club" in text(page) or "for other ages" in text(page)
    assert "with M1 1AE" in text(page) or "No map" in text(page)


def test_what_it_costs_and_whether_there_is_a_place_stands_in_the_list(company, in_bow):
    add(in_bow, "Choir A", is_free=True, places_free=0)
    add(in_bow, "Choir B", cost="£3 a time", places_free=1)
    page = company.client("nadia").get(FIND, {"asked": "1", "words": "choir"})
    assert "Free · Full at present" in text(page)
    assert "£3 a time · 1 place free" in text(page)


@pytest.mark.parametrize(
    ("notes", "said"),
    [
        ("Uses a wheelchair.", "Uses a wheelchair"),
        ("Large print, please. Walks with a walking frame", "Walks with a walking frame"),
        ("Cannot manage many stairs; hard of hearing", "Cannot manage many stairs"),
        ("Large print, please.", ""),
        ("Lives up three stairs of kindness", ""),
        ("", ""),
    ],
)
def test_only_words_that_speak_of_steps_make_a_search_step_free(notes, said):
    assert rules.needs_step_free(notes) == said


def test_of_a_search_in_vain_no_word_and_no_person_is_kept(company, services):
    case = a_case(first_name="Quenby", last_name="Okonjo")
    asked = {
        "for": str(case.person_id), "asked": "1", "use": "home", "foundations": "hope",
        "words": "Quenby Okonjo is lonely, 07700 900123", "wishes": "free",
    }  # fmt: skip
    page = company.client("nadia").get(FIND, asked)
    assert "Nothing fits all of this" in text(page)
    with context.in_scheme(cast.BOW, actor="tests"):
        (row,) = kept()
    assert row["district"] == "E3"
    assert row["foundations"] == ["hope"]
    assert row["wishes"] == ["free"]
    assert row["scheme_id"] == str(cast.BOW)
    said = str(row).casefold()
    for private in ("quenby", "okonjo", "lonely", "07700", "2qa", str(case.person_id), "nadia"):
        assert private not in said
    assert row["about"], "what our own list calls it is kept"


def test_a_search_that_finds_something_or_asks_nothing_or_cannot_be_read_is_not_kept(
    company, services
):
    nadia = company.client("nadia")
    for asked in ({"words": "walking"}, {}, {"words": "xyzzyq", "near": "London"}):
        nadia.get(FIND, {"asked": "1", **asked})
    with context.in_scheme(cast.BOW, actor="tests"):
        assert kept() == []
    company.client("nadia").get(FIND, {"asked": "1", "words": "xyzzyq", "near": "E3 3PN"})
    with context.in_scheme(cast.BOW, actor="tests"):
        assert [row["district"] for row in kept()] == ["E3"]


def test_nobody_fills_the_figures_with_searches(company, services, monkeypatch):
    monkeypatch.setattr(nothing_found, "BY_USER", Limit("in vain, in a test", burst=2, per_hour=1))
    for number in range(5):
        page = company.client("nadia").get(FIND, {"asked": "1", "words": f"xyzzyq{number}"})
        assert page.status_code == 200
    with context.in_scheme(cast.BOW, actor="tests"):
        assert len(kept()) == 2


def test_pages_fetch_nothing_from_elsewhere_unless_tiles_are_set():
    assert kith_settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"] == ["'self'", "data:"]


def test_anchors_are_one_and_the_same_for_list_and_map():
    assert on_a_map.anchor(3) == "service-3"
