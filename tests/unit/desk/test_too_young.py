"""Younger than a scheme supports: never silently taken on or refused."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client

from kith.isolation.actor import Actor
from kith.isolation.context import in_scheme
from kith.organisations import actions as organisations
from kith.organisations import queries as organisation_queries
from kith.pathway.caseload import actions as caseload
from kith.pathway.referrals.models import Referral, WordBack
from kith.pathway.referrals.states import Decision
from kith.resilience.errors import Refused
from kith.ui.dates import today
from tests.cast import BOW, TESTS
from tests.unit.desk.people import member, referred

QUEUE = "/desk/triage"
SAID = "We support people from 18. We will read this and tell you who can help."


def born(years: int) -> datetime.date:
    day = today()
    return day.replace(year=day.year - years, day=min(day.day, 28))


def young(years: int = 15, **told: Any) -> Referral:
    return referred(who={"date_of_birth": born(years)}, **told)


def serves_from(age: int) -> None:
    scheme = organisation_queries.scheme(BOW)
    organisations.change_scheme(by=TESTS, scheme=scheme, youngest_age=age)


def test_taking_on_asks_why_and_keeps_it(in_bow: Actor) -> None:
    referral = young()
    with pytest.raises(Refused, match="is 15, and your service supports people from 18"):
        caseload.take_on(by=in_bow, referral=referral)
    case = caseload.take_on(by=in_bow, referral=referral, why_young=" Nobody else will. ")
    referral.refresh_from_db()
    assert (referral.decision, referral.decided_why) == (Decision.TAKEN_ON, "Nobody else will.")
    assert case.state == "open"


def test_the_age_counts_on_the_day_of_the_referral(in_bow: Actor) -> None:
    eighteen = referred(number=1, who={"date_of_birth": born(18)})
    caseload.take_on(by=in_bow, referral=eighteen)
    before = referred(
        number=2, who={"date_of_birth": born(18)}, referred_on=today() - datetime.timedelta(days=40)
    )
    with pytest.raises(Refused, match="is 17"):
        caseload.take_on(by=in_bow, referral=before)


def test_a_scheme_that_serves_children_asks_nothing(in_bow: Actor) -> None:
    serves_from(0)
    referral = young(9)
    caseload.take_on(by=in_bow, referral=referral, why_young="Not needed")
    referral.refresh_from_db()
    assert referral.decided_why == ""
    assert SAID not in WordBack.objects.get(referral=referral, kind="acknowledged").what_next


def test_a_scheme_for_older_people_says_so_of_an_adult(in_bow: Actor) -> None:
    serves_from(60)
    referral = young(45)
    with pytest.raises(Refused, match="supports people from 60"):
        caseload.take_on(by=in_bow, referral=referral)
    assert "from 60" in WordBack.objects.get(referral=referral).what_next


def test_the_referrer_is_told_on_the_page_of_the_referral(company: Any, key: Any) -> None:
    day = born(15)
    client = company.client("ruth")
    answer = client.post(
        "/desk/referrals/new",
        {
            **key(), "first_name": "Leo", "last_name": "Lima", "date_of_birth_day": day.day,
            "date_of_birth_month": day.month, "date_of_birth_year": day.year,
            "phone": "07700 900123", "person_knows": "yes", "referrer_sees": "Out of school.",
            "risk": "not_asked", "urgency": "routine",
        },
        follow=True,
    ).content.decode()  # fmt: skip
    assert SAID in answer
    assert SAID in client.get("/desk/referrals").content.decode()


def test_the_lead_sees_it_first_and_is_offered_to_send_it_on(company: Any, key: Any) -> None:
    with in_scheme(BOW, actor=TESTS.key):
        referral = young()
    client = company.client("tess")
    queue = client.get(QUEUE).content.decode()
    assert "Under 18: 15 years" in queue
    assert "Take on and give" not in queue
    assert 'name="referral"' not in queue
    page = client.get(f"{QUEUE}/{referral.pk}").content.decode()
    assert page.index('value="redirect"') < page.index('value="take_on"')
    form = {"decision": "take_on", "holder": str(member_id("Nadia")), "note": ""}
    assert client.post(
        f"{QUEUE}/{referral.pk}", {**key(), "version": referral.version, **form, "why_young": ""}
    ).status_code == 400  # fmt: skip
    client.post(f"{QUEUE}/{referral.pk}/take-on", key())
    assert read(referral).decision == Decision.RECEIVED
    client.post(
        f"{QUEUE}/{referral.pk}",
        {**key(), "version": read(referral).version, **form, "why_young": "Turns 18 on Friday"},
    )
    assert read(referral).decided_why == "Turns 18 on Friday"


def test_why_a_child_was_taken_on_is_not_for_the_referrer(company: Any) -> None:
    with in_scheme(BOW, actor=TESTS.key):
        referral = young(referrer=member("Ruth"))
        caseload.take_on(by=TESTS, referral=referral, why_young="Her aunt cannot know")
    shown = company.client("ruth").get(f"/desk/referrals/{referral.pk}").content.decode()
    assert "aunt" not in shown


def test_a_child_who_is_served_is_said_to_be_one(company: Any) -> None:
    with in_scheme(BOW, actor=TESTS.key):
        serves_from(0)
        young(9)
    queue = company.client("tess").get(QUEUE).content.decode()
    assert "Under 18: 9 years" in queue
    assert "Your service supports people of this age." in queue
    assert "Take on and give" in queue


@pytest.mark.parametrize(
    ("years", "childline", "from_18"), [(15, True, True), (17, False, True), (30, False, False)]
)
def test_the_public_page_speaks_to_the_young(
    db: None, key: Any, years: int, childline: bool, from_18: bool
) -> None:
    client, day = Client(), born(years)
    client.post("/s/bow/ask", {**key(), "for_whom": "self"})
    client.post("/s/bow/ask/name", {**key(), "first_name": "Leo", "last_name": "Lima"})
    client.post(
        "/s/bow/ask/birth-date",
        {**key(), "date_of_birth_day": day.day, "date_of_birth_month": day.month,
         "date_of_birth_year": day.year},
    )  # fmt: skip
    page = client.get("/s/bow/ask/phone").content.decode()
    assert ("0800 1111" in page) is childline
    assert (SAID in page) is from_18


def member_id(name: str) -> Any:
    with in_scheme(BOW, actor=TESTS.key):
        return member(name).pk


def read(referral: Referral) -> Referral:
    with in_scheme(BOW, actor=TESTS.key):
        return Referral.objects.get(pk=referral.pk)
