"""By which number or address a contact was: kept on the contact, and what a try is judged by."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

import pytest
from django.utils import timezone

from kith.isolation import context
from kith.isolation.actor import Actor
from kith.pathway.contacts import actions, queries
from kith.pathway.contacts.models import Contact, Outcome
from kith.pathway.contacts.rules import counted_tries
from kith.people import actions as people
from kith.people.models import ContactPoint, Person
from kith.resilience.errors import Refused
from tests import cast
from tests.conftest import Company
from tests.unit.pathway.contacts.test_pages import happened, new
from tests.unit.pathway.stories import a_case

Key = Callable[[], dict[str, str]]
NO_ANSWER = Outcome.NO_ANSWER


def theirs(person: Person, value: str = "+447700900123") -> ContactPoint:
    return ContactPoint.objects.get(person=person, value=value)


def another(person: Person, *safe_for: str, value: str = "07700 900456") -> ContactPoint:
    return people.add_contact_point(
        by=cast.TESTS, person=person, kind="phone", value=value, safe_for=safe_for
    )


def soon() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(hours=1)


def test_the_one_number_is_kept_and_nothing_where_they_met_elsewhere(in_bow: Actor) -> None:
    person = a_case().person
    call = actions.record(by=in_bow, person=person, outcome=NO_ANSWER)
    met = actions.record(by=in_bow, person=person, outcome="reached", medium="01", place="Library")
    rang_us = actions.record(by=in_bow, person=person, outcome="reached", direction="in")
    assert (call.point, call.counts) == (theirs(person), True)
    assert (met.point, rang_us.point) == (None, None)


@pytest.mark.parametrize("has_number", [True, False])
def test_a_call_without_a_number_on_record_is_no_try(in_bow: Actor, has_number: bool) -> None:
    person = a_case().person
    if not has_number:
        people.end_contact_point(by=in_bow, point=theirs(person))
    call = actions.record(by=in_bow, person=person, outcome=NO_ANSWER)
    assert call.counts is has_number
    assert len(counted_tries(queries.contacts_of(person))) == has_number


def test_the_safe_one_of_two_is_taken_for_granted_and_the_other_needs_a_reason(
    in_bow: Actor,
) -> None:
    person = a_case().person
    unsafe = another(person)
    call = actions.record(by=in_bow, person=person, outcome=NO_ANSWER)
    assert (call.point, call.counts) == (theirs(person), True)
    with pytest.raises(Refused, match="not marked safe for a call") as refusal:
        actions.record(by=in_bow, person=person, outcome=NO_ANSWER, point=unsafe)
    assert refusal.value.field == "unsafe_why"
    why = {"reason": "Her sister answered it before"}
    call = actions.record(by=in_bow, person=person, outcome=NO_ANSWER, point=unsafe, **why)
    assert (call.point, call.counts) == (unsafe, False)


def test_the_preferred_of_two_safe_ones_is_taken_for_granted(in_bow: Actor) -> None:
    person = a_case().person
    other = another(person, "call")
    people.change_contact_point(
        by=in_bow, point=other, value=other.value, safe_for=["call"], is_preferred=True
    )
    assert actions.record(by=in_bow, person=person, outcome=NO_ANSWER).point == other


def test_a_number_of_somebody_else_or_out_of_use_is_refused(in_bow: Actor) -> None:
    person, rosa = a_case().person, a_case(first_name="Rosa", last_name="Diaz").person
    ended = another(person, "call")
    people.end_contact_point(by=in_bow, point=ended)
    for wrong in (theirs(rosa), ended):
        with pytest.raises(Refused, match="not in use") as refusal:
            actions.record(by=in_bow, person=person, outcome=NO_ANSWER, point=wrong)
        assert refusal.value.field == "point"
    assert not Contact.objects.exists()
    right = actions.record(by=in_bow, person=person, outcome=NO_ANSWER, point=theirs(person))
    assert right.point == theirs(person)


def test_one_of_another_kind_than_the_way_says_nothing(in_bow: Actor) -> None:
    person = a_case().person
    home = ContactPoint.objects.get(person=person, kind="address")
    call = actions.record(by=in_bow, person=person, outcome=NO_ANSWER, point=home)
    assert call.point == theirs(person)


@pytest.mark.parametrize(("safe_for", "counts"), [(("call",), True), (("text",), False)])
def test_an_appointment_by_an_unsafe_way_is_no_try_when_it_is_not_answered(
    in_bow: Actor, safe_for: tuple[str, ...], counts: bool
) -> None:
    person = a_case(safe_for=safe_for).person
    planned = actions.plan_contact(
        by=in_bow, person=person, planned_for=soon(), reason="" if counts else "He asked for it"
    )
    assert planned.point == theirs(person)
    actions.complete(by=in_bow, contact=planned, outcome=NO_ANSWER, at=timezone.now())
    assert (planned.point, planned.counts) == (theirs(person), counts)


def test_an_appointment_is_judged_by_the_number_that_was_rung(in_bow: Actor) -> None:
    person = a_case().person
    planned = actions.plan_contact(by=in_bow, person=person, planned_for=soon())
    again = actions.plan_contact(by=in_bow, person=person, planned_for=soon())
    unsafe, at = another(person), timezone.now()
    actions.complete(by=in_bow, contact=planned, outcome=NO_ANSWER, point=unsafe, at=at)
    assert (planned.point, planned.counts) == (unsafe, False)
    people.end_contact_point(by=in_bow, point=theirs(person))
    actions.complete(by=in_bow, contact=again, outcome=NO_ANSWER, at=at)
    assert (again.point, again.counts) == (unsafe, False)


def test_a_dead_number_is_what_the_contact_was_by(in_bow: Actor) -> None:
    person = a_case().person
    dead = theirs(person)
    row = actions.record(by=in_bow, person=person, outcome=Outcome.WRONG_NUMBER, dead=dead)
    assert (row.point, row.counts) == (dead, False)


class TestThePage:
    """Nothing is asked about one number; of two the safe one stands chosen."""

    def test_one_number_asks_nothing(self, company: Company) -> None:
        shown = company.client("nadia").get(new(a_case(), "no_answer")).content.decode()
        assert "Which number was it?" not in shown

    @pytest.mark.parametrize("choose", ["nothing", "the other"])
    def test_of_two_the_safe_one_stands_chosen_and_the_other_can_be(
        self, company: Company, key: Key, choose: str
    ) -> None:
        case, nadia = a_case(), company.client("nadia")
        with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
            safe, other = theirs(case.person), another(case.person)
        shown = nadia.get(new(case, "no_answer")).content.decode()
        assert "Which number was it?" in shown
        assert "07700 900456: not marked safe for this" in shown
        (chosen,) = re.findall(r'<input[^>]*name="point"[^>]*checked[^>]*>', shown)
        assert str(safe.pk) in chosen
        typed = {"point": str(other.pk)} if choose == "the other" else {}
        answer = nadia.post(new(case, "no_answer"), {**key(), **happened(**typed)})
        assert answer.status_code == (400 if typed else 302)
        if typed:
            typed["unsafe_why"] = "The first one was engaged all day"
            answer = nadia.post(new(case, "no_answer"), {**key(), **happened(**typed)})
            assert answer.status_code == 302
        with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
            row = Contact.objects.get()
        assert row.point_id == (other.pk if typed else safe.pk)
        assert row.counts is not bool(typed)
        opened = nadia.get(f"/desk/contacts/{row.pk}/edit").content.decode()
        to = opened.split("<p>To ")[1].split("</p>")[0]
        assert ("07700 900456" if typed else "07700 900123") in to

    def test_one_that_is_nobodys_is_refused(self, company: Company, key: Key) -> None:
        case, nadia = a_case(), company.client("nadia")
        with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
            other = another(case.person, "call")
            rosa = theirs(a_case(first_name="Rosa", last_name="Diaz").person)
        wrong = {**key(), **happened(point=str(rosa.pk))}
        assert nadia.post(new(case, "no_answer"), wrong).status_code == 400
        right = {**key(), **happened(point=str(other.pk))}
        assert nadia.post(new(case, "no_answer"), right).status_code == 302
