"""Caseload: who are my forty, and who am I losing?"""

from __future__ import annotations

import datetime as dt
import re
import sys

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.organisations.models import Membership
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.contacts import actions as contacts
from kith.pathway.plans import actions as plans
from tests import cast
from tests.conftest import Company
from tests.unit.desk.people import case_of, member

BY = cast.TESTS


def names(client: Client, query: str = "") -> list[str]:
    """The names of the rows, in order."""
    answer = client.get(f"/desk/caseload{query}")
    assert answer.status_code == 200
    rows = re.findall(r'<th scope="row".*?<a[^>]*>([^<]+)</a>', answer.content.decode(), re.S)
    return [name.split()[0] for name in rows]


def talked(case: Case, days_ago: int) -> Case:
    at = timezone.now() - dt.timedelta(days=days_ago)
    contacts.record(by=BY, person=case.person, outcome="reached", at=at)
    return case


def three(company: Company) -> Client:
    """Amina quiet for 3 days and heavier, Bert for 30, Chidi never spoken to and without a step."""
    amina = talked(case_of(number=0, days_ago=31, in_days=9), 3)
    caseload.set_weight(by=BY, case=amina, own_weight=3, own_weight_why="Long calls")
    talked(case_of(number=1, days_ago=40, in_days=2), 30)
    case_of(number=2, days_ago=10, in_days=None)
    return company.client("nadia")


def test_it_starts_with_whom_one_is_losing(company: Company, in_bow: object) -> None:
    assert names(three(company)) == ["Bert", "Chidi", "Amina"]


def test_it_is_sorted_by_the_address(company: Company, in_bow: object) -> None:
    client = three(company)
    assert names(client, "?sort=name") == ["Amina", "Bert", "Chidi"]
    assert names(client, "?sort=name&down=1") == ["Chidi", "Bert", "Amina"]
    assert names(client, "?sort=next") == ["Bert", "Amina", "Chidi"]
    assert names(client, "?sort=weight") == ["Amina", "Bert", "Chidi"]
    assert names(client, "?sort=nonsense&down=x") == ["Bert", "Chidi", "Amina"]


def test_it_is_narrowed_by_stage_and_foundation(company: Company, in_bow: object) -> None:
    client = three(company)
    assert names(client, "?stage=first_call") == ["Chidi"]
    assert names(client, "?stage=talking") == ["Bert", "Amina"]
    case = Case.objects.get(person__first_name="Bert")
    plans.add_need(by=BY, case=case, foundation="money", text="Debt")
    assert names(client, "?foundation=money") == ["Bert"]
    page = client.get("/desk/caseload?foundation=home").content.decode()
    assert "Nobody fits these filters." in page


def test_it_counts_and_says_everything_in_words(company: Company, in_bow: object) -> None:
    client = three(company)
    case = Case.objects.get(person__first_name="Bert")
    plans.add_need(by=BY, case=case, foundation="money", text="Debt")
    page = client.get("/desk/caseload").content.decode()
    assert "3 people · 1 with no next step · 1 without a conversation for 28 days or more" in page
    assert "· weight 8" in page
    assert '<span class="nhsuk-u-visually-hidden">Money</span>' in page
    assert "30 days" in page
    assert "no plan agreed yet, heavier, by the worker’s own word" in page


def test_it_shows_ones_own_and_a_lead_may_open_anothers(company: Company, in_bow: object) -> None:
    case_of("Nadia", 0)
    case_of("Bea", 1)
    tess = company.client("tess")
    assert names(tess) == []
    assert names(tess, "?holder=all&sort=name") == ["Amina", "Bert"]
    assert names(tess, f"?holder={member('Bea').pk}") == ["Bert"]
    assert names(tess, "?holder=nonsense") == []
    # A link worker's own list is theirs, whatever the address asks for.
    assert names(company.client("nadia"), "?holder=all") == ["Amina"]
    assert names(company.client("sam"), "?holder=all") == []
    assert names(company.client("sana"), "?holder=all") == []


def test_forty_take_as_many_queries_as_one(company: Company, in_bow: object) -> None:
    client = company.client("nadia")
    talked(case_of(number=0), 1)
    at_one = _queries(client)
    for number in range(1, 40):
        case_of(number=number)
    assert _queries(client) == at_one
    assert len(names(client)) == 40


