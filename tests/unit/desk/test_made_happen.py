"""The private page of what somebody made happen: counted from their own rows, and seen by them alone."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from kith.directory import actions as directory
from kith.pathway.caseload.models import Case
from kith.pathway.connections import actions as connections
from kith.pathway.connections.models import Introduction
from kith.pathway.connections.states import Progress
from kith.pathway.contacts import actions as contacts
from tests import cast
from tests.conftest import Company
from tests.unit.desk.people import case_of
from tests.unit.meetings.people import as_staff

PAGE = "/desk/made-happen"


def introduced(case: Case, *news: Progress, name: str = "Lunch club") -> Introduction:
    """Somebody whom Nadia introduced, and what was heard of it."""
    service = directory.add_service(by=cast.TESTS, scheme_id=cast.BOW, name=name)
    made = connections.introduce(
        by=as_staff("Nadia"), person=case.person, case=case, service=service,
        agreed_fields=["name"], agreed_how="on the phone", agreed_on=timezone.localdate(),
        ask_news_on=timezone.localdate(), keep_safe="Nothing", getting_there="Walks",
    )  # fmt: skip
    for progress in news:
        connections.record_progress(by=cast.TESTS, introduction=made, progress=progress)
    return made


def gained(case: Case, pence: int, often: str, sure: str, by: str = "Nadia", days: int = 0) -> None:
    contacts.give_support(
        by=as_staff(by), case=case, kind="form", money_pence=pence, money_frequency=often,
        money_certainty=sure, given_on=timezone.localdate() - dt.timedelta(days=days),
    )  # fmt: skip


def test_money_is_added_by_how_often_and_how_sure(company: Company, in_bow: object) -> None:
    case = case_of()
    gained(case, 100_000, "yearly", "confirmed")
    gained(case, 50_000, "yearly", "confirmed")
    gained(case, 7_000, "one_off", "estimated")
    gained(case, 900_000, "yearly", "confirmed", days=400)
    gained(case, 33_300, "one_off", "estimated", by="Bea")
    page = company.client("nadia").get(PAGE).content.decode()
    for figure, words in (
        ("£1,500", "a year for people, confirmed"),
        ("£70", "once for people, estimated"),
    ):
        assert page.index(figure) < page.index(words)
    assert "£333" not in page
    assert "once for people, confirmed" not in page
    theirs = company.client("bea").get(PAGE).content.decode()
    assert "£333" in theirs
    assert "£1,500" not in theirs


def test_who_still_goes_counts_once_until_somebody_says_that_they_stopped(
    company: Company, in_bow: object
) -> None:
    first = case_of(number=0, no_risk_known=True)
    introduced(first, Progress.CAME)
    introduced(first, Progress.CAME, name="Choir")
    introduced(
        case_of(number=1, no_risk_known=True), Progress.CAME, Progress.DID_NOT_COME, name="Walks"
    )
    introduced(case_of(number=2, no_risk_known=True), name="Garden")
    page = company.client("nadia").get(PAGE).content.decode()
    assert page.index("1 person") < page.index("still going where you introduced them")
    assert page.index("2 people") < page.index("came at least once")
    assert "0 people" in company.client("bea").get(PAGE).content.decode()


def test_an_empty_year_says_so_and_how_it_would_be_counted(company: Company) -> None:
    page = company.client("nadia").get(PAGE).content.decode()
    assert "£0" in page
    assert "Nobody has written yet" in page
    assert "nobody is compared" in page
    assert company.client("ruth").get(PAGE).status_code == 403
