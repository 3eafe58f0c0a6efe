"""Names and numbers whose use is asked for, and what nothing was found for."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.isolation.context import in_scheme
from kith.pathway.connections import actions, queries
from kith.pathway.connections.models import Signpost, UnmetNeed
from kith.pathway.plans import actions as plans
from kith.resilience.errors import Refused
from kith.ui.dates import today
from tests.cast import BOW, TESTS
from tests.unit.pathway.stories import a_case

MISSING = {"looked_for": "A women’s swimming group", "foundation": "belonging", "why": "far"}


def given(case, **more):
    return actions.signpost(
        by=TESTS, person=case.person, case=case, service_name="Age Concern line", **more
    )


def test_whether_it_was_used_is_asked_for_and_kept(case, in_bow, company):
    row = given(case, ask_news_on=today())
    assert queries.signposts_to_ask([case.holder_id], today()) == [row]
    assert "Age Concern line" in company.client("nadia").get("/desk/").content.decode()
    with pytest.raises(Refused, match="whether they used it"):
        actions.hear_of_signpost(by=TESTS, signpost=row)
    later = today() + datetime.timedelta(days=7)
    actions.hear_of_signpost(by=TESTS, signpost=row, ask_news_on=later)
    assert queries.signposts_to_ask([case.holder_id], today()) == []
    actions.hear_of_signpost(by=TESTS, signpost=row, used="yes", note="Rang them twice")
    row.refresh_from_db()
    assert (row.used, row.ask_news_on, row.news_at is not None) == ("yes", None, True)
    record = company.client("nadia").get(f"/desk/people/{case.person_id}").content.decode()
    assert "They used it" in record
    assert "Rang them twice" in record


def test_the_pages_of_a_name_that_the_directory_does_not_have(case, company, key):
    nadia = company.client("nadia")
    address = f"/desk/connections/signpost/{case.person_id}/elsewhere"
    day = today()
    typed = {"given_on_day": day.day, "given_on_month": day.month, "given_on_year": day.year}
    assert nadia.post(address, {**key(), **typed}).status_code == 400
    assert (
        nadia.post(address, {**key(), **typed, "service_name": "A cousin’s choir"}).status_code
        == 302
    )
    with in_scheme(BOW, actor=TESTS.key):
        row = Signpost.objects.get()
    used = f"/desk/connections/signposts/{row.pk}/used"
    assert nadia.post(used, {**key(), "used": "later"}).status_code == 400
    assert nadia.post(used, {**key(), "used": "no", "note": "Too shy"}).status_code == 302
    for name, status in (("sam", 404), ("sana", 404), ("ruth", 403)):
        assert company.client(name).get(address).status_code == status
        assert company.client(name).get(used).status_code == status


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"looked_for": " "}, "would have fitted"),
        ({"foundation": "luck"}, "what it is about"),
        ({"why": "mood"}, "stood in the way"),
    ],
)
def test_what_is_not_said_is_refused(case, in_bow, typed, sentence):
    with pytest.raises(Refused, match=sentence):
        actions.note_unmet(by=TESTS, scheme_id=BOW, person=case.person, **{**MISSING, **typed})
    assert actions.note_unmet(by=TESTS, scheme_id=BOW, person=case.person, **MISSING).case == case


def test_a_need_of_somebody_else_is_none_of_theirs(case, in_bow):
    need = plans.add_need(by=TESTS, case=case, foundation="belonging", text="Company")
    other = a_case(first_name="Noor")
    with pytest.raises(Refused, match="their own needs"):
        actions.note_unmet(by=TESTS, scheme_id=BOW, person=other.person, need=need, **MISSING)
    assert actions.note_unmet(by=TESTS, scheme_id=BOW, person=case.person, need=need, **MISSING)


def test_from_the_search_and_from_the_record_and_listed_there_until_it_is_met(case, company, key):
    nadia = company.client("nadia")
    search = nadia.get(
        "/desk/directory", {"for": case.person_id, "asked": "1", "words": "swimming"}
    ).content.decode()
    assert f"/desk/connections/unmet/{case.person_id}?words=swimming" in search
    address = f"/desk/connections/unmet/{case.person_id}"
    assert "swimming" in nadia.get(f"{address}?words=swimming").content.decode()
    assert nadia.post(address, {**key(), "looked_for": "Swimming"}).status_code == 400
    assert nadia.post(address, {**key(), **MISSING}).status_code == 302
    record = f"/desk/people/{case.person_id}"
    assert "What we found nothing for" in nadia.get(record).content.decode()
    with in_scheme(BOW, actor=TESTS.key):
        row = UnmetNeed.objects.get()
    met = f"/desk/connections/unmet/{row.pk}/met"
    assert nadia.post(met, {**key(), "words": ""}).status_code == 400
    assert nadia.post(met, {**key(), "words": "A new group at York Hall"}).status_code == 302
    assert "A new group at York Hall" in nadia.get(record).content.decode()
    assert company.client("sam").get(met).status_code == 404


def test_a_search_for_nobody_notes_it_for_the_scheme(company, key, db):
    nadia = company.client("nadia")
    address = f"/desk/connections/unmet/scheme/{BOW}"
    assert address in nadia.get("/desk/directory").content.decode()
    assert nadia.post(address, {**key(), **MISSING}).status_code == 302
    assert company.client("sana").get(address).status_code == 404
    listed = company.client("tess").get("/desk/connections/unmet").content.decode()
    assert "A women’s swimming group" in listed
    assert "Nobody in particular" in listed


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_a_scheme_names_only_whom_the_reader_may_see(company, in_bow, count):
    theirs = a_case(holder="Sam Adeyemi", first_name="Zed")
    for number in range(count):
        case = a_case(first_name=f"Maya{number}")
        for one in (case, theirs):
            actions.note_unmet(by=TESTS, scheme_id=BOW, person=one.person, **MISSING)
    client = company.client("tess")
    page = client.get("/desk/connections/unmet").content.decode()
    assert "Maya0 Okafor" in page
    assert "Zed" not in page
    assert "Somebody of another partner" in page
    with CaptureQueriesContext(connection) as captured:
        client.get("/desk/connections/unmet")
    assert len(captured) == 11
