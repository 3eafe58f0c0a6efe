"""New referrals: read, decided on, given to someone, undone."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.test import Client

from kith.audit.models import Entry
from kith.isolation.context import in_scheme
from kith.organisations.models import Membership
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.referrals import actions
from kith.pathway.referrals.models import Ask, Referral
from kith.pathway.referrals.states import Decision
from kith.people.actions import Who
from tests.cast import BOW, TESTS

QUEUE = "/desk/triage"


@pytest.fixture
def refer(db):
    def make(last_name="Okafor", phone="07700 900123", **more) -> Referral:
        with in_scheme(BOW, actor=TESTS.key):
            return actions.receive(
                by=TESTS, scheme_id=BOW,
                who=Who("Ada", last_name, datetime.date(1956, 2, 29), phone=phone),
                **{"source": "01", "organisation_name": "Merchant Street Practice", **more},
            )  # fmt: skip

    return make


def member(name: str) -> Membership:
    with in_scheme(BOW, actor=TESTS.key):
        return Membership.objects.get(scheme_id=BOW, name__startswith=name)


def read(referral: Referral) -> Referral:
    with in_scheme(BOW, actor=TESTS.key):
        return Referral.objects.get(pk=referral.pk)


def case_of(referral: Referral) -> Case | None:
    with in_scheme(BOW, actor=TESTS.key):
        return Case.objects.select_related("holder").filter(referral=referral).first()


def test_both_texts_risk_and_the_suggestion_are_in_sight(company, refer):
    refer(referrer_sees="Low since the spring", person_says="I miss my sister")
    shown = company.client("tess").get(QUEUE).content.decode()
    for words in (
        "Low since the spring", "I miss my sister", "Not yet asked", "Ada Okafor",
        "Take on and give to Bea", "Holds nobody yet.", "Born 29 February 1956",
        "07700 900123: not asked what is safe",
    ):  # fmt: skip
        assert words in shown, words


def test_the_oldest_stands_first_and_reading_leaves_a_line(company, refer):
    then = datetime.datetime(2026, 1, 5, tzinfo=datetime.UTC)
    refer("Newer", at=then + datetime.timedelta(days=5))
    refer("Older", phone="07700 900124", at=then)
    shown = company.client("tess").get(QUEUE).content.decode()
    assert shown.index("Ada Older") < shown.index("Ada Newer")
    assert "2 referrals to decide on" in shown
    with in_scheme(BOW, actor=TESTS.key):
        assert Entry.objects.filter(action="record.opened", subject_type="desk:triage").count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_more_referrals_make_no_more_reads(company, refer, count, django_assert_max_num_queries):
    for number in range(count):
        refer(f"Name{number}", phone=f"07700 90012{number}")
    client = company.client("tess")
    with django_assert_max_num_queries(49):
        assert client.get(QUEUE).status_code == 200


def test_one_press_takes_on_and_gives_and_a_second_does_it_once(company, refer, key):
    referral = refer()
    client, sent = company.client("tess"), key()
    for _ in range(2):
        posted = {**sent, "holder": member("Nadia").pk, "version": referral.version}
        answer = client.post(f"{QUEUE}/{referral.pk}/take-on", posted)
        assert answer.status_code == 302
    assert case_of(referral).holder.name == "Nadia Rahman"
    shown = client.get(QUEUE).content.decode()
    assert "Ada Okafor was taken on." in shown
    assert "Undo" in shown


def test_a_decision_is_undone_from_the_page(company, refer, key):
    referral = refer()
    client = company.client("tess")
    client.post(f"{QUEUE}/{referral.pk}/take-on", {**key(), "holder": member("Nadia").pk})
    client.post(f"{QUEUE}/{referral.pk}/undo", key())
    assert read(referral).decision == Decision.RECEIVED
    assert case_of(referral) is None


def test_an_old_decision_is_not_undone(company, refer, key):
    referral = refer()
    past = datetime.datetime(2026, 1, 5, tzinfo=datetime.UTC)
    with in_scheme(BOW, actor=TESTS.key):
        caseload.take_on(by=TESTS, referral=referral, holder=member("Nadia"), at=past)
    client = company.client("tess")
    answer = client.post(f"{QUEUE}/{referral.pk}/undo", key(), follow=True)
    assert "no longer be undone" in answer.content.decode()
    assert case_of(referral) is not None


def test_taken_on_without_a_worker_it_waits_below_and_is_given(company, refer, key):
    referral = refer()
    client = company.client("tess")
    client.post(
        f"{QUEUE}/{referral.pk}", {**key(), "decision": "take_on", "holder": "", "version": 1}
    )
    case = case_of(referral)
    assert case.holder is None
    shown = client.get(QUEUE).content.decode()
    assert "waiting for a worker" in shown
    address = f"{QUEUE}/case/{case.pk}"
    assert client.get(address).status_code == 200
    seen = {"version": case.version}
    assert client.post(address, {**key(), **seen, "holder": ""}).status_code == 400
    client.post(address, {**key(), **seen, "holder": str(member("Nadia").pk)})
    assert case_of(referral).holder.name == "Nadia Rahman"


def test_returned_with_a_reason_or_not_at_all(company, refer, key):
    referral = refer()
    client, address = company.client("tess"), f"{QUEUE}/{referral.pk}"
    assert client.post(address, {**key(), "version": 1, "decision": "return"}).status_code == 400
    assert client.post(address, {**key(), "version": 1, "decision": ""}).status_code == 400
    sent = client.post(
        address, {**key(), "version": 1, "decision": "return", "reason": "Which language?"}
    )
    assert sent.status_code == 302
    assert read(referral).decided_why == "Which language?"


def test_not_taken_on_with_code_and_words(company, refer, key):
    referral = refer()
    client, address = company.client("tess"), f"{QUEUE}/{referral.pk}"
    words = {"version": 1, "decision": "not_take_on", "reason_code": "02"}
    assert client.post(address, {**key(), **words}).status_code == 400
    client.post(address, {**key(), **words, "words": "Lives in Leeds"})
    assert read(referral).decision == Decision.NOT_TAKEN_ON


def test_two_leads_decide_at_once_and_the_second_is_told(company, refer, key):
    referral = refer()
    one, other = company.client("tess"), company.client("mo")
    seen = {"holder": member("Nadia").pk, "version": referral.version}
    one.post(f"{QUEUE}/{referral.pk}/take-on", {**key(), **seen})
    late = other.post(f"{QUEUE}/{referral.pk}/take-on", {**key(), **seen}, follow=True)
    assert late.status_code == 200
    assert "open case already" in late.content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("tess", 200), ("mo", 200), ("nadia", 403), ("ruth", 403), ("max", 404)]
)
def test_who_may_decide(company, refer, who, status):
    referral = refer()
    assert company.client(who).get(f"{QUEUE}/{referral.pk}").status_code == status


def test_a_stranger_and_a_missing_referral_get_the_same_answer(company, refer, key):
    referral, client = refer(), company.client("max")
    for address in (f"{QUEUE}/{referral.pk}", f"{QUEUE}/{uuid.uuid4()}"):
        assert client.get(address).status_code == 404
        assert client.post(f"{address}/take-on", key()).status_code == 404
        assert client.post(f"{address}/undo", key()).status_code == 404
    assert "Ada Okafor" not in client.get(QUEUE).content.decode()
    assert read(referral).decision == Decision.RECEIVED


def test_a_lead_cannot_press_for_another_partners_worker(company, refer, key):
    referral = refer()
    address = f"{QUEUE}/{referral.pk}/take-on"
    posted = {"holder": member("Sam").pk}
    assert company.client("tess").post(address, {**key(), **posted}).status_code == 404
    assert company.client("mo").post(address, {**key(), **posted}).status_code == 302


def test_a_possible_duplicate_of_another_partner_is_said_and_not_shown(company, refer):
    first = refer("Okafor")
    with in_scheme(BOW, actor=TESTS.key):
        caseload.take_on(by=TESTS, referral=first, holder=member("Sam"))
    refer("Okafor-Bell", phone="07700 900199")
    hidden = company.client("tess").get(QUEUE).content.decode()
    assert "whom you may not see" in hidden
    assert str(first.person_id) not in hidden
    assert str(first.person_id) in company.client("mo").get(QUEUE).content.decode()


def test_all_read_says_when_the_last_one_came(company, refer, key):
    client = company.client("tess")
    assert "No referral has come yet" in client.get(QUEUE).content.decode()
    referral = refer()
    client.post(f"{QUEUE}/{referral.pk}/take-on", key())
    assert "All read. The last one came" in client.get(QUEUE).content.decode()


def test_an_ask_that_is_no_referral_is_read_and_put_aside(company, key):
    with in_scheme(BOW, actor=TESTS.key):
        ask = Ask.objects.create(
            scheme_id=BOW, answers={"first_name": "Bo", "words": "Help"}, problem="No phone."
        )
    client = company.client("tess")
    address = f"{QUEUE}/ask/{ask.pk}"
    assert address in client.get(QUEUE).content.decode()
    assert "Bo" in client.get(address).content.decode()
    assert company.client("max").get(address).status_code == 404
    assert client.post(address, {**key(), "reason": ""}).status_code == 400
    assert client.post(address, {**key(), "reason": "A test"}).status_code == 302
    assert client.get(address).status_code == 404


def test_nobody_signed_out_reads_the_queue(db):
    assert Client().get(QUEUE).status_code == 302
