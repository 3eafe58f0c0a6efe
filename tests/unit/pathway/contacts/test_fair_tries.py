"""A try counts only by a way that works and is safe, in words the person understands."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone

from kith.isolation import context
from kith.isolation.actor import Actor
from kith.pathway.contacts import actions, queries
from kith.pathway.contacts.models import Contact, Outcome
from kith.pathway.contacts.rules import asks_for, counted_tries, counts_as_try
from kith.people import actions as people
from kith.people.models import Person
from tests import cast
from tests.conftest import Company
from tests.unit.pathway.contacts.test_interpreters import who_speaks_sylheti
from tests.unit.pathway.contacts.test_pages import happened, new
from tests.unit.pathway.stories import a_case

Key = Callable[[], dict[str, str]]
CALL, MET, EMAIL, TEXT, LETTER = "02", "01", "05", "06", "letter"


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
    assert asks_for(person, CALL) == "in Sylheti"
    actions.record(by=in_bow, person=person, outcome=Outcome.NO_ANSWER, **said)
    assert tries(person) == counted


def test_nor_is_one_by_another_way_than_their_record_asks_for(in_bow: Actor) -> None:
    person = a_case().person
    people.edit(by=in_bow, person=person, access_needs=["contact-by-letter"])
    assert asks_for(person, CALL) == "by letter"
    no_answer = {"medium": CALL, "outcome": Outcome.NO_ANSWER, "unsafe": False}
    assert not counts_as_try(person, **no_answer)
    assert counts_as_try(person, **no_answer, as_asked=True)


def test_who_asks_for_nothing_is_tried_by_any_safe_call(in_bow: Actor) -> None:
    person = a_case().person
    assert asks_for(person, CALL) == ""
    assert counts_as_try(person, medium=CALL, outcome=Outcome.NO_ANSWER, unsafe=False)


# Each need, the ways it bears on, and those it does not: of all four kinds of the standard.
@pytest.mark.parametrize(
    ("need", "unfair", "fair"),
    [
        ("contact-by-text", (CALL, EMAIL), (TEXT, LETTER)),
        ("contact-by-phone", (TEXT,), (CALL, LETTER)),
        ("contact-through-carer", (CALL, TEXT, LETTER), ()),
        ("braille", (TEXT, EMAIL, LETTER), (CALL, MET)),
        ("easy-read", (TEXT, LETTER), (CALL,)),
        ("spoken", (TEXT, EMAIL, LETTER), (CALL,)),
        ("electronic", (LETTER,), (EMAIL, CALL)),
        ("bsl-video", (CALL, TEXT, LETTER, MET), ()),
        ("bsl-interpreter", (CALL, TEXT, LETTER, MET), ()),
        ("deafblind-interpreter", (CALL, TEXT, MET), ()),
        ("lipspeaker", (CALL, MET), (TEXT,)),
        ("advocate", (CALL, MET), (LETTER,)),
        ("lipreads", (CALL,), (TEXT, MET)),
        ("uses-hearing-aid", (), (CALL, TEXT, MET)),
    ],
)
def test_a_need_bears_on_the_ways_it_is_about(
    in_bow: Actor, need: str, unfair: tuple[str, ...], fair: tuple[str, ...]
) -> None:
    person = a_case().person
    people.edit(by=in_bow, person=person, access_needs=[need])
    said = {"outcome": Outcome.NO_ANSWER, "unsafe": False}
    assert [way for way in unfair if counts_as_try(person, medium=way, **said)] == []
    assert [way for way in fair if not counts_as_try(person, medium=way, **said)] == []
    assert all(counts_as_try(person, medium=way, **said, as_asked=True) for way in unfair)


def test_an_interpreter_meets_what_is_said_and_not_how_they_are_reached(in_bow: Actor) -> None:
    person = a_case().person
    people.edit(by=in_bow, person=person, access_needs=["bsl-interpreter", "contact-by-letter"])
    assert asks_for(person, MET, interpreter="1") == "by letter"
    people.edit(by=in_bow, person=person, access_needs=["bsl-interpreter"])
    assert asks_for(person, MET, interpreter="1") == ""
    assert asks_for(person, MET, interpreter="5") == "with a British Sign Language interpreter"


def test_a_text_to_somebody_deaf_who_asks_for_texts_is_fair(in_bow: Actor) -> None:
    person = a_case().person
    people.edit(by=in_bow, person=person, access_needs=["bsl-interpreter", "contact-by-text"])
    assert asks_for(person, TEXT) == ""
    assert asks_for(person, CALL) == "by text message and with a British Sign Language interpreter"
    people.edit(
        by=in_bow, person=person, access_needs=["bsl-interpreter", "braille"],
        needs_interpreter=True, language="bg",
    )  # fmt: skip
    assert asks_for(person, LETTER) == (
        "in Bulgarian, read with whoever interprets for them and in braille"
    )


def test_the_page_asks_in_the_words_of_the_need(company: Company, key: Key) -> None:
    case, nadia = a_case(), company.client("nadia")
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        people.edit(by=cast.TESTS, person=case.person, access_needs=["bsl-interpreter"])
    shown = nadia.get(new(case, "no_answer")).content.decode()
    assert "Was it with a British Sign Language interpreter, as they need it?" in shown
    for typed in ({}, {"as_asked": "yes"}):
        answer = nadia.post(new(case, "no_answer"), {**key(), **happened(**typed)})
        assert answer.status_code == 302
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        found = Contact.objects.order_by("created_at")
        assert [row.counts for row in found] == [False, True]
