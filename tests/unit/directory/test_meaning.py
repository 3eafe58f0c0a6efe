"""What everyday words mean, and that a search says why."""

from __future__ import annotations

import datetime

import pytest

from kith.directory import actions, queries
from kith.directory.facts import PlaceFacts, SessionFacts
from kith.directory.queries.everyday import SAID
from kith.directory.queries.meant import meant
from tests import cast
from tests.unit.directory.conftest import add


def names(found):
    return [match.name for match in found.matches]


@pytest.fixture
def out_there(in_bow):
    tuesday = SessionFacts("WEEKLY", ("TU",), datetime.time(12), datetime.time(14))
    evening = SessionFacts("MONTHLY", ("2TH",), datetime.time(19), datetime.time(21))
    add(in_bow, "Good Neighbours", terms=["Befriending"], setting="one_to_one")
    add(in_bow, "Warm Hub", terms=["Warm spaces"], places_free=0)
    add(in_bow, "Aqua Ladies", terms=["Swimming"], is_women_only=True, sessions=[tuesday])
    add(in_bow, "Swimming for All", terms=["Swimming"], is_women_only=False, sessions=[evening])
    add(in_bow, "Migrant Advice", terms=["Immigration"], takes_no_recourse=True, places_free=4)
    add(in_bow, "Tenants’ Desk", terms=["Housing advice"], takes_no_recourse=False)
    add(in_bow, "Tea Dance", terms=["Dance"], minimum_age=60)
    add(in_bow, "Zumba", terms=["Dance"], minimum_age=16, places=[PlaceFacts(is_online=True)])


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("lonely", "Good Neighbours"),
        ("I am so lonley", "Good Neighbours"),
        ("somewhere warm", "Warm Hub"),
        ("dancing for over 60s", "Tea Dance"),
        ("dancing online", "Zumba"),
        ("swimming for women", "Aqua Ladies"),
        ("my landlord wont fix the damp", "Tenants’ Desk"),
        ("swimming on thursdays", "Swimming for All"),
    ],
)
def test_the_words_people_use_find_what_directories_call_it(out_there, said, first):
    assert names(queries.find([cast.BOW], words=said))[0] == first


def test_a_result_says_by_which_words_it_was_found(out_there):
    [found] = queries.find([cast.BOW], words="lonely").matches
    assert found.why == ("For “lonely”: befriending",)
    found = queries.find([cast.BOW], words="swimming for women on tuesday").matches[0]
    assert found.why == ("About “swimming”", "Women only", "On Tuesdays")


@pytest.mark.parametrize(
    ("asked", "left", "key"),
    [
        ({"women": True}, "Swimming for All", "women"),
        ({"no_recourse": True}, "Tenants’ Desk", "no_recourse"),
        ({"places": True}, "Warm Hub", "places"),
        ({"setting": "group"}, "Good Neighbours", "setting"),
        ({"days": ["TU"]}, "Swimming for All", "when"),
        ({"after": datetime.time(17)}, "Aqua Ladies", "when"),
        ({"before": datetime.time(12)}, "Aqua Ladies", "when"),
    ],
)
def test_what_is_known_to_be_wrong_is_left_out_and_counted(out_there, asked, left, key):
    found = queries.find([cast.BOW], **asked)
    assert left not in names(found)
    assert key in {entry.key for entry in found.left_out}
    assert left in names(queries.find([cast.BOW]))


def test_what_is_not_known_is_asked_about(out_there):
    found = queries.find([cast.BOW], no_recourse=True, places=True, days=["MO"])
    dance = next(match for match in found.matches if match.name == "Tea Dance")
    assert dance.to_ask == (
        "when it runs",
        "whether people with no recourse to public funds may come",
        "whether there is a place",
    )
    advice = next(match for match in found.matches if match.name == "Migrant Advice")
    assert {"4 places free", "Open to people with no recourse to public funds"} <= set(advice.why)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("help with my benefits", ["benefits"]),
        ("for the", ["for", "the"]),
        ("can't get out", ["cant get out"]),
        ("", []),
        ("1st ' \x00 ;", ["1st"]),
    ],
)
def test_what_is_looked_for(said, told):
    assert [row.said for row in meant(said).sought] == told


def test_what_is_wished_for_besides():
    found = meant("free art for a 70 year old on saturdays with somali speakers, wheelchair")
    assert (found.age, found.days, found.language) == (70, {"SA"}, "so")
    assert (found.free, found.step_free, found.women) == (True, True, False)


def test_every_line_of_the_table_names_what_directories_call_it():
    assert len(SAID) > 250
    assert all(called.apt for called in SAID.values())


def test_what_the_team_tells_itself_finds_nothing(out_there, in_bow):
    service = actions.add_service(by=in_bow, scheme_id=cast.BOW, name="Quiet Room")
    actions.write_note(by=in_bow, service=service, text="Zebra at the door")
    assert names(queries.find([cast.BOW], words="zebra")) == []