def test_a_long_caseload_is_counted_whole_and_shown_a_page_at_a_time(
    company: Company, in_bow: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["kith.desk.views.caseload"], "PER_PAGE", 2)
    client = three(company)
    assert names(client, "?sort=name") == ["Amina", "Bert"]
    assert names(client, "?sort=name&page=2") == ["Chidi"]
    assert names(client, "?sort=name&page=9") == ["Chidi"]
    page = client.get("/desk/caseload?sort=name&stage=talking").content.decode()
    assert "3 people · 1 with no next step" in page
    assert "People, 2 of 3" in page
    page = client.get("/desk/caseload?sort=name").content.decode()
    assert 'href="?sort=name&amp;down=0&amp;page=2"' in page


def _queries(client: Client) -> int:
    client.get("/desk/caseload")
    with CaptureQueriesContext(connection) as captured:
        client.get("/desk/caseload")
    return len(captured)


def test_a_team_page_says_who_waits_and_who_has_nobody(company: Company, in_bow: object) -> None:
    case_of("Nadia", 0, days_ago=20)
    case_of("Bea", 1, days_ago=1)
    at = timezone.now() - dt.timedelta(days=3)
    from tests.unit.desk.people import referred

    by = company.actor("tess")
    caseload.take_on(by=by, referral=referred(number=2, at=at), at=at)
    page = company.client("tess").get("/desk/team").content.decode()
    assert "First try to reach them" in page
    assert "Amina Begum" in page
    assert "Chidi Eze" in page[page.index("Nobody holds these people") :]
    assert page.index("Bea Halloran") < page.rindex("Nadia Rahman")
    assert "Sam Adeyemi" not in page
    assert company.client("nadia").get("/desk/team").status_code == 403


def test_those_who_left_with_people_are_said(company: Company, in_bow: object) -> None:
    case = case_of("Nadia", 0)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Membership.objects.filter(pk=case.holder_id).update(to_date=yesterday)
    page = company.client("tess").get("/desk/team").content.decode()
    assert "Not here, and not covered: Nadia Rahman" in page
    assert "still holds 1 person." in page


def test_of_a_long_list_a_team_page_shows_the_first_and_how_many_there_are(
    company: Company, in_bow: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kith.desk.queries.team.MOST_LISTED", 1)
    case_of("Nadia", 0, days_ago=30)
    case_of("Bea", 1, days_ago=20)
    Case.objects.filter(person__first_name="Bert").update(holder=None)
    page = company.client("tess").get("/desk/team").content.decode()
    assert "Amina Begum" in page[: page.index("Nobody holds these people")]
    assert "2 people wait for something that is late or about to be" in page
    assert "1 to 1 of 2" in page
    assert "Bert Coker" in company.client("tess").get("/desk/team?page=2").content.decode()
    Case.objects.update(holder=None)
    page = company.client("tess").get("/desk/team").content.decode()
    assert "These are 1 of 2." in page


def test_a_team_page_takes_as_many_queries_for_forty_as_for_two(
    company: Company, in_bow: object
) -> None:
    tess = company.client("tess")
    case_of("Nadia", 0, days_ago=30)
    case_of("Nadia", 1, days_ago=30)
    Case.objects.filter(person__first_name="Bert").update(holder=None)
    tess.get("/desk/team")
    with CaptureQueriesContext(connection) as at_two:
        tess.get("/desk/team")
    for number in range(2, 40):
        case_of("Bea" if number % 2 else "Nadia", number, days_ago=number)
    with CaptureQueriesContext(connection) as at_forty:
        tess.get("/desk/team")
    assert len(at_forty) == len(at_two)


def test_a_team_page_counts_every_clock_and_narrows_to_one(
    company: Company, in_bow: object
) -> None:
    from tests.unit.desk.people import referred

    tess, ago = company.client("tess"), dt.timedelta(days=40)
    for number in range(70):  # more than were ever read of one list
        case_of("Nadia", number, days_ago=40)
    referred(number=75, at=timezone.now() - ago)
    page = tess.get("/desk/team").content.decode()
    assert "71 people wait for something" in page
    assert "Read by a person: 1" in page
    assert "First try to reach them: 70" in page
    read = tess.get("/desk/team?clock=read").content.decode()
    assert "Faisal Haque75" in read
    assert "Bert Coker" not in read[: read.index("Nobody holds these people")]
    for wrong in ("clock=%27", "clock=nothing", "page=9999", "page=x"):
        assert tess.get(f"/desk/team?{wrong}").status_code == 200
