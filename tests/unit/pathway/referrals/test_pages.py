"""Referring someone on one page, and asking for oneself one question at a time."""

from __future__ import annotations

import datetime
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from kith.isolation.context import in_scheme
from kith.organisations.models import Reason
from kith.pathway.referrals import actions, jobs
from kith.pathway.referrals.models import Ask, Referral
from kith.pathway.referrals.states import Decision
from kith.people.models import ContactPoint, LinkedPerson, Person
from tests.cast import BOW, POPLAR, TESTS

NEW = "/desk/referrals/new"
WHO = {
    "first_name": "Ada",
    "last_name": "Okafor",
    "date_of_birth_day": "29",
    "date_of_birth_month": "2",
    "date_of_birth_year": "1956",
    "phone": "07700 900123",
    "phone_safe_for": ["call", "text"],
    "person_knows": "yes",
    "referrer_sees": "Low since the spring",
    "urgency": "routine",
    "risk": "not_asked",
}


def bow():
    return in_scheme(BOW, actor=TESTS.key)


def test_a_referrer_sends_a_referral_and_sees_where_it_is(company, key):
    with bow():
        reason = Reason.objects.filter(scheme_id=BOW, foundation="hope").first()
    ruth = company.client("ruth")
    assert "Merchant Street Practice" in ruth.get(NEW).content.decode()
    sent = ruth.post(NEW, {**key(), **WHO, "reasons_hope": [str(reason.pk)]}, follow=True)
    shown = sent.content.decode()
    assert "Sent. You can see here what becomes of it." in shown
    assert reason.label in shown
    listed = ruth.get("/desk/referrals").content.decode()
    assert "Ada Okafor" in listed
    assert "A member of the team reads it and decides what happens. By" in listed
    assert ">Refer someone</a>" in listed.replace("\n", "").replace("  ", "")
    with bow():
        referral = Referral.objects.get()
        phone = ContactPoint.objects.get()
    assert (referral.source, referral.organisation_name) == ("01", "Merchant Street Practice")
    assert phone.safe_for == ["call", "text"]


