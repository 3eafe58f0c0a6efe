"""Who agreed to our support of a child, with what authority, and who must not be told."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kith.isolation.actor import Actor
from kith.people import actions, queries, rules
from kith.people.models import ChildAgreement, LinkedPerson, Person
from kith.resilience.errors import Refused
from kith.ui.dates import today
from tests.cast import BOW, TESTS

MOTHER: dict[str, Any] = {
    "authority": "parent", "parent_name": "Rosa Lima", "parent_relationship": "mother",
    "parent_phone": "07700 900321", "parent_phone_is_safe": False, "how": "On the telephone",
}  # fmt: skip


def born(years: int, days: int = 0) -> datetime.date:
    """The birth date of somebody who turned so many years `days` ago."""
    day = today() - datetime.timedelta(days=days)
    return day.replace(year=day.year - years, day=min(day.day, 28))


def child(years: int = 9, **more: Any) -> Person:
    return actions.register(
        by=TESTS, scheme_id=BOW, first_name="Leo", last_name="Lima", date_of_birth=born(years),
        **more,
    )  # fmt: skip


def agree(person: Person, **more: Any) -> ChildAgreement:
    return actions.record_who_agreed(by=TESTS, person=person, **{"agreed_on": today(), **more})


def test_a_parent_agrees_and_is_around_the_child_from_then(in_bow: Actor) -> None:
    leo = child()
    made = agree(leo, **MOTHER, school="Bow Primary")
    mother = made.parent
    assert mother is not None
    assert (mother.parental_responsibility, mother.phone_is_safe) == (True, False)
    assert mother.phone == "+447700900321"
    assert mother.may_be_told == LinkedPerson.MayBeTold.CONTACT
    assert rules.agreed_words(made).startswith(
        "Rosa Lima, mother, with parental responsibility, agreed on "
    )
    leo.refresh_from_db()
    assert leo.school == "Bow Primary"
    assert queries.agreement_of(leo) == made


def test_a_later_agreement_takes_its_place_and_the_first_stays(in_bow: Actor) -> None:
    leo = child(14)
    first = agree(leo, **MOTHER)
    second = agree(
        leo, authority="competent", assessed_by="Dr Sen", assessed_on=today(), how="Face to face"
    )
    first.refresh_from_db()
    assert first.ended_on == today()
    assert queries.agreement_of(leo) == second
    assert "Gillick competence found by Dr Sen" in rules.agreed_words(second)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChildAgreement.objects.filter(pk=first.pk).update(ended_on=None)


def test_who_is_linked_already_is_not_added_twice(in_bow: Actor) -> None:
    leo, other = child(), child(8)
    aunt = actions.add_linked_person(by=TESTS, person=leo, name="Ana", relationship="aunt")
    made = agree(leo, authority="parent", parent=aunt, how="On the telephone")
    assert made.parent == aunt
    assert queries.linked_people(leo).count() == 1
    with pytest.raises(Refused, match="around them"):
        agree(other, authority="parent", parent=aunt, how="On the telephone")


def test_who_must_not_be_told_is_kept_on_the_word_of_who_agreed(in_bow: Actor) -> None:
    leo = child()
    agree(leo, **MOTHER, not_told="Max Lima", not_told_relationship="father")
    (never,) = rules.must_not_be_told(queries.linked_people(leo))
    assert (never.name, never.on_whose_say_so) == ("Max Lima", "Rosa Lima")
    agree(leo, **MOTHER, not_told="max lima")
    assert len(rules.must_not_be_told(queries.linked_people(leo))) == 1


@pytest.mark.parametrize(
    ("years", "said", "sentence"),
    [
        (9, {**MOTHER, "parent_name": ""}, "name, and who they are"),
        (9, {**MOTHER, "how": " "}, "how it was agreed"),
        (9, {**MOTHER, "authority": "teacher"}, "Choose who agreed"),
        (9, {"authority": "sixteen", "how": "x"}, "under 16"),
        (14, {"authority": "competent", "how": "x"}, "who found"),
        (14, {"authority": "competent", "how": "x", "assessed_by": "Dr Sen"}, "which day"),
        (17, {"authority": "competent", "how": "x", "assessed_by": "Dr Sen"}, "decide themselves"),
        (18, MOTHER, "was an adult"),
    ],
)
def test_what_does_not_fit_is_refused(
    in_bow: Actor, years: int, said: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        agree(child(years), **said)
    assert not ChildAgreement.objects.exists()


def test_at_sixteen_they_agree_themselves(in_bow: Actor) -> None:
    made = agree(child(16), authority="sixteen", how="On the telephone")
    assert rules.agreed_words(made).endswith("16 or 17, and able to decide")
    with pytest.raises(Refused, match="not come yet"):
        agree(child(16), authority="sixteen", how="x", agreed_on=today() + datetime.timedelta(2))


def test_a_parents_word_stays_on_a_record_that_was_merged(in_bow: Actor) -> None:
    one, other = child(), child()
    made = agree(other, **MOTHER)
    actions.merge(by=TESTS, kept=one, lost=other)
    assert queries.agreement_of(Person.objects.get(pk=one.pk)) == made
    assert queries.without_agreement([Person.objects.get(pk=one.pk)], today()) == set()


def test_children_without_anybody_who_agreed_are_found_in_one_read(
    in_bow: Actor, django_assert_num_queries: Any
) -> None:
    leo, adult = child(), child(40)
    with django_assert_num_queries(0):
        assert queries.without_agreement([adult], today()) == set()
    with django_assert_num_queries(1):
        assert queries.without_agreement([leo, adult], today()) == {leo.pk}
    agree(leo, **MOTHER)
    assert queries.without_agreement([leo, adult], today()) == set()


def test_the_page_asks_keeps_and_shows(company: Any, key: Any) -> None:
    from kith.isolation.context import in_scheme
    from kith.pathway.caseload import actions as caseload
    from tests.unit.desk.people import member, referred

    with in_scheme(BOW, actor=TESTS.key):
        leo = referred(who={"date_of_birth": born(9)})
        caseload.take_on(
            by=TESTS, referral=leo, holder=member("Nadia"), why_young="Her school asked"
        )
    client, day = company.client("nadia"), today()
    record = f"/desk/people/{leo.person_id}"
    assert "Nobody has agreed yet" in client.get(record).content.decode()
    assert "nobody has agreed yet" in client.get("/desk/").content.decode()
    form = {
        **key(), "authority": "parent", "parent_name": "Rosa Lima",
        "parent_relationship": "mother", "agreed_on_day": day.day, "agreed_on_month": day.month,
        "agreed_on_year": day.year, "how": "On the telephone", "school": "Bow Primary",
        "not_told": "Max Lima", "not_told_relationship": "father",
    }  # fmt: skip
    wrong = client.post(f"{record}/agreed", {**form, "parent_name": ""})
    assert wrong.status_code == 400
    assert "Bow Primary" in wrong.content.decode()
    answer = client.post(f"{record}/agreed", {**form, **key()}, follow=True).content.decode()
    for words in (
        "Rosa Lima, mother, with parental responsibility", "Must not be told", "Max Lima (father)",
        "Bow Primary",
    ):  # fmt: skip
        assert words in answer, words
    assert "nobody has agreed yet" not in client.get("/desk/").content.decode()
    assert company.client("sana").get(f"{record}/agreed").status_code == 404
    assert company.client("ruth").get(f"{record}/agreed").status_code == 403


def test_an_adult_has_no_such_page(company: Any) -> None:
    from kith.isolation.context import in_scheme
    from tests.unit.desk.people import case_of

    with in_scheme(BOW, actor=TESTS.key):
        case = case_of("Nadia")
    answer = company.client("nadia").get(f"/desk/people/{case.person_id}/agreed")
    assert answer.status_code == 302
