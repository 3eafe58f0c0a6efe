"""What is written and asks for an answer is a try; nobody is given up who is a child or at risk."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone

from kith.isolation import context
from kith.isolation.actor import Actor
from kith.pathway.caseload.models import Case
from kith.pathway.contacts import actions, presenters, queries
from kith.pathway.contacts.models import Contact
from kith.pathway.contacts.presenters import CHOICES, RARE
from kith.pathway.contacts.rules import Proposal, counted_tries
from kith.pathway.referrals.models import WordBack
from kith.people import actions as people
from kith.people.models import ContactPoint, Person
from kith.ui.dates import LONDON, today
from tests import cast
from tests.conftest import Company
from tests.unit.pathway.contacts.test_pages import day, happened, new
from tests.unit.pathway.stories import a_case

Key = Callable[[], dict[str, str]]
ALL = ("call", "voicemail", "text")
NO_ANSWER, SENT = CHOICES[1], RARE[1]


def ago(days: int, hour: int) -> datetime.datetime:
    on = today() - datetime.timedelta(days=days)
    return datetime.datetime.combine(on, datetime.time(hour), tzinfo=LONDON)


def somebody(**who: object) -> Person:
    person = a_case(**who).person
    people.add_contact_point(
        by=cast.TESTS, person=person, kind="address", value="5 Fictional Row", safe_for=("letter",)
    )
    return person


def text(person: Person, days: int, hour: int, *, asks_answer: bool = True) -> Contact:
    return actions.record(
        by=cast.TESTS, person=person, outcome="sent", medium="06", asks_answer=asks_answer,
        at=ago(days, hour),
    )  # fmt: skip


def call(person: Person, days: int, hour: int) -> Contact:
    return actions.record(by=cast.TESTS, person=person, outcome="no_answer", at=ago(days, hour))


def next_after(person: Person, medium: str = "02") -> Proposal:
    return presenters.proposal_after(person, NO_ANSWER, medium, timezone.now())


def test_two_calls_and_a_text_are_three_tries_and_then_comes_the_letter(in_bow: Actor) -> None:
    person = somebody(safe_for=ALL)
    call(person, 5, 10)
    call(person, 3, 14)
    text(person, 2, 18)
    assert len(counted_tries(queries.contacts_of(person))) == 3
    assert next_after(person).text == "Send a letter"
    assert presenters.first_medium(person, SENT) == "letter"
    assert WordBack.objects.filter(referral__person=person, kind="could_not_reach").exists()


def test_what_is_sent_after_tries_is_taken_for_one_and_after_a_talk_it_is_not(
    company: Company,
) -> None:
    nadia = company.client("nadia")
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        tried = somebody(safe_for=ALL)
        call(tried, 5, 10)
        call(tried, 3, 14)
        talked = somebody(safe_for=ALL, first_name="Rosa", last_name="Diaz")
        actions.record(by=cast.TESTS, person=talked, outcome="reached", at=ago(3, 14))
    address = "/desk/contacts/new/{}?outcome=sent"
    shown = nadia.get(address.format(tried.pk)).content.decode()
    assert 'value="Send a letter"' in shown
    shown = nadia.get(address.format(talked.pk)).content.decode()
    assert 'value="Talk again"' in shown
    assert "not in their language" not in shown


def test_who_is_safe_for_texts_only_is_tried_by_texts(in_bow: Actor) -> None:
    person = somebody(safe_for=("text",))
    for days, hour in ((6, 10), (4, 14), (2, 18)):
        text(person, days, hour)
    assert next_after(person, "06").text == "Send a letter"


@pytest.mark.parametrize("asks_answer", [True, False])
def test_what_asks_for_no_answer_is_no_try(in_bow: Actor, asks_answer: bool) -> None:
    person = somebody(safe_for=ALL)
    text(person, 2, 10, asks_answer=asks_answer)
    assert len(counted_tries(queries.contacts_of(person))) == asks_answer


def test_the_text_before_ringing_is_no_try(company: Company, key: Key) -> None:
    case = a_case(safe_for=ALL)
    tomorrow = today() + datetime.timedelta(days=1)
    while tomorrow.weekday() > 4:
        tomorrow += datetime.timedelta(days=1)
    typed = {**key(), **day("on", tomorrow), "time": "2pm", "ring_from": "07700 900101"}
    sent = company.client("nadia").post(f"/desk/contacts/text/{case.person_id}", typed)
    assert sent.status_code == 302
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert Contact.objects.get(outcome="sent").counts is False


@pytest.mark.parametrize(("said", "counts"), [("yes", True), ("no", False), ("", False)])
def test_the_page_asks_whether_it_asked_for_an_answer(
    company: Company, key: Key, said: str, counts: bool
) -> None:
    case, nadia = a_case(safe_for=ALL), company.client("nadia")
    page = nadia.get(new(case, "sent")).content.decode()
    assert "Does it ask them to get in touch?" in page
    assert (
        "Does it ask them to get in touch?"
        not in nadia.get(new(case, "no_answer")).content.decode()
    )
    typed = {**key(), **happened(medium="06", asks_answer=said)}
    assert nadia.post(new(case, "sent"), typed).status_code == 302
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert Contact.objects.get(outcome="sent").counts is counts


class TestAfterTheLetter:
    """When the tries are spent and the letter has gone."""

    @staticmethod
    def spent(person: Person) -> Proposal:
        for days, hour in ((9, 10), (8, 14), (7, 18)):
            call(person, days, hour)
        actions.record(
            by=cast.TESTS, person=person, outcome="sent", medium="letter", asks_answer=True,
            at=ago(5, 10),
        )  # fmt: skip
        return next_after(person)

    def test_finishing_may_be_considered(self, in_bow: Actor) -> None:
        found = self.spent(somebody(safe_for=ALL))
        assert found.text == "Decide with your team lead whether to finish"

    def test_but_not_of_a_child(self, in_bow: Actor) -> None:
        born = today() - datetime.timedelta(days=3300)
        found = self.spent(somebody(safe_for=ALL, born=born))
        assert (found.text, found.why) == (presenters.ASK_LEAD, presenters.A_CHILD)

    def test_nor_of_somebody_at_risk(self, in_bow: Actor) -> None:
        person = somebody(safe_for=ALL)
        people.state_risk(
            by=in_bow, person=person, text="Takes nothing but tea", stated_by_name="Dr Abelson",
            stated_on=today(),
        )  # fmt: skip
        found = self.spent(person)
        assert (found.text, found.why) == (presenters.ASK_LEAD, presenters.A_RISK)


@pytest.mark.parametrize(("which", "left"), [("theirs", 0), ("none", 1)])
def test_a_dead_number_comes_off_the_record_in_the_same_press(
    company: Company, key: Key, which: str, left: int
) -> None:
    case, nadia = a_case(safe_for=ALL), company.client("nadia")
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        point = ContactPoint.objects.get(person=case.person, kind="phone")
    page = nadia.get(new(case, "wrong_number")).content.decode()
    assert "Which number does not work?" in page
    dead = str(point.pk) if which == "theirs" else which
    answer = nadia.post(new(case, "wrong_number"), {**key(), **happened(dead=dead)})
    assert answer.status_code == 302
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        phones = ContactPoint.objects.filter(person=case.person, kind="phone", ended_on=None)
        assert phones.count() == left


def test_a_group_is_a_way_to_meet(in_bow: Actor) -> None:
    case: Case = a_case()
    row = actions.record(by=in_bow, person=case.person, outcome="reached", medium="group")
    assert row.get_medium_display() == "In a group"