def test_the_same_form_twice_is_one_referral(company, key):
    ruth, sent = company.client("ruth"), {**key(), **WHO}
    first, again = ruth.post(NEW, sent), ruth.post(NEW, sent)
    assert first["Location"] == again["Location"]
    # And the same person typed again the same day is shown the one there is.
    third = ruth.post(NEW, {**key(), **WHO}, follow=True)
    assert "We have this referral already" in third.content.decode()
    with bow():
        assert Referral.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"last_name": ""}, "Enter their name"),
        ({"date_of_birth_day": "31"}, "Date of birth"),
        ({"date_of_birth_year": "2999"}, "Date of birth"),
        ({"nhs_number": "9990000019"}, "digits do not add up"),
        ({"phone": ""}, "Give a phone number, an e-mail or an address"),
        ({"phone": "12"}, "phone number"),
        ({"postcode": "nowhere"}, "postcode"),
        ({"person_knows": ""}, "Do they know that we will call?"),
        ({"referrer_sees": ""}, "Choose a reason below, or say what you see"),
        ({"risk": "stated"}, "Say what the risk is"),
        ({"last_name": "a\x00b"}, "There is a problem"),
        ({"first_name": "a\u202eb"}, "There is a problem"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(company, key, wrong, said):
    answer = company.client("ruth").post(NEW, {**key(), **WHO, **wrong})
    shown = answer.content.decode()
    assert answer.status_code == 400
    assert "There is a problem" in shown
    assert said in shown
    assert "Low since the spring" in shown or "referrer_sees" in wrong
    with bow():
        assert not Referral.objects.exists()


def test_staff_take_a_referral_by_telephone(company, key):
    nadia = company.client("nadia")
    assert nadia.post(NEW, {**key(), **WHO}).status_code == 400
    asked = {"source": "02", "referrer_name": "", "organisation_name": ""}
    assert nadia.post(NEW, {**key(), **WHO, **asked}).status_code == 302
    with bow():
        assert Referral.objects.get().source == "02"


def test_someone_of_two_schemes_chooses_which(company, key):
    bea = company.client("bea")
    bea.post(f"{NEW}?scheme=poplar", {**key(), **WHO, "source": "02"})
    with in_scheme(POPLAR, actor=TESTS.key):
        assert Referral.objects.count() == 1
    with bow():
        assert not Referral.objects.exists()


def test_a_returned_referral_is_completed_and_sent_again(company, key):
    ruth = company.client("ruth")
    ruth.post(NEW, {**key(), **WHO})
    with bow():
        referral = Referral.objects.get()
        actions.return_to_referrer(by=TESTS, referral=referral, reason="Which language?")
    page = f"/desk/referrals/{referral.pk}"
    assert "Which language?" in ruth.get(page).content.decode()
    again = f"{page}/again"
    assert company.client("ray").get(again).status_code == 404
    assert ruth.post(again, {**key(), "referrer_sees": ""}).status_code == 400
    typed = {"version": referral.version, "referrer_sees": "She speaks Sylheti"}
    ruth.post(again, {**key(), **typed})
    with bow():
        referral.refresh_from_db()
    assert (referral.decision, referral.referrer_sees) == (Decision.RECEIVED, "She speaks Sylheti")


def test_a_referrer_withdraws_their_own_alone(company, key):
    ruth = company.client("ruth")
    ruth.post(NEW, {**key(), **WHO})
    with bow():
        referral = Referral.objects.get()
    page = f"/desk/referrals/{referral.pk}"
    for other in ("ray", "sana"):
        assert company.client(other).get(page).status_code in (403, 404)
        assert company.client(other).post(f"{page}/withdraw", key()).status_code in (403, 404)
    assert company.client("nadia").post(f"{page}/withdraw", key()).status_code == 404
    ruth.post(f"{page}/withdraw", key())
    with bow():
        referral.refresh_from_db()
    assert referral.decision == Decision.WITHDRAWN


def test_who_may_refer(company):
    assert company.client("ruth").get(NEW).status_code == 200
    assert company.client("fay").get(NEW).status_code == 403
    assert Client().get(NEW).status_code == 302


def test_two_who_refer_one_person_at_the_same_moment_are_both_answered(company, committed, key):
    together = threading.Barrier(2)

    def refer(name: str) -> int:
        try:
            client, typed = company.client(name), {**WHO, "nhs_number": "9990000018"}
            together.wait()
            return client.post(NEW, {**key(), **typed}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(refer, ("ruth", "ray")))
    assert said in ([302, 302], [302, 400])
    with bow():
        assert Person.objects.get().nhs_number == "9990000018"


ANSWERS = (
    ("ask", {"for_whom": "self"}),
    ("ask/name", {"first_name": "", "last_name": "Suharto"}),
    (
        "ask/birth-date",
        {"date_of_birth_day": "29", "date_of_birth_month": "2", "date_of_birth_year": "1956"},
    ),
    ("ask/phone", {"phone": "07700 900123", "phone_safe_for": ["text"]}),
    ("ask/write", {}),
    ("ask/help", {"foundations": ["money", "home"], "words": "The bills"}),
)


def answer_all(client: Client, key, answers=ANSWERS) -> None:
    for address, typed in answers:
        sent = client.post(f"/s/bow/{address}", {**key(), **typed})
        assert sent.status_code == 302, (address, sent.content.decode()[:2000])


def test_asking_for_oneself_becomes_a_referral(db, key):
    client = Client()
    first = client.get("/s/bow/ask").content.decode()
    assert "Who would you like support for?" in first
    assert "116 123" in first
    answer_all(client, key)
    check = client.get("/s/bow/ask/check").content.decode()
    assert "Suharto" in check
    sent = client.post("/s/bow/ask/check", key(), follow=True)
    assert "What happens next" in sent.content.decode()
    with bow():
        ask = Ask.objects.get()
    jobs.read_ask(str(BOW), str(ask.pk))
    jobs.read_ask(str(BOW), str(ask.pk))
    with bow():
        referral = Referral.objects.get()
        assert referral.source == "02"
        assert referral.person_says == ("Asked for help with: Money; A safe home.\n\nThe bills")
        assert ContactPoint.objects.get().safe_for == ["call", "text"]
        ask.refresh_from_db()
        assert ask.referral == referral


def test_a_stranger_who_asks_in_somebodys_name_is_sent_nothing(db, key):
    """They know the name, the birth date and the home, as someone who lived there would."""
    home = {"address": "1 Bow Road", "postcode": "e33pn"}
    for phone in ("07700 900123", "07700 900666"):
        client, typed = Client(), {"phone": phone, "phone_safe_for": ["text", "voicemail"]}
        answer_all(
            client, key, (*ANSWERS[:3], ("ask/phone", typed), ("ask/write", home), ANSWERS[5])
        )
        client.post("/s/bow/ask/check", key())
    with bow():
        asks = list(Ask.objects.order_by("created_at"))
        Ask.objects.filter(pk=asks[0].pk).update(
            created_at=timezone.now() - datetime.timedelta(days=40)
        )
    for ask in asks:
        jobs.read_ask(str(BOW), str(ask.pk))
    with bow():
        person = Person.objects.get()
        said = {
            p.value: set(p.safe_for)
            for p in ContactPoint.objects.filter(person=person, kind="phone")
        }
    assert said == {"+447700900123": {"call", "text", "voicemail"}, "+447700900666": set()}


def test_asking_for_a_relative_tells_them_nothing(db, key):
    client = Client()
    asker = {"asker_name": "Bo Okafor", "asker_relationship": "Son", "person_knows": "no"}
    answer_all(
        client, key, (("ask", {"for_whom": "other"}), ("ask/about-you", asker), *ANSWERS[1:])
    )
    client.post("/s/bow/ask/check", key())
    with bow():
        ask = Ask.objects.get()
    jobs.read_ask(str(BOW), str(ask.pk))
    with bow():
        referral = Referral.objects.get()
        assert (referral.source, referral.person_knows) == ("03", False)
        assert referral.person_says == ""
        assert LinkedPerson.objects.get().may_be_told == "nothing"


@pytest.mark.parametrize(
    ("ring", "safe"),
    [
        ({}, ["text"]),
        ({"ring_is_safe": "no"}, ["text"]),
        ({"ring_is_safe": "yes"}, ["call", "voicemail", "text"]),
    ],
)
def test_someone_elses_number_is_rung_only_when_the_asker_says_it_is_safe(db, key, ring, safe):
    client = Client()
    asker = {"asker_name": "Bo Okafor", "asker_relationship": "Son", "person_knows": "yes"}
    phone = {"phone": "07700 900123", "phone_safe_for": ["voicemail", "text"], **ring}
    answer_all(
        client,
        key,
        (
            ("ask", {"for_whom": "other"}),
            ("ask/about-you", asker),
            *ANSWERS[1:3],
            ("ask/phone", phone),
            *ANSWERS[4:],
        ),
    )
    assert (
        "Is it safe for us to ring this number?" in client.get("/s/bow/ask/phone").content.decode()
    )
    client.post("/s/bow/ask/check", key())
    with bow():
        ask = Ask.objects.get()
    jobs.read_ask(str(BOW), str(ask.pk))
    with bow():
        assert ContactPoint.objects.get().safe_for == safe


def test_one_is_not_asked_whether_ringing_oneself_is_safe(db, key):
    client = Client()
    answer_all(client, key)
    assert "Is it safe for us to ring" not in client.get("/s/bow/ask/phone").content.decode()


def test_every_answer_is_there_to_check_and_a_blank_says_so(db, key):
    client = Client()
    asker = {"asker_name": "Bo Okafor", "asker_relationship": "Son", "person_knows": "no"}
    write = {"email": "maya@kith.example", "email_is_safe": "yes", "address": "1 Bow Road",
             "letter_is_safe": "no"}  # fmt: skip
    answer_all(
        client,
        key,
        (
            ("ask", {"for_whom": "other"}),
            ("ask/about-you", asker),
            *ANSWERS[1:4],
            ("ask/write", write),
            ANSWERS[5],
        ),
    )
    page = client.get("/s/bow/ask/check").content.decode()
    shown = re.findall(
        r'<dt class="nhsuk-summary-list__key">\s*(.*?)\s*</dt>\s*<dd[^>]*>\s*(.*?)\s*</dd>',
        page,
        re.S,
    )
    said = {key: re.sub(r"<[^>]+>", "", value).strip() for key, value in shown}
    assert said["They know that you are asking"] == "No"
    assert said["Safe to ring"] == "None given"
    assert said["Safe to write to this e-mail"] == "Yes"
    assert said["Safe to send a letter there"] == "No"
    assert said["Good time to ring"] == "None given"
    assert said["In your own words"] == "The bills"


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("ask", {"for_whom": ""}),
        ("ask/name", {"last_name": " "}),
        ("ask/birth-date", {"date_of_birth_day": "30", "date_of_birth_month": "2",
                            "date_of_birth_year": "1956"}),
        ("ask/birth-date", {"date_of_birth_day": "1", "date_of_birth_month": "1",
                            "date_of_birth_year": "1899"}),
        ("ask/phone", {"phone": "999999999999"}),
        ("ask/write", {"postcode": "zz"}),
        ("ask/write", {"email": "ada@"}),
        ("ask/help", {"words": " "}),
    ],
)  # fmt: skip
def test_an_answer_that_is_none_is_asked_again(db, key, address, typed):
    client = Client()
    answer_all(client, key)
    shown = client.post(f"/s/bow/{address}", {**key(), **typed})
    assert shown.status_code == 400
    assert "There is a problem" in shown.content.decode()


