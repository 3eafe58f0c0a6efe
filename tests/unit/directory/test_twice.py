"""The same service in two sources is found, joined with nothing moved, and taken apart again."""

from __future__ import annotations

import pytest

from kith.directory import actions, queries, side_by_side
from kith.directory.facts import PlaceFacts, ServiceFacts
from kith.directory.models import Service
from kith.resilience.errors import Refused
from kith.ui import dates
from tests import cast
from tests.unit.directory.conftest import add

TWICE = "/desk/directory/twice"


def from_feed(by, name, *, phone="", postcode="", source="https://feed.example/"):
    facts = ServiceFacts(
        source_id=name, fingerprint="1", name=name, phone=phone,
        places=(PlaceFacts(postcode=postcode),) if postcode else (),
    )  # fmt: skip
    feed, _ = actions.take_in_feed(
        by=by, scheme_id=cast.BOW, source=source, version="3", services=[facts],
        is_whole=lambda: False,
    )  # fmt: skip
    return Service.objects.get(feed=feed, source_id=name)


@pytest.fixture
def both(in_bow):
    ours = add(in_bow, "The Bow Lunch Club", phone="020 7946 0123")
    return ours, from_feed(in_bow, "Bow Lunch Club Ltd", phone="+44 20 7946 0123")


def pairs():
    return [{p.one.name, p.other.name} for p in queries.listed_twice([cast.BOW])]


def names():
    return [match.name for match in queries.find([cast.BOW]).matches]


def test_like_names_that_share_a_way_to_reach_them_are_offered(in_bow, both):
    from_feed(in_bow, "Bow Debt Advice", phone="020 7946 0123")
    from_feed(in_bow, "Bow Lunch Club", phone="020 7946 0555", source="https://other.example/")
    assert pairs() == [{"The Bow Lunch Club", "Bow Lunch Club Ltd"}]
    assert queries.listed_twice([cast.BOW])[0].shared == ("telephone",)
    assert queries.listed_twice([cast.POPLAR]) == []


def test_joined_one_is_shown_and_parted_both_are(in_bow, both):
    ours, theirs = both
    actions.join_services(by=in_bow, service=theirs, into=ours)
    assert names() == ["The Bow Lunch Club"]
    assert pairs() == []
    assert from_feed(in_bow, "Bow Lunch Club Ltd", phone="+44 20 7946 0123").joined_to == ours
    actions.part_services(by=in_bow, service=theirs)
    assert len(names()) == 2
    with pytest.raises(Refused, match="not joined"):
        actions.part_services(by=in_bow, service=theirs)


def test_no_chains_and_none_to_itself(in_bow, both):
    ours, theirs = both
    third = from_feed(in_bow, "Bow Lunch", source="https://third.example/")
    with pytest.raises(Refused):
        actions.join_services(by=in_bow, service=ours, into=ours)
    actions.join_services(by=in_bow, service=theirs, into=third)
    with pytest.raises(Refused, match="already"):
        actions.join_services(by=in_bow, service=ours, into=theirs)
    actions.join_services(by=in_bow, service=third, into=ours)
    theirs.refresh_from_db()
    assert theirs.joined_to == ours


def test_two_that_are_two_are_not_offered_again(company, key, both):
    ours, theirs = both
    tess = company.client("tess")
    assert "share the telephone" in tess.get(TWICE).content.decode()
    typed = {**key(), "other": theirs.pk, "are": "two"}
    assert tess.post(f"/desk/directory/{ours.pk}/join", typed)["Location"] == TWICE
    assert "No two entries" in tess.get(TWICE).content.decode()


def test_joining_on_the_page_leads_to_the_entry_to_use(company, key, both):
    ours, theirs = both
    tess, sana = company.client("tess"), company.client("sana")
    address = f"/desk/directory/{theirs.pk}"
    assert sana.post(f"{address}/join", {**key(), "other": ours.pk}).status_code in (403, 404)
    assert tess.post(f"{address}/join", {**key(), "other": ours.pk}).status_code == 302
    page = tess.get(address).content.decode()
    assert f"/desk/directory/{ours.pk}" in page
    assert "which is the one to use" in page
    assert tess.post(f"{address}/part", key()).status_code == 302
    assert "which is the one to use" not in tess.get(address).content.decode()


def test_a_list_of_one_pair_takes_as_many_questions_as_one_of_three(
    company, in_bow, django_assert_max_num_queries
):
    tess = company.client("tess")
    for count in (1, 3):
        for number in range(count):
            add(in_bow, f"Walk {number} {count}", email=f"w{number}{count}@walk.example")
        with django_assert_max_num_queries(18):
            assert tess.get(TWICE).status_code == 200


def test_the_two_are_set_side_by_side_and_the_fuller_is_said(company, in_bow):
    add(in_bow, "Bow Choir", email="sing@bow.example", cost="£2", phone="020 7946 0001")
    from_feed(in_bow, "Choir, Bow", postcode="E3 3PN")
    tess = company.client("tess")
    Service.objects.filter(name="Choir, Bow").update(email="sing@bow.example")
    page = tess.get(TWICE).content.decode()
    [pair] = side_by_side.side_by_side(queries.listed_twice([cast.BOW]), dates.today())
    differing = {line.what for line in pair.lines if line.differs}
    assert {"Name", "Where", "Cost"} <= differing
    assert "E-mail" not in differing
    assert "Differs" in page
    fuller = "first" if pair.fuller == pair.one else "second"
    assert pair.fuller is not None
    assert f"The {fuller} says more" in page


def test_neither_is_preferred_when_both_say_as_much(company, in_bow):
    for name in ("Bow Choir", "Choir of Bow"):
        add(in_bow, name, email="sing@bow.example")
    Service.objects.filter(name="Choir of Bow").update(feed=from_feed(in_bow, "Else").feed)
    tess = company.client("tess")
    page = tess.get(TWICE).content.decode()
    assert "Neither says more" in page
    assert page.count("nhsuk-button--secondary") >= 3


def test_within_one_source_the_same_name_and_postcode_is_needed(in_bow):
    for name, key, postcode in (
        ("Tea Dance", "1", "E3 3HJ"), ("Tea dance!", "2", "E3 3HJ"), ("Tea Dance", "3", "E3 3PN"),
        ("Tea Dances", "4", "E3 3HJ"),
    ):  # fmt: skip
        facts = ServiceFacts(
            source_id=key, fingerprint="1", name=name, phone="020 7946 0123",
            places=(PlaceFacts(postcode=postcode),),
        )  # fmt: skip
        actions.take_in_feed(
            by=in_bow, scheme_id=cast.BOW, source="sheet:ours", version="sheet", services=[facts],
            is_whole=lambda: False,
        )  # fmt: skip
    assert pairs() == [{"Tea Dance", "Tea dance!"}]
