"""Looking for a service for nobody in particular, and keeping the directory."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kith.audit.models import Entry
from kith.directory import actions
from kith.directory.facts import PlaceFacts, SessionFacts
from kith.directory.models import Place, Service, Session
from kith.isolation import context
from kith.organisations.models import Membership
from kith.people.models import Person
from kith.vocabulary import gender
from tests import cast
from tests.unit.pathway.stories import a_case

FIND = "/desk/directory"


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_page_lists_what_fits_with_why_and_what_was_left_out(company, services):
    page = company.client("nadia").get(
        FIND, {"asked": "1", "near": "e33pn", "within": "5", "foundations": "belonging"}
    )
    assert "2 services fit" in text(page)
    assert "Tuesdays, midday to 2pm" in text(page)
    assert "1 service further away" in text(page)
    assert "Near e33pn" in text(page) or "Near E3 3PN" in text(page)


def test_each_chip_leads_to_the_search_without_it(company, services):
    page = company.client("nadia").get(FIND, {"asked": "1", "words": "walking", "wishes": "online"})
    assert "Nothing fits all of this" in text(page)
    assert f'href="{FIND}?asked=1&amp;words=walking"' in page.content.decode()
    wider = company.client("nadia").get(f"{FIND}?asked=1&words=walking")
    assert "Green Walking Group" in text(wider)


@pytest.mark.parametrize(
    "asked",
    [
        {"near": "London"},
        {"age": "old"},
        {"foundations": "luck"},
        {"within": "1000"},
        {"language": "xx"},
        {"words": "a\x00b"},
    ],
)
def test_what_cannot_be_asked_is_said_and_never_breaks(company, services, asked):
    page = company.client("nadia").get(FIND, {"asked": "1", **asked})
    assert page.status_code == 400
    assert "There is a problem" in text(page)


def test_a_search_for_someone_is_noted_and_needs_the_right_in_their_scheme(company, services):
    case = a_case()
    asked = {"for": str(case.person_id)}
    assert company.client("nadia").get(FIND, asked).status_code == 200
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        seen = Entry.objects.get(action="record.opened", person_id=case.person_id)
        assert seen.subject_type == "directory:find"
        # Bea works in Poplar, and in Bow only answers for people's data.
        Membership.objects.filter(name="Bea Halloran", scheme_id=cast.BOW).update(
            roles=["privacylead"]
        )
    bea = company.client("bea")
    assert bea.get(f"/desk/people/{case.person_id}").status_code == 200
    assert bea.get(FIND).status_code == 200
    assert bea.get(FIND, asked).status_code == 404


def test_what_is_for_women_only_is_left_out_for_a_man_until_that_is_left_aside(company, services):
    case, nadia = a_case(), company.client("nadia")
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        Service.objects.filter(pk=services["walk"].pk).update(is_women_only=True)
        Person.objects.filter(pk=case.person_id).update(gender=gender.MALE)
    page = text(nadia.get(FIND, {"for": str(case.person_id)}))
    assert "A man, so nothing that is for women only" in page
    assert "1 service for women only" in page
    assert "Green Walking Group" not in page
    aside = {"for": str(case.person_id), "asked": "1", "use": "home"}
    assert "Green Walking Group" in text(nadia.get(FIND, aside))


@pytest.mark.parametrize("asked", [{"page": "999"}, {"page": "x"}, {"near": "BT1 1AA"}])
def test_odd_addresses_are_answered(company, services, asked):
    assert company.client("nadia").get(FIND, {"asked": "1", **asked}).status_code in (200, 400)
    assert company.client("nadia").get(FIND, {"for": "nobody"}).status_code == 404


def test_a_service_is_read_confirmed_and_corrected(company, services, key):
    lunch = services["lunch"]
    address = reverse("directory:service", args=[lunch.pk])
    assert "Bengali" in text(company.client("nadia").get(address))
    confirm = {**key(), "how": "phone"}
    done = company.client("nadia").post(reverse("directory:confirm", args=[lunch.pk]), confirm)
    assert done.status_code == 302
    assert "by Nadia Rahman" in text(company.client("nadia").get(address))
    edit = reverse("directory:edit", args=[lunch.pk])
    assert company.client("nadia").get(edit).status_code == 403
    shown = company.client("tess").get(edit)
    assert "E14 6AH" in shown.content.decode()
    with context.in_scheme(cast.BOW, actor="tests"):
        seen = Service.objects.get(pk=lunch.pk).version
    typed = {
        "version": seen,
        "name": "Lunch at Chrisp Street",
        "session_0_days": ["WE"],
        "session_0_opens": "11.30",
        "place_0_postcode": "E3 5ES",
        "terms": "soup, company",
    }
    saved = company.client("tess").post(edit, {**key(), **typed})
    assert saved.status_code == 302
    with context.in_scheme(cast.BOW, actor="tests"):
        row = Service.objects.get(pk=lunch.pk)
        assert row.name == "Lunch at Chrisp Street"
        assert [term["name"] for term in row.terms] == ["soup", "company"]
        assert Place.objects.get(service=row).postcode == "E3 5ES"
        assert Session.objects.get(service=row).days == ["WE"]


def test_a_service_is_added_and_a_bad_one_keeps_what_was_typed(company, key):
    tess = company.client("tess")
    bad = tess.post(
        "/desk/directory/add",
        {**key(), "name": "Choir", "place_0_postcode": "here", "description": "We sing"},
    )
    assert bad.status_code == 400
    assert "We sing" in bad.content.decode()
    typed = {"name": "Choir", "foundations": ["purpose"]}
    unsaid = tess.post("/desk/directory/add", {**key(), **typed})
    assert unsaid.status_code == 400
    assert "Say whether you made sure of it today" in unsaid.content.decode()
    good = tess.post("/desk/directory/add", {**key(), **typed, "checked": "no"})
    assert good.status_code == 302
    assert "Nobody has said when this was last checked" in tess.get(good.url).content.decode()
    with context.in_scheme(cast.BOW, actor="tests"):
        row = Service.objects.get(name="Choir")
        assert (row.assured_on, row.assured_by, row.assured_how) == (None, "", "")
    rung = tess.post("/desk/directory/add", {**key(), "name": "Band", "checked": "phone"})
    shown = tess.get(rung.url).content.decode()
    assert "by Tess Whitlock by telephone" in shown
    assert company.client("nadia").post("/desk/directory/add", key()).status_code == 403


def test_of_a_feed_s_entry_everything_can_be_put_right(company, services, key):
    from kith.directory.models import Feed

    with context.in_scheme(cast.BOW, actor="tests"):
        feed = Feed.objects.create(scheme_id=cast.BOW, source="https://feed.example")
        Service.objects.filter(pk=services["walk"].pk).update(feed=feed, source_id="1")
    tess, edit = company.client("tess"), reverse("directory:edit", args=[services["walk"].pk])
    page = tess.get(edit)
    assert "comes from a directory feed" in text(page)
    assert 'name="place_0_name"' in page.content.decode()
    assert 'name="organisation_name"' in page.content.decode()
    with context.in_scheme(cast.BOW, actor="tests"):
        seen = {"version": Service.objects.get(pk=services["walk"].pk).version}
    assert (
        tess.post(
            edit, {**key(), **seen, "name": "Green Walking Group", "foundations": ["hope"]}
        ).status_code
        == 302
    )
    with context.in_scheme(cast.BOW, actor="tests"):
        assert Service.objects.get(pk=services["walk"].pk).foundations == ["hope"]


def test_what_has_to_be_asked_stands_apart_with_its_own_count(company, services, in_bow):
    ask = {"asked": "1", "wishes": "women"}
    client = company.client("nadia")
    assert "services may fit" in text(client.get(FIND, ask))
    actions.edit_service(by=in_bow, service=services["walk"], is_women_only=True)
    page = client.get(FIND, ask)
    assert re.search(r"1 service fits, and \d more may", text(page))
    first, rest = page.content.decode().split("Not all of it is known: ask them")
    assert "Green Walking Group" in first
    assert "Chrisp Street Lunch Club" in rest
    assert "Not all of it is known" not in text(client.get(FIND))


def test_a_card_says_what_happens_there_for_whom_and_whether_somebody_says_it_is_wrong(
    company, services, in_bow
):
    walk, client = services["walk"], company.client("nadia")
    actions.edit_service(
        by=in_bow, service=walk, description="An hour by the canal.", eligibility="Anybody in Bow"
    )
    shown = text(client.get(FIND, {"asked": "1", "words": "walking"}))
    assert "An hour by the canal." in shown
    assert "Who it is for: Anybody in Bow" in shown
    assert "Reported as wrong" not in shown
    actions.report_wrong(by=in_bow, service=walk, text="Closed since May")
    assert "Reported as wrong" in text(client.get(FIND, {"asked": "1", "words": "walking"}))


def test_pages_turn_when_there_are_many(company, in_bow):
    for number in range(21):
        actions.add_service(by=in_bow, scheme_id=cast.BOW, name=f"Group {number:02}")
    page = company.client("nadia").get(FIND)
    assert "21 services in the directory" in text(page)
    assert "?page=2" in page.content.decode()
    for number, cards in (("2", 1), ("99", 1), ("99999999", 20), ("-1", 20), ("two", 20)):
        shown = company.client("nadia").get(FIND, {"page": number}).content.decode()
        assert shown.count("kith-card__heading") == cards
        assert 'aria-current="page"' in shown
        assert "21 services in the directory" in shown


def test_a_longer_directory_costs_no_more_statements(company, in_bow):
    counts = []
    for more in (2, 38):
        for number in range(more):
            actions.add_service(
                by=in_bow, scheme_id=cast.BOW, name=f"Walk {more} {number}", languages=["Polish"],
                places=[PlaceFacts(postcode="E3 3PN")], sessions=[SessionFacts("WEEKLY", ("MO",))],
            )  # fmt: skip
        asked = {"asked": "1", "words": "walk on mondays", "near": "E3 4AA", "language": "pl"}
        with CaptureQueriesContext(connection) as captured:
            assert "Walk" in text(company.client("nadia").get(FIND, asked))
        counts.append(len(captured))
    assert counts[0] == counts[1]
