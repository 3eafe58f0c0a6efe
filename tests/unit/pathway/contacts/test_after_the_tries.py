"""After the tries comes a letter, a fair one that went after them; and where only a letter is safe, a letter."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone

from kith.isolation import context
from kith.isolation.actor import Actor
from kith.messages import actions as messages
from kith.messages.models import Letter
from kith.pathway.contacts import actions
from kith.pathway.contacts.models import Contact
from kith.people import actions as people
from kith.people.models import ContactPoint, Person
from kith.ui.dates import day_of, today
from kith.vocabulary import working_days
from tests import cast
from tests.conftest import Company
from tests.unit.pathway.contacts.test_pages import value_of
from tests.unit.pathway.contacts.test_writing import WORDS, home, write
from tests.unit.pathway.contacts.test_written_tries import ALL, ago, call, next_after, somebody
from tests.unit.pathway.stories import a_case

Key = Callable[[], dict[str, str]]
FINISH, SEND = "Decide with your team lead whether to finish", "Send a letter"
POST, ANSWERED = "Post the letter that was made", "See whether they answered the letter"


def tried(person: Person) -> None:
    for days, hour in ((12, 10), (11, 14), (10, 18)):
        call(person, days, hour)


def posted(person: Person, days: int, **said: object) -> Contact:
    """A letter that was posted without being made here."""
    return actions.record(
        by=cast.TESTS, person=person, outcome="sent", medium="letter", at=ago(days, 12),
        **{"asks_answer": True, **said},  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(("days", "then"), [(13, SEND), (9, FINISH)])
def test_only_a_letter_after_the_last_try_is_the_letter(
    in_bow: Actor, days: int, then: str
) -> None:
    person = somebody(safe_for=ALL)
    tried(person)
    posted(person, days)
    assert next_after(person).text == then


@pytest.mark.parametrize(("asks_answer", "then"), [(False, SEND), (True, FINISH)])
def test_one_that_asked_for_no_answer_is_not_the_letter(
    in_bow: Actor, asks_answer: bool, then: str
) -> None:
    person = somebody(safe_for=ALL)
    tried(person)
    posted(person, 9, asks_answer=asks_answer)
    assert next_after(person).text == then


def test_nor_is_the_letter_that_says_how_long_it_may_take(in_bow: Actor) -> None:
    case = a_case(safe_for=ALL)
    tried(case.person)
    actions.note_wait(
        by=in_bow, case=case, kind="told", words="About six weeks", medium="letter",
        outcome="sent", at=ago(9, 12),
    )  # fmt: skip
    assert next_after(case.person).text == SEND
    posted(case.person, 8)
    assert next_after(case.person).text == FINISH


def test_nor_one_to_an_address_that_is_not_safe(in_bow: Actor) -> None:
    person = somebody(safe_for=ALL)
    unsafe = people.add_contact_point(
        by=in_bow, person=person, kind="address", value="9 Other Row", safe_for=()
    )
    tried(person)
    posted(person, 9, point=unsafe, reason="He has moved there")
    assert next_after(person).text == SEND
    posted(person, 8)
    assert next_after(person).text == FINISH


@pytest.mark.parametrize(("as_asked", "then"), [(False, SEND), (True, FINISH)])
@pytest.mark.parametrize("need", [{"needs_interpreter": True}, {"access_needs": ["braille"]}])
def test_nor_one_that_they_cannot_read(
    in_bow: Actor, need: dict[str, object], as_asked: bool, then: str
) -> None:
    person = somebody(safe_for=ALL)
    tried(person)
    people.edit(by=in_bow, person=person, **need)
    posted(person, 9, as_asked=as_asked)
    found = next_after(person)
    assert found.text == then
    assert ("not as they need it" in found.why) is not as_asked


class TestALetterMadeHere:
    """It is owed until it is marked as sent, and only from then on it has gone."""

    def made(self, person: Person, **said: object) -> Letter:
        tried(person)
        letter = write(cast.TESTS, person, asks_answer=True, **said)
        assert Contact.objects.get(letter=letter).point == home(person)
        return letter

    def test_while_it_is_owed_it_is_to_be_posted(self, in_bow: Actor) -> None:
        person = somebody(safe_for=ALL)
        self.made(person)
        found = next_after(person)
        assert (found.text, found.may_consider_closing) == (POST, False)

    def test_it_counts_from_the_day_on_which_it_went(self, in_bow: Actor) -> None:
        person = somebody(safe_for=ALL)
        letter = self.made(person)
        messages.mark_sent(by=in_bow, letter=letter, how="Post")
        found = next_after(person)
        last = day_of(timezone.now()) + datetime.timedelta(days=14)
        assert (found.text, found.on) == (FINISH, working_days.on_or_after(last))

    def test_one_that_need_not_go_is_none(self, in_bow: Actor) -> None:
        person = somebody(safe_for=ALL)
        letter = self.made(person)
        messages.mark_not_needed(by=in_bow, letter=letter, reason="She moved")
        assert next_after(person).text == SEND

    def test_large_print_is_met_by_itself_and_braille_is_not(self, in_bow: Actor) -> None:
        person = somebody(safe_for=ALL)
        people.edit(by=in_bow, person=person, access_needs=["large-print"])
        messages.mark_sent(by=in_bow, letter=self.made(person), how="Post")
        assert next_after(person).text == FINISH
        rosa = somebody(safe_for=ALL, first_name="Rosa", last_name="Diaz")
        people.edit(by=in_bow, person=rosa, access_needs=["braille"])
        messages.mark_sent(by=in_bow, letter=self.made(rosa), how="Post")
        assert next_after(rosa).text != FINISH

    def test_making_it_promises_no_talk_about_finishing(self, company: Company, key: Key) -> None:
        nadia = company.client("nadia")
        with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
            person = somebody(safe_for=ALL)
            tried(person)
            point = home(person)
        address = f"/desk/contacts/letter/{person.pk}"
        shown = nadia.get(address).content.decode()
        assert value_of(shown, "next_step") == ANSWERED
        assert "Does it ask them to get in touch?" in shown
        assert "as they need it?" not in shown
        typed = {"to": str(point.pk), "words": WORDS, "asks_answer": "yes"}
        answer = nadia.post(address, {**key(), **typed})
        assert answer.status_code == 302
        with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
            row = Contact.objects.get(medium="letter")
            people.edit(by=cast.TESTS, person=person, access_needs=["braille"])
        assert (row.counts, row.point_id, row.letter_id is not None) == (True, point.pk, True)
        opened = nadia.get(f"/desk/contacts/{row.pk}/edit").content.decode()
        assert "To be sent" in opened
        assert "Is it in braille, as they need it?" in nadia.get(address).content.decode()


class TestWhereOnlyALetterIsSafe:
    """No call is proposed where none is safe."""

    def unreached(self) -> Person:
        person = somebody(safe_for=())
        actions.record(
            by=cast.TESTS, person=person, outcome="no_answer", reason="Nothing else", at=ago(20, 10)
        )
        return person

    def test_a_letter_is_the_next_try(self, in_bow: Actor) -> None:
        person = self.unreached()
        assert next_after(person).text == SEND
        people.change_contact_point(
            by=in_bow, point=ContactPoint.objects.get(person=person, kind="phone"),
            value="07700 900123", safe_for=["call"],
        )  # fmt: skip
        assert next_after(person).text.startswith("Call again")

    def test_after_it_the_team_lead_is_asked_and_nobody_is_given_up(self, in_bow: Actor) -> None:
        person = self.unreached()
        posted(person, 19)
        found = next_after(person)
        assert found.text == "Talk with your team lead: the letter had no answer"
        assert (found.may_consider_closing, found.on >= today()) == (False, True)

    def test_without_a_safe_address_the_team_lead_is_asked(self, in_bow: Actor) -> None:
        person = self.unreached()
        ContactPoint.objects.filter(person=person).update(safe_for=[])
        found = next_after(person)
        assert "no safe way is left" in found.text
        assert not found.may_consider_closing

    def test_who_asks_for_texts_is_not_rung_again(self, in_bow: Actor) -> None:
        person = somebody(safe_for=ALL)
        assert next_after(person).text.startswith("Call again")
        people.edit(by=in_bow, person=person, access_needs=["contact-by-text"])
        assert next_after(person).text.startswith("Text again")
        people.edit(by=in_bow, person=person, access_needs=["contact-by-letter"])
        assert next_after(person).text == SEND
