"""Finding a person, and who looked at whom."""

from __future__ import annotations

import sys

import pytest
from django.test import Client
from django.urls import get_resolver

from kith.desk.presenters.access import PAGES
from tests.conftest import Company
from tests.unit.desk.people import case_of, member


def found(client: Client, typed: str) -> str:
    answer = client.post("/desk/search", {"q": typed})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    "typed", ["begum", "Amina", "999 000 0018", "07700 900100", "14/03/1950", "  AMINA   begum "]
)
def test_a_person_is_found_by_name_number_phone_or_birth(
    company: Company, in_bow: object, typed: str
) -> None:
    case = case_of(who={"nhs_number": "9990000018"})
    page = found(company.client("nadia"), typed)
    assert "1 person fits" in page
    assert f"/desk/people/{case.person_id}" in page
    assert "Waiting for a first call" in page


@pytest.mark.parametrize("typed", ["", "zzz", "\x00", "%", "1" * 5000, "\u202e", "'; --"])
def test_what_fits_nobody_says_so(company: Company, in_bow: object, typed: str) -> None:
    case_of()
    assert "Amina Begum" not in found(company.client("nadia"), typed)


def test_only_people_one_may_see_are_found(company: Company, in_bow: object) -> None:
    case_of()
    assert "Amina Begum" in found(company.client("nadia"), "Amina")
    assert "Amina Begum" in found(company.client("priya"), "Amina")
    for name in ("sam", "sana"):
        assert "Amina Begum" not in found(company.client(name), "Amina")
    assert company.client("ruth").post("/desk/search", {"q": "Amina"}).status_code == 403


def test_the_box_at_the_top_posts_there_for_those_who_may(company: Company) -> None:
    assert 'action="/desk/search"' in company.client("nadia").get("/desk/").content.decode()
    assert 'action="/desk/search"' not in company.client("fay").get("/home").content.decode()


def test_an_address_never_holds_what_was_typed(company: Company, in_bow: object) -> None:
    case_of()
    page = company.client("nadia").get("/desk/search?q=Amina").content.decode()
    assert "Amina Begum" not in page
    assert 'method="post"' in page


def test_the_log_is_narrowed_by_person_and_by_staff(company: Company, in_bow: object) -> None:
    amina, bert = case_of(number=0), case_of(number=1)
    nadia, priya = company.client("nadia"), company.client("priya")
    nadia.get(f"/desk/people/{amina.person_id}")
    priya.get(f"/desk/people/{bert.person_id}")
    pia = company.client("pia")
    log = pia.get("/desk/access-log").content.decode()
    assert "Amina Begum" in log
    assert "Bert Coker" in log
    mine = _rows(pia, f"?staff={member('Nadia').pk}")
    assert "Amina Begum" in mine
    assert "Bert Coker" not in mine
    one = _rows(pia, f"?person={bert.person_id}")
    assert "Priya Nair" in one
    assert "Amina Begum" not in one
    assert "Amina Begum" in _rows(pia, "?staff=nonsense&person=%00&page=x")


def test_the_log_says_in_words_which_page_was_opened(company: Company, in_bow: object) -> None:
    case = case_of()
    company.client("nadia").get(f"/desk/plans/{case.pk}")
    shown = _rows(company.client("pia"), "")
    assert "Opened the plan" in shown
    assert "plans:plan" not in shown


def test_every_page_named_in_the_log_is_one() -> None:
    views = {
        f"{found.app_name}:{pattern.name}"
        for found in get_resolver().url_patterns
        if hasattr(found, "url_patterns")
        for pattern in found.url_patterns
    }
    assert set(PAGES) <= views


def _rows(client: Client, query: str) -> str:
    page = client.get(f"/desk/access-log{query}").content.decode()
    return page[page.index("<tbody") :]


def test_the_log_is_for_those_who_answer_for_it(company: Company, in_bow: object) -> None:
    case = case_of()
    company.client("nadia").get(f"/desk/people/{case.person_id}")
    assert "Amina Begum" in _rows(company.client("mo"), "")
    for name in ("nadia", "tess", "ruth"):
        assert company.client(name).get("/desk/access-log").status_code == 403
    assert "Amina Begum" not in _rows(company.client("max"), "")


def test_of_a_long_log_the_newest_lines_are_counted_and_no_more(
    company: Company, in_bow: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = case_of(number=0)
    pia = company.client("pia")
    assert "These are the newest" not in pia.get("/desk/access-log").content.decode()
    monkeypatch.setattr(sys.modules["kith.desk.views.access_log"], "MOST", 3)
    page = pia.get("/desk/access-log").content.decode()
    assert "These are the newest 3." in page
    assert page.count('class="nhsuk-table__row') == 3
    # One person's own lines are all there, found by an index.
    looked = pia.get(f"/desk/people/{case.person_id}/looked").content.decode()
    assert looked.count('class="nhsuk-table__row') > 3
