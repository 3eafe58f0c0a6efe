"""A campaign: its list, its calls as contacts, and the page on which they are looked at."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from kith.audit.models import Entry
from kith.campaigns import actions
from kith.campaigns.models import CampaignCall, CampaignListing
from kith.isolation import context
from kith.pathway.contacts.models import Contact
from kith.people import actions as people
from kith.people.models import Person
from kith.resilience.errors import Refused
from kith.ui.dates import LONDON
from tests import cast
from tests.unit.pathway.stories import a_case

BY = cast.TESTS
FIRST, LAST = dt.date(2020, 3, 23), dt.date(2020, 6, 30)


def at(day: dt.date, hour: int = 11) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), tzinfo=LONDON)


def someone(first_name: str = "Asha", **who) -> Person:  # type: ignore[no-untyped-def]
    return people.register(
        by=BY, scheme_id=cast.BOW, first_name=first_name, last_name="Begum",
        date_of_birth=dt.date(1950, 5, 1), **who,
    )  # fmt: skip


@pytest.fixture
def campaign(in_bow):  # type: ignore[no-untyped-def]
    return actions.open_campaign(
        by=BY, scheme_id=cast.BOW, name="Lockdown calls", from_date=FIRST, to_date=LAST
    )


def test_a_call_is_a_contact_and_the_campaigns_in_one_act(campaign) -> None:
    person = someone()
    actions.list_person(by=BY, campaign=campaign, person=person, added_on=FIRST)
    made = actions.call(
        by=BY, campaign=campaign, person=person, outcome="reached", minutes=12,
        note="She has shopping.", at=at(FIRST),
    )  # fmt: skip
    assert (made.contact.person, made.contact.case) == (person, None)
    assert (made.contact.direction, made.contact.medium) == ("out", "02")
    assert made.contact.happened_at == at(FIRST)
    assert Entry.objects.filter(action="campaigns.call", person_id=person.pk).exists() or (
        Entry.objects.filter(action="contacts.record", person_id=person.pk).exists()
    )


def test_a_call_to_someone_with_a_case_belongs_to_the_case(campaign) -> None:
    case = a_case(at=at(dt.date(2020, 2, 1)))
    with context.in_scheme(cast.BOW, actor=BY.key):
        actions.list_person(by=BY, campaign=campaign, person=case.person)
        made = actions.call(
            by=BY, campaign=campaign, person=case.person, outcome="no_answer", at=at(LAST, 23)
        )
    assert made.contact.case == case


def test_someone_is_on_a_list_once(campaign) -> None:
    person = someone()
    first = actions.list_person(by=BY, campaign=campaign, person=person)
    assert actions.list_person(by=BY, campaign=campaign, person=person) == first
    assert CampaignListing.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"at": at(FIRST - dt.timedelta(days=1), 23)}, "not within it"),
        ({"at": at(LAST + dt.timedelta(days=1), 0)}, "not within it"),
        ({"outcome": "did_not_attend"}, "what came of the call"),
        ({"medium": "letter"}, "phone or video"),
        ({"minutes": -1}, "minutes"),
    ],
)
def test_what_is_not_a_call_of_the_campaign_is_refused_and_keeps_nothing(
    campaign, given, said
) -> None:
    person = someone()
    actions.list_person(by=BY, campaign=campaign, person=person)
    call = {"outcome": "no_answer", "at": at(FIRST, 0), **given}
    with pytest.raises(Refused) as refused:
        actions.call(by=BY, campaign=campaign, person=person, **call)
    assert said in refused.value.message
    assert (CampaignCall.objects.count(), Contact.objects.count()) == (0, 0)
    actions.call(by=BY, campaign=campaign, person=person, outcome="no_answer", at=at(FIRST, 0))
    actions.call(by=BY, campaign=campaign, person=person, outcome="no_answer", at=at(LAST, 23))


def test_only_people_on_the_list_are_called(campaign) -> None:
    with pytest.raises(Refused, match="not on the list"):
        actions.call(by=BY, campaign=campaign, person=someone(), outcome="reached", at=at(FIRST))


def test_a_campaign_needs_a_name_of_its_own_and_days_in_order(campaign) -> None:
    for given in (
        {"name": " "}, {"name": "Lockdown calls"}, {"name": "Heat", "to_date": dt.date(2019, 1, 1)}
    ):  # fmt: skip
        with pytest.raises(Refused):
            actions.open_campaign(by=BY, scheme_id=cast.BOW, **{"from_date": FIRST, **given})
    actions.open_campaign(by=BY, scheme_id=cast.BOW, name="Heat", from_date=FIRST)


def test_a_campaign_cannot_reach_into_another_scheme(campaign) -> None:
    theirs = a_case(scheme_id=cast.POPLAR, holder="Sana Mirza").person
    with context.in_scheme(cast.BOW, actor=BY.key):
        with pytest.raises(Refused):
            actions.list_person(by=BY, campaign=campaign, person=theirs)
        with pytest.raises(IntegrityError), transaction.atomic():
            CampaignListing.objects.create(
                scheme_id=cast.BOW, campaign=campaign, person_id=theirs.pk, added_on=FIRST
            )


def test_the_page_shows_the_calls_one_by_one_to_those_who_may(company, campaign) -> None:
    case = a_case(at=at(dt.date(2020, 2, 1)))  # of Roman Road Friends
    with context.in_scheme(cast.BOW, actor=BY.key):
        actions.list_person(by=BY, campaign=campaign, person=case.person)
        for day in (FIRST, LAST):
            actions.call(
                by=BY, campaign=campaign, person=case.person, outcome="reached", at=at(day)
            )
    address = f"/desk/campaigns/{campaign.pk}"
    shown = company.client("nadia").get(address).content.decode()
    assert "23 March 2020 at 11am" in shown
    assert "30 June 2020 at 11am" in shown
    assert "Maya Okafor" in shown
    assert "Maya Okafor" in company.client("nadia").get(f"{address}?show=people").content.decode()
    with context.in_scheme(cast.BOW, actor=BY.key):
        assert Entry.objects.filter(
            action="record.opened", subject_type="campaigns:campaign", person_id=case.person_id
        ).count() == 2  # fmt: skip
    for way in (address, f"{address}?show=people"):
        worried = company.client("nadia").get(way).content.decode()
        assert "I am worried" in worried
        assert "/desk/concerns/about/" in worried
    other = company.client("sam").get(address).content.decode()
    assert "/desk/concerns/about/" not in other
    assert "30 June 2020 at 11am" in other
    assert "Maya" not in other
    assert company.client("sana").get(address).status_code == 404
    assert company.client("ruth").get(address).status_code == 403
    assert "Lockdown calls" in company.client("nadia").get("/desk/campaigns").content.decode()
    assert "Lockdown calls" not in company.client("sana").get("/desk/campaigns").content.decode()


@pytest.mark.parametrize("name", ["", "?show=people", "?outcome=reached", "?outcome=x&page=zz"])
def test_the_page_asks_as_often_for_three_as_for_one(
    company, campaign, name, django_assert_max_num_queries
) -> None:
    client, address = company.client("mo"), f"/desk/campaigns/{campaign.pk}{name}"
    asked = []
    for number in (1, 3):
        for one in range(number):
            person = someone(f"Asha{number}{one}")
            actions.list_person(by=BY, campaign=campaign, person=person)
            actions.call(by=BY, campaign=campaign, person=person, outcome="reached", at=at(FIRST))
        client.get(address)
        with django_assert_max_num_queries(40) as queries:
            assert client.get(address).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]
