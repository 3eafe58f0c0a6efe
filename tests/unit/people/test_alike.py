"""Whether two records are of one person: what joins them, what is only shown, and why."""

from __future__ import annotations

import datetime

import pytest

from bench.matching import store, weigh
from bench.pairs import pairs, strangers
from kith.people import actions, queries
from kith.people.actions import Who
from kith.people.models import Person
from kith.people.queries.matching import identity
from kith.people.rules import compare
from kith.people.rules.alike import may_be_certain, may_be_likely
from tests.cast import BOW, TESTS

BORN = datetime.date(1962, 3, 4)
NUMBER, OTHER_NUMBER = "9990000018", "9990000026"
PHONE = "+447700900123"


def someone(first="Amina", last="Begum", born=BORN, **more):
    return identity(first_name=first, last_name=last, date_of_birth=born, **more)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Mohammed", "Miah"), ("Muhammad", "Miah")),
        (("Sean", "O'Brien"), ("Sean", "OBrien")),
        (("Sean", "O’Brien"), ("SEAN", "O Brien")),
        (("Zoë", "Núñez-García"), ("Zoe", "Nunez Garcia")),
        (("Amina", "Begum"), ("Begum", "Amina")),
        (("", "Suharto"), ("Suharto", "")),
        (("Émile", "de Souza"), ("Emile", "De Souza")),
    ],
)
def test_one_name_in_two_spellings_joins_with_birth_date_and_phone(one, other):
    found = compare(someone(*one, phones=[PHONE]), someone(*other, phones=[PHONE]))
    assert found.certain
    assert not compare(someone(*one), someone(*other)).certain


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (("Elizabeth", "Hobbs"), ("Liz", "Hobbs"), "first name is another form of it"),
        (("Ann", "Smith-Jones"), ("Ann", "Smith"), "part of the last name is the same"),
        (("Catherine", "Thompson"), ("Catherine", "Thomson"), "last name sounds alike"),
        (("J", "Hobbs"), ("Jean", "Hobbs"), "first name begins alike"),
        (("", "Kavitha"), ("Kavitha", "Raman"), "same first name"),
    ],
)
def test_a_likely_name_is_offered_with_why_and_joins_nobody(one, other, said):
    found = compare(someone(*one, phones=[PHONE]), someone(*other, phones=[PHONE]))
    assert (found.certain, found.likely) == (False, True)
    assert said in found.same
    assert {"same date of birth", "the same phone"} <= set(found.same)


@pytest.mark.parametrize(
    ("born", "said"),
    [
        (datetime.date(1962, 4, 3), "same date of birth with day and month swapped"),
        (datetime.date(1963, 3, 4), "dates of birth are a slip apart"),
        (datetime.date(1926, 3, 4), "dates of birth are a slip apart"),
        (datetime.date(1962, 3, 14), "dates of birth are a slip apart"),
    ],
)
def test_a_slip_in_the_birth_date_is_offered_and_joins_nobody(born, said):
    found = compare(someone(), someone(born=born))
    assert (found.certain, found.likely) == (False, True)
    assert said in found.same


def test_an_nhs_number_with_a_birth_date_and_a_name_that_fit_joins():
    moved = someone("Aminah", "Khatun-Begum", nhs_number=NUMBER)
    assert compare(someone(nhs_number=NUMBER), moved).certain
    slip = someone(born=datetime.date(1962, 4, 3), nhs_number=NUMBER)
    assert compare(someone(nhs_number=NUMBER), slip).certain


def test_an_nhs_number_alone_asks_for_a_look():
    stranger = someone("Brian", "Cutler", datetime.date(1980, 9, 9), nhs_number=NUMBER)
    found = compare(someone(nhs_number=NUMBER), stranger)
    assert (found.certain, found.likely) == (False, True)
    assert found.same == ("same NHS number",)
    assert "another date of birth" in found.differs


def test_two_nhs_numbers_are_two_people_whatever_else_agrees():
    same = {"phones": [PHONE], "postcodes": ["E3 3PN"], "addresses": ["1 Bow Road"]}
    one, other = (someone(nhs_number=n, **same) for n in (NUMBER, OTHER_NUMBER))
    assert not compare(one, other).certain
    assert "different NHS numbers" in compare(one, other).differs
    assert compare(someone(**same), other).certain


@pytest.mark.parametrize(
    "other",
    [
        someone("Hussain", phones=[PHONE], postcodes=["E3 3PN"]),
        someone("Hasan", born=datetime.date(1990, 5, 6), phones=[PHONE], postcodes=["E3 3PN"]),
        someone("Hassan"),
    ],
    ids=["a twin", "a son of one name", "one name and birth date by chance"],
)
def test_who_only_seems_the_same_joins_nobody(other):
    one = someone("Hassan", phones=[PHONE], postcodes=["E3 3PN"])
    assert not compare(one, other).certain


def test_a_number_of_somebody_else_is_kept_in_doubt_and_both_are_offered(in_bow):
    first, _ = known_as("Amina", "Begum", nhs_number=NUMBER)
    second, joined = known_as(
        "Brian", "Cutler", datetime.date(1980, 9, 9), nhs_number=NUMBER, phone="07700 900124"
    )
    assert not joined
    assert (second.nhs_number, second.nhs_number_in_doubt) == ("", NUMBER)
    assert [match.person for match in queries.possible_duplicates(second)] == [first]
    assert [match.person for match in queries.possible_duplicates(first)] == [second]


def test_a_new_spelling_joins_the_record_by_every_door(in_bow):
    first, _ = known_as("Mohammed", "O'Brien")
    assert known_as("Muhammad", "OBrien") == (first, True)


def known_as(first, last, born=BORN, phone="07700 900123", **more) -> tuple[Person, bool]:
    who = Who(first, last, born, phone=phone, **more)
    return actions.know(by=TESTS, scheme_id=BOW, who=who)


def test_on_a_generated_set_next_to_no_join_is_wrong_and_next_to_nobody_is_missed(in_bow):
    made = pairs(600, seed=11)
    ids = store(BOW, [pair.there for pair in made])
    store(BOW, strangers(900, seed=11))
    found = weigh(BOW, made, ids)
    assert found["wrong_joins"] <= 1
    assert found["recall"] >= 0.97
    assert found["recall_of_joins_alone"] > 0.5


def test_one_page_of_people_is_compared_in_a_handful_of_reads(
    in_bow, django_assert_max_num_queries
):
    people = [known_as(f"Name{n}", "Begum", phone=f"07700 90012{n}")[0] for n in range(9)]
    with django_assert_max_num_queries(5):
        queries.possible_duplicates_of(people)


def test_the_generated_pairs_are_the_same_for_the_same_seed():
    assert pairs(50, seed=3) == pairs(50, seed=3) != pairs(50, seed=4)


def test_who_is_left_out_unread_is_neither_certain_nor_likely():
    for pair in pairs(2000, seed=7):
        one, other = (
            someone(
                row.first_name, row.last_name, row.date_of_birth, nhs_number=row.nhs_number,
                phones=[row.phone], emails=[row.email], postcodes=[row.postcode],
                addresses=[row.address],
            )
            for row in (pair.comes, pair.there)
        )  # fmt: skip
        found = compare(one, other)
        assert may_be_certain(one, other) or not found.certain, pair
        assert may_be_likely(one, other) or not found.likely, pair
