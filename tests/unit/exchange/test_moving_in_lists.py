"""The lists of moving in: each page reads as often for three rows as for one, and how often is written here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.exchange.moving_in import actions
from kith.exchange.runs import queries as runs
from kith.people import actions as people
from kith.people.models import Person
from tests import cast
from tests.unit.exchange.test_moving_in import in_bow, prepared, taken_in, undone

HEADER = ("Client ID", "Forename", "Surname", "DOB", "Telephone")


def sheet(rows: int, **changed: str) -> dict[str, Any]:
    """A sheet of that many people, each with what is the same for all of them."""
    base = {"surname": "Begum", "born": "02/03/1956"} | changed
    return {
        "people": (
            HEADER,
            *(
                (f"C{n}", f"Person{n}", base["surname"], base["born"], f"07700 90010{n}")
                for n in range(rows)
            ),
        )
    }


def runs_of(mo: Any, rows: int) -> str:
    for _ in range(rows):
        prepared(mo, sheet(1))
    return f"/desk/setup/{cast.BOW}/moving-in"


def one_run(mo: Any, rows: int) -> str:
    return f"/desk/moving-in/{prepared(mo, sheet(rows)).pk}"


def refused_rows(mo: Any, rows: int) -> str:
    return f"/desk/moving-in/{prepared(mo, sheet(rows, born='30/02/1950')).pk}"


def kept_rows(mo: Any, rows: int) -> str:
    """Undone, but for people who were worked on since."""
    run = taken_in(mo, sheet(rows))
    with in_bow():
        for person in Person.objects.all():
            people.edit(by=cast.TESTS, person=person, preferred_name="Mina")
    return f"/desk/moving-in/{undone(mo, run).pk}"


def a_difference(mo: Any, rows: int) -> str:
    """People who joined somebody, and a total that says other."""
    with in_bow():
        for n in range(rows):
            who = people.Who(f"Person{n}", "Begum", dt.date(1956, 3, 2), phone=f"07700 90010{n}")
            people.know(by=cast.TESTS, scheme_id=cast.BOW, who=who)
    run = taken_in(mo, sheet(rows))
    with in_bow():
        run.refresh_from_db()
        actions.say_totals(by=mo, run=run, people=9)
    return f"/desk/moving-in/{run.pk}/difference/people"


def changed_rows(mo: Any, rows: int) -> str:
    """A newer export that says something else of each."""
    taken_in(mo, sheet(rows))
    run = taken_in(mo, sheet(rows, surname="Nunez"))
    with in_bow():
        (file,) = runs.files_of(run)
    return f"/desk/moving-in/sheets/{file.pk}/changed"


PAGES = [
    (runs_of, 11),
    (one_run, 14),
    (refused_rows, 16),
    (kept_rows, 14),
    (a_difference, 17),
    (changed_rows, 21),
]


@pytest.mark.parametrize(("made", "wanted"), PAGES)
@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_reads_as_often_for_three_as_for_one(
    company: Any, made: Callable[[Any, int], str], wanted: int, rows: int
) -> None:
    address, client = made(company.actor("mo"), rows), company.client("mo")
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    assert len(captured) == wanted
