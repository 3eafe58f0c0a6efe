"""The pages of a record: who someone is, how to reach them, who is around them, risks."""

from __future__ import annotations

import datetime
import uuid

import pytest

from kith.isolation.context import in_scheme
from kith.organisations.models import DeliveryPartner
from kith.people import actions
from kith.people.models import ContactPoint, LinkedPerson, Person, RiskStatement
from kith.resilience.versions import change
from tests.cast import BOW, TESTS

PAGES = ("identity", "contact", "linked", "risks")
BORN = {"date_of_birth_day": "29", "date_of_birth_month": "2", "date_of_birth_year": "1956"}


def bow():
    return in_scheme(BOW, actor=TESTS.key)


@pytest.fixture
def ada(db) -> Person:
    with bow():
        person = actions.register(
            by=TESTS, scheme_id=BOW, first_name="Ada", last_name="Okafor",
            date_of_birth=datetime.date(1956, 2, 29),
        )  # fmt: skip
        partner = DeliveryPartner.objects.get(name="Roman Road Friends")
        actions.give_partner_access(by=TESTS, person=person, partner=partner)
    return person


def at(person: Person, page: str) -> str:
    return f"/desk/people/{person.pk}/{page}"


@pytest.mark.parametrize("page", PAGES)
def test_her_own_partners_worker_opens_each_page_and_others_find_nothing(company, ada, key, page):
    shown = company.client("nadia").get(at(ada, page))
    assert shown.status_code == 200
    assert f"/desk/people/{ada.pk}" in shown.content.decode()
    assert company.client("priya").get(at(ada, page)).status_code == 200
    for other, status in (("sam", 404), ("sana", 404), ("ruth", 403), ("pia", 403)):
        assert company.client(other).get(at(ada, page)).status_code == status, other
        assert company.client(other).post(at(ada, page), key()).status_code == status, other
    missing = at(Person(pk=uuid.uuid4()), page)
    assert company.client("nadia").get(missing).status_code == 404


def test_identity_is_edited_and_a_slip_keeps_what_was_typed(company, ada, key):
    nadia = company.client("nadia")
    typed = {
        "first_name": "Ada", "last_name": "Okafor-Bell", "preferred_name": "Addie", **BORN,
        "needs_interpreter": "no", "access_needs": ["large-print"], "version": ada.version,
    }  # fmt: skip
    wrong = nadia.post(at(ada, "identity"), {**key(), **typed, "nhs_number": "9990000019"})
    assert wrong.status_code == 400
    assert "Okafor-Bell" in wrong.content.decode()
    assert nadia.post(at(ada, "identity"), {**key(), **typed}).status_code == 302
    with bow():
        ada.refresh_from_db()
    assert (ada.last_name, ada.access_needs) == ("Okafor-Bell", ["large-print"])


def test_two_who_edit_are_shown_both(company, ada, key):
    seen = ada.version
    with bow():
        change(ada, preferred_name="Adie")
    typed = {"last_name": "Okafor", **BORN, "preferred_name": "Addie", "version": seen}
    answer = company.client("nadia").post(at(ada, "identity"), {**key(), **typed})
    assert answer.status_code == 409
    assert "Adie" in answer.content.decode()
    assert "Addie" in answer.content.decode()


def test_ways_to_reach_someone_are_added_changed_and_ended(company, ada, key):
    nadia = company.client("nadia")
    page = at(ada, "contact")
    assert nadia.post(page, {**key(), "value": "12"}).status_code == 400
    nadia.post(page, {**key(), "value": "07700 900123", "safe_for": ["call"]})
    nadia.post(
        f"{page}?kind=address",
        {**key(), "value": "1 Bow Road", "postcode": "e33pn", "safe_for": ["letter"]},
    )
    shown = nadia.get(page).content.decode()
    assert "07700 900123" in shown
    assert "Safe for calls" in shown
    assert "1 Bow Road, E3 3PN" in shown
    with bow():
        phone = ContactPoint.objects.get(kind="phone")
    one = f"/desk/people/contact/{phone.pk}"
    typed = {"value": "07700 900123", "safe_for": ["call", "text"], "when_safe": "Mornings"}
    assert company.client("sam").post(one, {**key(), **typed}).status_code == 404
    nadia.post(one, {**key(), **typed, "version": phone.version})
    assert "Safe for calls and texts: Mornings" in nadia.get(page).content.decode()
    assert company.client("sam").post(f"{one}/end", key()).status_code == 404
    nadia.post(f"{one}/end", key())
    assert "07700 900123" not in nadia.get(page).content.decode()
    assert nadia.get(f"{page}?kind=pigeon").status_code == 404


def test_who_is_around_them_and_what_each_may_be_told(company, ada, key):
    nadia, page = company.client("nadia"), at(ada, "linked")
    bo = {"name": "Bo Okafor", "relationship": "Son", "may_be_told": "everything"}
    refused = nadia.post(page, {**key(), **bo})
    assert refused.status_code == 400
    assert "say-so" in refused.content.decode()
    nadia.post(page, {**key(), **bo, "on_whose_say_so": "Ada"})
    assert "On the say-so of" in nadia.get(page).content.decode()
    with bow():
        linked = LinkedPerson.objects.get()
    one = f"/desk/people/linked/{linked.pk}"
    assert company.client("sam").get(one).status_code == 404
    nadia.post(one, {**key(), **bo, "may_be_told": "nothing", "version": linked.version})
    assert "Nothing, not even that we know them" in nadia.get(page).content.decode()
    nadia.post(f"{one}/end", key())
    assert "Nobody yet" in nadia.get(page).content.decode()


def test_risks_are_asked_stated_and_ended(company, ada, key):
    nadia, page = company.client("nadia"), at(ada, "risks")
    day = {"stated_on_day": "5", "stated_on_month": "1", "stated_on_year": "2026"}
    assert "Not yet asked." in nadia.get(page).content.decode()
    assert nadia.post(page, {**key(), **day, "kind": "stated", "text": ""}).status_code == 400
    nadia.post(page, {**key(), **day, "kind": "stated", "text": "A large dog"})
    none = {**day, "kind": "none_known"}
    refused = nadia.post(page, {**key(), **none})
    assert refused.status_code == 400
    assert "End it first" in refused.content.decode()
    with bow():
        risk = RiskStatement.objects.get()
    end = f"/desk/people/risk/{risk.pk}/end"
    assert company.client("sam").get(end).status_code == 404
    assert nadia.post(end, {**key(), "why": ""}).status_code == 400
    assert nadia.post(end, {**key(), "why": "The dog has gone"}).status_code == 302
    nadia.post(page, {**key(), **none})
    shown = nadia.get(page).content.decode()
    assert "None known to Nadia Rahman on 5 January 2026" in shown
    assert "The dog has gone" in shown
