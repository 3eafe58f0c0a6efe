"""A try counts only by a way that works and is safe, in words the person understands."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from kith.isolation.actor import Actor
from kith.pathway.contacts import actions, queries
from kith.pathway.contacts.models import Outcome
from kith.pathway.contacts.rules import asks_for, counted_tries, counts_as_try
from kith.people import actions as people
from kith.people.models import Person
from tests.unit.pathway.contacts.test_interpreters import who_speaks_sylheti
from tests.unit.pathway.stories import a_case


def tries(person: Person) -> int:
    return len(counted_tries(queries.contacts_of(person)))


def test_a_dead_number_is_no_try_and_a_working_one_is(in_bow: Actor) -> None:
    person = a_case().person
    day = timezone.now() - datetime.timedelta(days=3)
    actions.record(by=in_bow, person=person, outcome=Outcome.WRONG_NUMBER, at=day)
    assert tries(person) == 0
    actions.record(by=in_bow, person=person, outcome=Outcome.NO_ANSWER)
    assert tries(person) == 1


def test_a_way_that_is_not_safe_is_no_try(in_bow: Actor) -> None:
    person = a_case(safe_for=("text",)).person
    actions.record(
        by=in_bow, person=person, outcome=Outcome.NO_ANSWER, reason="No other way was left"
    )
    assert tries(person) == 0


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ({}, 0),
        ({"as_asked": True}, 1),
        ({"interpreter": "1"}, 1),
        ({"interpreter": "4"}, 0),
    ],
)
def test_a_call_in_a_language_they_do_not_speak_is_no_try(
    in_bow: Actor, said: dict[str, object], counted: int
) -> None:
    person = who_speaks_sylheti().person
    assert asks_for(person) == "in Sylheti"
    actions.record(by=in_bow, person=person, outcome=Outcome.NO_ANSWER, **said)
    assert tries(person) == counted


def test_nor_is_one_by_another_way_than_their_record_asks_for(in_bow: Actor) -> None:
    person = a_case().person
    people.edit(by=in_bow, person=person, access_needs=["contact-by-letter"])
    assert asks_for(person) == "by letter"
    assert not counts_as_try(person, outcome=Outcome.NO_ANSWER, unsafe=False)
    assert counts_as_try(person, outcome=Outcome.NO_ANSWER, unsafe=False, as_asked=True)


def test_who_asks_for_nothing_is_tried_by_any_safe_call(in_bow: Actor) -> None:
    person = a_case().person
    assert asks_for(person) == ""
    assert counts_as_try(person, outcome=Outcome.NO_ANSWER, unsafe=False)
