"""The week and the month: what stands on each day, for whom, and nothing of anybody else's."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.organisations import actions as organisations
from kith.pathway.caseload import actions as caseload
from kith.pathway.contacts import actions as contacts
from kith.pathway.plans import actions as plans
from kith.ui.dates import LONDON
from tests import cast
from tests.conftest import Company
from tests.unit.desk.people import case_of, member
from tests.unit.meetings.people import a_huddle

MONDAY = dt.datetime(2026, 11, 30, 8, 0, tzinfo=LONDON)


@pytest.fixture
def a_week(in_bow: object) -> None:
    """Amina on Tuesday at ten, Bert promised for Wednesday at three, Chidi reviewed on Thursday."""
    with time_machine.travel(MONDAY, tick=False):
        amina, bert, chidi = (case_of(number=n, in_days=None, days_ago=20) for n in range(3))
        contacts.plan_contact(
            by=cast.TESTS, person=amina.person, medium="01", minutes=60, place="Library",
            planned_for=MONDAY + dt.timedelta(days=1, hours=2),
        )  # fmt: skip
        caseload.set_next_step(
            by=cast.TESTS, case=bert, text="Ring the landlord", on=dt.date(2026, 12, 2),
            time=dt.time(15),
        )  # fmt: skip
        plans.start(by=cast.TESTS, case=chidi)
        plans.set_review(by=cast.TESTS, case=chidi, on=dt.date(2026, 12, 3))


def test_a_week_says_what_stands_on_each_day_in_the_order_of_its_hours(
    company: Company, a_week: None
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        page = company.client("nadia").get("/desk/week").content.decode()
    for first, then in (
        ("30 November to 6 December 2026", "Tuesday 1 December 2026"),
        ("Monday 30 November 2026, today", "10am"),
        ("10am", "Amina Begum"), ("Face to face, Library, 60 minutes", "Wednesday 2 December"),
        ("3pm", "Bert Coker"), ("Ring the landlord", "Chidi Eze"), ("Review of the plan", "Friday"),
    ):  # fmt: skip
        assert page.index(first) < page.index(then), (first, then)
    before = company.client("nadia").get("/desk/week?on=2026-11-23").content.decode()
    assert "Amina" not in before
    assert before.count("Nothing.") == 7


def test_a_month_lists_its_days_and_counts_them(company: Company, a_week: None) -> None:
    page = company.client("nadia").get("/desk/month?on=2026-12").content.decode()
    assert '<h1 class="nhsuk-heading-l">December 2026</h1>' in page
    assert page.index("Amina Begum") < page.index("How much stands on each day")
    assert 'href="#day-2026-12-01"' in page
    assert "Christmas Day" in page
    empty = company.client("nadia").get("/desk/month?on=2027-05").content.decode()
    assert "May Day" in empty


def test_what_is_called_off_or_another_teams_is_not_there(company: Company, a_week: None) -> None:
    for name in ("sam", "sana", "bea"):
        page = company.client(name).get("/desk/week?on=2026-12-01").content.decode()
        assert "Amina" not in page, name
        assert "Bert" not in page, name
    with time_machine.travel(MONDAY, tick=False):
        case = case_of(number=4, in_days=None)
        planned = contacts.plan_contact(
            by=cast.TESTS, person=case.person, planned_for=MONDAY + dt.timedelta(days=2)
        )
        contacts.cancel(by=cast.TESTS, contact=planned, by_person=True)
    page = company.client("nadia").get("/desk/week?on=2026-12-01").content.decode()
    assert "Élodie" not in page


def test_days_away_and_those_of_whom_one_covers_stand_there_too(
    company: Company, a_week: None
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        organisations.add_absence(
            by=cast.TESTS, member=member("Nadia"), cover=member("Bea"),
            from_date=MONDAY.date(), to_date=MONDAY.date() + dt.timedelta(days=4),
        )  # fmt: skip
        own = company.client("nadia").get("/desk/week").content.decode()
        theirs = company.client("bea").get("/desk/week").content.decode()
    assert own.count("You are away (leave); Bea Halloran covers") == 5
    assert "Nadia Rahman’s" in theirs
    assert "Amina Begum" in theirs


@pytest.mark.parametrize(
    "on", ["", "2026-13-01", "yesterday", "0001-01-01", "9999-12", "\x00", "2026"]
)
@pytest.mark.parametrize("unit", ["week", "month"])
def test_a_day_that_is_none_is_today(company: Company, in_bow: object, unit: str, on: str) -> None:
    page = company.client("nadia").get(f"/desk/{unit}", {"on": on})
    assert page.status_code == 200
    assert str(timezone.localdate().year) in page.content.decode()


@pytest.mark.parametrize("unit", ["week", "month"])
def test_three_of_everything_take_as_many_reads_as_one(
    company: Company, in_bow: object, unit: str
) -> None:
    client = company.client("nadia")

    def fill(number: int) -> int:
        case = case_of(number=number, in_days=0)
        soon = timezone.now() + dt.timedelta(minutes=number + 1)
        contacts.plan_contact(by=cast.TESTS, person=case.person, planned_for=soon)
        plans.start(by=cast.TESTS, case=case)
        plans.set_review(by=cast.TESTS, case=case, on=timezone.localdate())
        a_huddle(asked=("Nadia",))
        client.get(f"/desk/{unit}")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/desk/{unit}")
        return len(captured)

    at_one = fill(0)
    fill(1)
    assert fill(2) == at_one
    assert at_one <= 25
