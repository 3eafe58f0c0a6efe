"""A household: several people at one address, linked without sharing anything of each."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from kith.isolation.actor import Actor
from kith.organisations.models import DeliveryPartner
from kith.people import actions, queries
from kith.people.models import LinkedPerson, Person
from kith.people.presenters import child as child_words
from kith.resilience.errors import Refused
from kith.ui.dates import today
from tests.cast import BOW, TESTS

HOME = ("12 Fairfield Road, London", "E3 2QA")


def lives(first: str, partner: str = "Roman Road Friends", home: tuple[str, str] = HOME) -> Person:
    person = actions.register(
        by=TESTS, scheme_id=BOW, first_name=first, last_name="Okafor",
        date_of_birth=datetime.date(1950, 1, len(first)),
    )  # fmt: skip
    actions.add_contact_point(
        by=TESTS, person=person, kind="address", value=home[0], postcode=home[1]
    )
    employer = DeliveryPartner.objects.get(name=partner)
    actions.give_partner_access(by=TESTS, person=person, partner=employer)
    return person


def around(person: Person, **more: Any) -> LinkedPerson:
    given = {"name": "Rosa Lima", "relationship": "aunt", **more}
    return actions.add_linked_person(by=TESTS, person=person, **given)


def test_those_at_the_address_however_it_is_written_whom_the_reader_may_see(
    in_bow: Actor, acting
) -> None:
    ada, bert = lives("Ada"), lives("Bert", home=("12, FAIRFIELD Road London", "E3 2QA"))
    lives("Cleo", home=("14 Fairfield Road, London", "E3 2QA"))
    lives("Dot", partner="Limehouse Links")
    nadia = acting("nadia")
    assert queries.household_of(nadia, ada).together == [bert]
    assert [one.first_name for one in queries.household_of(acting("priya"), ada).together] == [
        "Bert",
        "Dot",
    ]


def test_somebody_who_died_or_moved_is_not_of_the_household(in_bow: Actor) -> None:
    ada, bert = lives("Ada"), lives("Bert")
    cleo = lives("Cleo")
    actions.record_death(by=TESTS, person=bert, on=today(), told_by="Ada")
    point = cleo.contact_points.get()
    actions.end_contact_point(by=TESTS, point=point)
    assert queries.household_of(in_bow, ada).together == []


def test_a_link_shares_nothing_and_is_made_once(in_bow: Actor) -> None:
    ada, bert = lives("Ada"), lives("Bert", home=("1 Other Street", "E3 3PN"))
    row = around(ada, name="Bert Okafor", relationship="husband", part="carer", supported=bert)
    assert row.may_be_told == LinkedPerson.MayBeTold.NOTHING
    with pytest.raises(Refused, match="already"):
        around(ada, supported=bert)
    with pytest.raises(Refused, match="somebody else"):
        around(ada, supported=ada)
    found = queries.household_of(in_bow, ada)
    assert (found.together, found.elsewhere) == ([], [bert])
    # Of the other record, nothing is said of the first.
    assert queries.household_of(in_bow, bert).elsewhere == []


def test_the_page_shows_who_they_are_and_who_supports_them_and_links_them(
    in_bow: Actor, company, key
) -> None:
    ada, bert = lives("Ada"), lives("Bert")
    actions.state_risk(by=TESTS, person=bert, text="A dog that jumps up")
    nadia, address = company.client("nadia"), f"/desk/people/{ada.pk}/household"
    shown = nadia.get(address).content.decode()
    assert "Bert Okafor" in shown
    assert "Not supported at present" in shown
    assert "jumps up" not in shown
    link = f"/desk/people/{ada.pk}/linked/{bert.pk}"
    assert nadia.post(link, {**key(), "part": "carer"}).status_code == 400
    done = nadia.post(link, {**key(), "part": "carer", "relationship": "husband"})
    assert done["Location"] == address
    after = nadia.get(address).content.decode()
    assert "husband" in after
    assert "looks after" in after
    assert "their own record" in nadia.get(f"/desk/people/{ada.pk}/linked").content.decode()
    for name, status in (("sam", 404), ("sana", 404), ("ruth", 403)):
        assert company.client(name).get(address).status_code == status, name
        assert company.client(name).get(link).status_code == status, name


def test_who_must_not_find_out_is_said_on_the_page(in_bow: Actor, company) -> None:
    ada, bert = lives("Ada"), lives("Bert")
    around(ada, supported=bert, may_be_told="never", on_whose_say_so="Ada")
    shown = company.client("nadia").get(f"/desk/people/{ada.pk}/household").content.decode()
    assert "Must not find out that we know Ada" in shown


def test_a_childs_school_and_a_safeguarding_contact_who_is_no_parent(
    in_bow: Actor, company
) -> None:
    leo = actions.register(
        by=TESTS, scheme_id=BOW, first_name="Leo", last_name="Lima",
        date_of_birth=today().replace(year=today().year - 9, day=1),
    )  # fmt: skip
    with pytest.raises(Refused, match="cannot be the safeguarding contact"):
        around(leo, part="safeguarding", parental_responsibility=True)
    mother = around(leo, relationship="mother", parental_responsibility=True)
    around(leo, name="Mr Vale", relationship="designated safeguarding lead", part="safeguarding")
    around(leo, name="Ms Oak", relationship="form teacher", part="school", phone="07700 900321")
    said = child_words(leo, list(queries.linked_people(leo)), None, today())
    assert "Gillick competence" in said["may_agree"]
    assert said["parents"] == [f"{mother.name}, mother"]
    assert said["safeguarding"] == ["Mr Vale, designated safeguarding lead"]
    assert said["at_school"] == [
        "Ms Oak, form teacher (07700 900321: not asked whether it is safe)"
    ]
    young = Person(first_name="Mia", date_of_birth=today().replace(year=today().year - 17, day=1))
    assert child_words(young, [], None, today())["may_agree"].startswith("Mia decides")
    with pytest.raises(Refused, match="safeguarding contact"):
        actions.record_who_agreed(
            by=TESTS, person=leo, authority="parent", agreed_on=today(), how="By telephone",
            parent=LinkedPerson.objects.get(part="safeguarding"),
        )  # fmt: skip
