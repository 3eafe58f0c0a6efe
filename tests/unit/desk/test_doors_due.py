"""A warning of an address comes back on the day on which it is to be looked at again."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from kith.organisations import actions as organisations
from kith.pathway.closures import actions as closures
from kith.people import actions as people
from kith.people.models import Person
from kith.ui.dates import today
from tests.cast import TESTS
from tests.conftest import Company
from tests.unit.desk.people import case_of, member

HEADING = "Is it still so at the door?"


def a_dog_at(days: int = 30) -> Person:
    person = case_of().person
    people.warn_of_address(
        by=TESTS, person=person, point=person.contact_points.get(kind="address"), kind="pets",
        text="A dog in the yard", review_on=today() + dt.timedelta(days=days),
    )  # fmt: skip
    return person


def in_days(days: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + dt.timedelta(days=days))


def shown(company: Company, name: str) -> str:
    return company.client(name).get("/desk/").content.decode()


@pytest.mark.parametrize(("after", "there"), [(29, False), (30, True), (90, True)])
def test_it_stands_on_today_from_its_day(
    company: Company, in_bow: object, after: int, there: bool
) -> None:
    a_dog_at()
    with in_days(after):
        page = shown(company, "nadia")
        assert (HEADING in page) is there
        assert ("Animals: A dog in the yard" in page) is there


def test_it_is_asked_of_whoever_looks_after_them_and_of_nobody_else(
    company: Company, in_bow: object
) -> None:
    a_dog_at()
    due = today() + dt.timedelta(days=31)
    organisations.add_absence(
        by=TESTS, member=member("Nadia"), from_date=due, to_date=due, cover=member("Bea")
    )
    with in_days(31):
        assert HEADING in shown(company, "nadia")
        assert HEADING in shown(company, "bea")
        assert HEADING not in shown(company, "sam")


def test_it_is_asked_of_whoever_is_left_in_the_house(company: Company, in_bow: object) -> None:
    first = a_dog_at()
    case_of(number=1)  # at the same address
    closures.close(by=TESTS, case=first.cases.get(), reason="02")
    with in_days(31):
        page = shown(company, "nadia").split(HEADING)[1]
        assert "Bert Coker" in page
        assert "Amina Begum" not in page


def test_where_nobody_is_supported_any_more_nobody_is_asked(
    company: Company, in_bow: object
) -> None:
    person = a_dog_at()
    closures.close(by=TESTS, case=person.cases.get(), reason="02")
    with in_days(31):
        assert HEADING not in shown(company, "nadia")
