"""A group's coordinator, signed in: one page for every scheme that refers, and no wall is open between them."""

from __future__ import annotations

import datetime
import re

import pytest
from django.urls import reverse

from kith.accounts.models import User
from kith.audit.models import Entry
from kith.concerns.models import Concern
from kith.directory import actions as directory
from kith.isolation import context
from kith.organisations import actions as organisations
from kith.organisations.models import Membership
from kith.pathway.connections import actions
from kith.pathway.connections.models import GroupWishes, Introduction
from kith.ui.dates import today
from tests import cast
from tests.unit.pathway.stories import a_case


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def introduce(case, service, agreement, **more):
    with context.in_scheme(case.scheme_id, actor=cast.TESTS.key):
        return actions.introduce(
            by=cast.TESTS, person=case.person, case=case, service=service, **{**agreement, **more}
        )


@pytest.fixture
def poplar_group(db):
    """The same lunch club, listed by Poplar too, where Della has a seat as well; and Poplar's Hana."""
    with context.in_scheme(cast.POPLAR, actor=cast.TESTS.key):
        made = directory.add_service(
            by=cast.TESTS, scheme_id=cast.POPLAR, name="Lunch Club in Poplar",
            organisation_name="Chrisp Street Neighbours", foundations=["belonging"],
        )  # fmt: skip
        member = organisations.add_member(
            by=cast.TESTS, scheme_id=cast.POPLAR, user=User.objects.get(email="della@kith.example"),
            roles=["provider"], from_date=cast.SINCE,
        )  # fmt: skip
        Membership.objects.filter(pk=member.pk).update(provider_id=made.organisation_id)
    return made


def test_one_page_for_every_scheme_that_refers(company, case, lunch, poplar_group, agreement):
    introduce(case, lunch, agreement)
    hana = a_case(first_name="Hana", scheme_id=cast.POPLAR, holder="Sana Mirza")
    introduce(hana, poplar_group, agreement)
    page = text(company.client("della").get(reverse("connections:groups")))
    for words in ("Maya Okafor", "Hana Okafor", "Bow Social Prescribing", "Poplar Social"):
        assert words in page
    with context.in_scheme(cast.POPLAR, actor=cast.TESTS.key):
        looks = Entry.objects.filter(action="record.opened", person_id=hana.person_id)
        assert [look.subject_type for look in looks] == ["connections:groups"]
    # Whoever answers for Bow's listing alone sees nothing of Poplar.
    with context.in_scheme(cast.POPLAR, actor=cast.TESTS.key):
        Membership.objects.filter(name="Della Marsh").update(
            to_date=today() - datetime.timedelta(1)
        )
    della = company.client("della")
    assert "Hana" not in text(della.get(reverse("connections:groups")))
    address = reverse("connections:wishes", args=[poplar_group.pk])
    assert della.get(address).status_code == 404


def test_full_in_one_press_and_open_again(company, case, lunch, agreement, key):
    made = introduce(case, lunch, agreement)
    della, address = company.client("della"), reverse("connections:say_full", args=[lunch.pk])
    day = today() + datetime.timedelta(days=20)
    until = {"until_day": day.day, "until_month": day.month, "until_year": day.year}
    assert della.post(address, {**key(), **until, "until_year": "1999"}).status_code == 400
    assert della.post(address, {**key(), **until}).status_code == 302
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        row = Introduction.objects.get(pk=made.pk)
        assert (row.progress, row.heard) == ("full", "account")
    assert "Full until" in text(della.get(reverse("connections:groups")))
    assert della.post(address, {**key(), "do": "open"}).status_code == 302
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert GroupWishes.objects.get().full_until is None


def test_a_worried_group_with_an_account(company, case, lunch, agreement, key):
    made = introduce(case, lunch, agreement)
    address = reverse("connections:worried", args=[made.pk])
    della = company.client("della")
    assert "Nadia Rahman" in text(della.get(address))
    told = {"words": "She has lost weight", "urgency": "week"}
    assert della.post(address, {**key(), **told}).status_code == 302
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        concern = Concern.objects.get()
        assert (concern.person_id, concern.raised_by_name) == (case.person_id, "Della Marsh")
        assert concern.told_by == "Chrisp Street Lunch Club"


def test_the_worker_asks_texts_renews_and_thanks(company, case, lunch, agreement, key):
    made = introduce(case, lunch, agreement)
    nadia = company.client("nadia")

    def at(name):
        return reverse(f"connections:{name}", args=[made.pk])

    def version():
        with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
            return {**key(), "version": Introduction.objects.get(pk=made.pk).version}

    assert "Make a text with a private link" in text(nadia.get(at("ask_person")))
    texted = nadia.post(at("text_person"), key())
    assert re.search(r"sms:[^\"]+went", texted.content.decode())
    said = {"said": "helped", "words": "Loved it"}
    assert nadia.post(at("ask_person"), {**version(), "said": "what"}).status_code == 400
    assert nadia.post(at("ask_person"), {**version(), **said}).status_code == 302
    day = today()
    agreed = {"agreed_on_day": day.day, "agreed_on_month": day.month, "agreed_on_year": day.year}
    again = {**version(), **agreed, "agreed_how": "at the door"}
    assert nadia.post(at("renew"), again).status_code == 302
    thanks = {"words": "Thank you", "quotable": "no"}
    assert nadia.post(at("thank"), {**key(), **thanks}).status_code == 302
    page = text(nadia.get(at("introduction")))
    for words in ("Yes, and it helped", "Loved it", "at the door", "Thanked the group"):
        assert words in page


def test_a_manager_sets_the_schemes_way(company, key):
    address = reverse("connections:policy", args=[cast.BOW])
    mo = company.client("mo")
    assert mo.get(address).status_code == 200
    values = {
        "remind_after": "4",
        "reminders": "1",
        "ask_person_after": "10",
        "agreement_lasts": "90",
    }
    assert (
        mo.post(address, {**key(), **values, "version": "1", "reminders": "-1"}).status_code == 400
    )
    assert mo.post(address, {**key(), **values, "version": "1"}).status_code == 302
    assert 'value="90"' in mo.get(address).content.decode()
    assert company.client("max").get(address).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_week_asks_the_same_number_of_questions_however_long(
    company, lunch, agreement, number, django_assert_num_queries
):
    for count in range(number):
        introduce(a_case(first_name=f"Ann{count}"), lunch, agreement)
    della = company.client("della")
    della.get(reverse("connections:groups"))
    with django_assert_num_queries(17):
        della.get(reverse("connections:groups"))