def test_without_a_phone_a_way_to_write_is_asked_for(db, key):
    client = Client()
    answer_all(client, key)
    client.post("/s/bow/ask/phone", {**key(), "phone": ""})
    assert client.post("/s/bow/ask/write", key()).status_code == 400
    typed = {"address": "1 Bow Road", "postcode": "e33pn", "letter_is_safe": "yes"}
    assert client.post("/s/bow/ask/write", {**key(), **typed}).status_code == 302
    client.post("/s/bow/ask/check", key())
    with bow():
        ask = Ask.objects.get()
    jobs.read_ask(str(BOW), str(ask.pk))
    with bow():
        assert ContactPoint.objects.get().safe_for == ["letter"]


def test_going_back_is_safe_and_nothing_is_skipped(db, key):
    client = Client()
    assert client.get("/s/bow/ask/help")["Location"] == "/s/bow/ask"
    assert client.get("/s/bow/ask/check")["Location"] == "/s/bow/ask"
    assert client.get("/s/bow/ask/sent")["Location"] == "/s/bow/ask"
    answer_all(client, key)
    assert "Suharto" in client.get("/s/bow/ask/name").content.decode()
    client.post("/s/bow/ask/name", {**key(), "last_name": "Sukarno"})
    assert "Sukarno" in client.get("/s/bow/ask/check").content.decode()


