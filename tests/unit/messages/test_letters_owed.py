"""Letters that we owe are counted, with the oldest, where a team lead looks every day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.isolation.actor import Actor
from kith.messages import actions, queries
from kith.messages.models import Letter
from kith.people.models import Person
from kith.ui.dates import today
from kith.vocabulary import working_days
from tests.unit.desk.people import case_of
from tests.unit.messages.test_letters_and_emails import stored


def counted(company: Any, who: str = "tess") -> str:
    page = company.client(who).get("/desk/team").content.decode()
    return str(page.split('id="owed"')[1].split("Waiting too long, or nearly")[0])


@pytest.fixture
def person(in_bow: Actor) -> Person:
    return case_of("Nadia").person


def test_team_counts_them_until_they_went(company: Any, in_bow: Actor, person: Person) -> None:
    assert "None: every letter that was made has gone." in counted(company)
    rows = [stored(in_bow, person_id=person.pk) for _ in range(3)]
    assert "3 letters to send" in counted(company)
    actions.mark_sent(by=in_bow, letter=rows[0], how="By post")
    actions.mark_not_needed(by=in_bow, letter=rows[1], reason="Handed over")
    shown = counted(company)
    assert "1 letter to send" in shown
    assert "Late" not in shown


def test_the_oldest_is_named_and_late_after_a_working_week(
    company: Any, in_bow: Actor, person: Person
) -> None:
    stored(in_bow, person_id=person.pk)
    old, day = stored(in_bow, person_id=person.pk), today()
    while working_days.add(day, 5) >= today():
        day -= dt.timedelta(days=1)
    made = dt.datetime.combine(day, dt.time(12), dt.UTC)
    Letter.objects.filter(pk=old.pk).update(created_at=made)
    shown = counted(company)
    assert "Late" in shown
    assert f"{(today() - day).days} days ago" in shown


def test_of_people_one_may_not_see_nothing_is_counted(
    company: Any, in_bow: Actor, person: Person
) -> None:
    stored(in_bow, person_id=person.pk)
    assert queries.owed(company.actor("sana"))[0] == 0
    assert queries.owed(company.actor("sam"))[0] == 0
    assert queries.owed(company.actor("tess"))[0] == 1


def test_team_reads_them_at_once(company: Any, in_bow: Actor, person: Person) -> None:
    tess, took = company.client("tess"), []
    for _ in range(3):
        stored(in_bow, person_id=person.pk)
        tess.get("/desk/team")
        with CaptureQueriesContext(connection) as captured:
            tess.get("/desk/team")
        took.append(len(captured))
    assert took[2] == took[0]