def test_one_schemes_answers_are_not_anothers(db, key):
    client = Client()
    answer_all(client, key)
    assert client.get("/s/poplar/ask/check")["Location"] == "/s/poplar/ask"
    for address in ("/s/nowhere/ask", "/s/bow/ask/nowhere", "/s/bow/ask/who-for"):
        assert client.get(address).status_code == 404


def test_a_busy_network_is_asked_to_wait_and_loses_nothing(db, key):
    client = Client()
    for _ in range(20):
        answer_all(client, key)
        assert client.post("/s/bow/ask/check", key()).status_code == 302
    answer_all(client, key)
    late = client.post("/s/bow/ask/check", key())
    assert late.status_code == 400
    assert "Too many tries" in late.content.decode()
    assert "Suharto" in late.content.decode()


def test_an_ask_that_cannot_be_one_keeps_why(in_bow):
    ask = Ask.objects.create(
        scheme_id=BOW,
        answers={"last_name": "Bell", "date_of_birth": "1956-02-29", "for_whom": "self"},
    )
    actions.read_ask(by=TESTS, ask=ask)
    assert "phone number" in ask.problem
    assert ask.referral is None
    assert datetime.date.fromisoformat(ask.answers["date_of_birth"])


def test_writing_twice_on_one_day_keeps_both_and_makes_one_referral(in_bow):
    answers = {
        "last_name": "Bell", "date_of_birth": "1956-02-29", "for_whom": "self",
        "phone": "07700 900411", "phone_is_safe": "yes",
    }  # fmt: skip
    for words in ("I am lonely", "I am afraid of my nephew", "I am afraid of my nephew"):
        ask = Ask.objects.create(scheme_id=BOW, answers={**answers, "words": words})
        actions.read_ask(by=TESTS, ask=ask)
        assert ask.handled_at, ask.problem
    said = Referral.objects.get().person_says
    assert said.count("I am lonely") == said.count("I am afraid of my nephew") == 1
