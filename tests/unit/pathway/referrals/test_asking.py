"""The public page: saved for later, on paper, closed, with the scheme's own questions."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from kith.isolation import context
from kith.isolation.context import Kind
from kith.messages.models import Email
from kith.organisations.models import Membership
from kith.pathway.caseload import actions as caseload
from kith.pathway.contacts import jobs as contact_jobs
from kith.pathway.referrals import actions, jobs, rules
from kith.pathway.referrals.ask_forms import STEPS
from kith.pathway.referrals.models import Ask, CodeOwed, Referral, Reply, SavedAsk
from kith.people.actions import Who
from kith.people.models import LinkedPerson
from kith.resilience.forms import Form
from kith.ui.fields import SelectField
from kith.vocabulary import ring_us
from tests.cast import BOW, TESTS
from tests.unit.pathway.referrals.test_pages import ANSWERS, answer_all

Key = Callable[[], dict[str, str]]
EMAIL = ("ask/write", {"email": "maya@person.example", "email_is_safe": "yes"})
OTHER = (
    ("ask", {"for_whom": "other"}),
    (
        "ask/about-you",
        {"asker_name": "Bo Okafor", "asker_relationship": "Son", "asker_phone": "07700 900777",
         "person_knows": "yes", "may_be_told": "yes"},
    ),
    *ANSWERS[1:],
)  # fmt: skip


def bow() -> Any:
    return context.in_scheme(BOW, actor=TESTS.key)


def save(client: Client, key: Key) -> str:
    shown = client.post("/s/bow/ask/save", key(), follow=True).content.decode()
    found = re.search(r'href="http://testserver(/resume/[^"]+)"', shown)
    assert found, shown[:2000]
    return found[1]


def test_it_is_saved_and_gone_on_with_in_another_browser(db: None, key: Key) -> None:
    client, other = Client(), Client()
    answer_all(client, key, ANSWERS[:3])
    address = save(client, key)
    shown = other.get(address).content.decode()
    assert "Go on where you stopped" in shown
    assert "Suharto" not in shown
    went = other.post(address, {**key(), "do": "go"}, follow=True)
    assert went.redirect_chain[-1][0] == "/s/bow/ask/phone"
    assert "Suharto" in other.get("/s/bow/ask/name").content.decode()
    answer_all(other, key, ANSWERS[3:])
    assert other.post("/s/bow/ask/check", key()).status_code == 302
    # What was sent is kept for nobody any more.
    assert Client().get(address).status_code == 410
    with bow():
        assert (SavedAsk.objects.count(), Ask.objects.count()) == (0, 1)


def test_saving_again_keeps_the_link_and_the_newer_answers(db: None, key: Key) -> None:
    client = Client()
    answer_all(client, key, ANSWERS[:1])
    first = save(client, key)
    answer_all(client, key, ANSWERS[1:3])
    assert save(client, key) == first
    with bow():
        assert SavedAsk.objects.get().answers["last_name"] == "Suharto"


def test_nobody_of_the_team_reads_what_was_not_sent(company: Any, key: Key) -> None:
    client = Client()
    answer_all(client, key, ANSWERS[:3])
    address = save(client, key)
    with bow():
        saved = SavedAsk.objects.get()
        other = actions.save_ask(by=TESTS, scheme_id=BOW, answers={"last_name": "Hatta"})
    with context.enter(Kind.LINK, schemes=[BOW], subject=str(saved.pk)):
        assert [row.pk for row in SavedAsk.objects.all()] == [saved.pk]
        assert other.pk != saved.pk
    assert "Suharto" not in company.client("tess").get("/desk/triage").content.decode()
    Client().post(address, {**key(), "do": "delete"})
    assert Client().get(address).status_code == 410


@pytest.mark.parametrize(
    ("answers", "sent"),
    [
        ((*ANSWERS[:4], EMAIL), ["maya@person.example"]),
        ((*ANSWERS[:4], (EMAIL[0], {"email": "maya@person.example"})), []),
        ((*OTHER[:5], EMAIL), []),
    ],
)
def test_the_link_is_sent_to_ones_own_safe_address_alone(
    db: None, key: Key, answers: Any, sent: list[str]
) -> None:
    client = Client()
    answer_all(client, key, answers)
    address = save(client, key)
    with bow():
        emails = list(Email.objects.all())
    assert [email.to for email in emails] == sent
    for email in emails:
        assert address in email.body
        assert "Suharto" not in email.body + email.subject


def test_what_was_saved_is_gone_after_a_fortnight(db: None, key: Key) -> None:
    client = Client()
    answer_all(client, key, ANSWERS[:3])
    save(client, key)
    with bow():
        saved = SavedAsk.objects.get()
        days = (saved.expires_at - timezone.now()).days
        assert days in (13, 14)
        SavedAsk.objects.update(expires_at=timezone.now())
    jobs.forget()
    with bow():
        assert not SavedAsk.objects.exists()


def test_nothing_is_saved_of_who_answered_nothing(db: None, key: Key) -> None:
    assert Client().post("/s/bow/ask/save", key())["Location"] == "/s/bow/ask"
    assert Client().get("/s/bow/ask/saved")["Location"] == "/s/bow/ask"
    assert Client().get("/resume/made.up").status_code == 404


def test_every_page_says_when_it_is_read_whom_to_ring_and_in_which_languages(
    db: None, key: Key
) -> None:
    client = Client()
    answer_all(client, key)
    for step in ("", "/name", "/phone", "/help", "/check"):
        page = client.get(f"/s/bow/ask{step}").content.decode()
        assert "by midday on" in page
        assert all(number in page for number in ("tel:999", "tel:111", "tel:116123"))
        assert 'lang="ur" dir="rtl"' in page
        assert all(line.words in page for line in ring_us.LINES)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-11-24T09:00", "2026-11-25"),
        ("2026-11-27T18:30", "2026-11-30"),
        ("2026-11-28T10:00", "2026-11-30"),
        ("2026-12-24T16:00", "2026-12-29"),
    ],
)
def test_it_is_read_by_the_next_working_day(written: str, read: str) -> None:
    at = datetime.datetime.fromisoformat(f"{written}+00:00")
    assert rules.read_by(at).isoformat() == read


def test_the_paper_asks_what_the_page_asks(db: None) -> None:
    with bow():
        actions.add_question(by=TESTS, scheme_id=BOW, door="ask", label="Do you have a dog?")
    for address in ("/s/bow/ask/paper.pdf", "/s/bow/ask/paper.pdf?print=large"):
        made = Client().get(address)
        assert made["Content-Type"] == "application/pdf"
        pages = PdfReader(io.BytesIO(made.content)).pages
        text = _plain("".join(page.extract_text() for page in pages))
        assert "116123" in text
        for page in STEPS.values():
            for name, field in page.base_fields.items():
                if name in Form.carriers:
                    continue
                assert _plain(str(field.label)) in text, (address, field.label)
                if not isinstance(field, SelectField):
                    for _, words in getattr(field, "choices", ()):
                        assert _plain(str(words)) in text, (address, words)
        assert _plain("Do you have a dog?") in text


def _plain(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text.replace("ﬀ", "ff").replace("ﬁ", "fi").replace("ﬂ", "fl"))


def test_a_schemes_own_question_has_its_own_page_and_its_answer_is_kept(db: None, key: Key) -> None:
    with bow():
        asked = actions.add_question(
            by=TESTS, scheme_id=BOW, door="ask", label="Do you have a dog?", is_required=True
        )
    client, name = Client(), f"more_{asked.pk.hex}"
    answer_all(client, key)
    assert client.get("/s/bow/ask/check")["Location"] == "/s/bow/ask/question-1"
    assert client.post("/s/bow/ask/question-1", key()).status_code == 400
    assert client.post("/s/bow/ask/question-1", {**key(), name: "no"}).status_code == 302
    assert "Do you have a dog?" in client.get("/s/bow/ask/check").content.decode()
    client.post("/s/bow/ask/check", key())
    with bow():
        jobs.read_ask(str(BOW), str(Ask.objects.get().pk))
        assert [one["answer"] for one in Referral.objects.get().more] == ["No"]
    assert client.get("/s/bow/ask/question-2").status_code == 404


def test_who_asks_for_another_is_shown_no_progress(db: None, key: Key) -> None:
    client = Client()
    answer_all(client, key, OTHER)
    sent = client.post("/s/bow/ask/check", key(), follow=True).content.decode()
    assert "we can tell you how it goes only once they have said to us that we may" in sent
    with bow():
        jobs.read_ask(str(BOW), str(Ask.objects.get().pk))
        referral, asker = Referral.objects.get(), LinkedPerson.objects.get()
        assert not Email.objects.exists()
    assert referral.referrer_contact == ""
    assert (asker.may_be_told, asker.phone) == ("nothing", "+447700900777")
    assert "They say the person agrees" in asker.note


def test_a_closed_page_says_what_to_do_instead(db: None, key: Key) -> None:
    with bow():
        actions.change_door(by=TESTS, scheme_id=BOW, door="ask", is_open=False)
    for step in ("", "/name", "/check"):
        page = Client().get(f"/s/bow/ask{step}").content.decode()
        assert "takes no requests here at the moment" in page
        assert "020 7946 0100" in page
    assert Client().get("/s/poplar/ask").content.decode().count("takes no requests") == 0


def test_a_third_party_has_a_receipt_and_sees_progress_only_once_the_person_agreed(
    db: None, key: Key
) -> None:
    client, email = Client(), {"asker_email": "bo@son.example"}
    (step, said), *rest = OTHER[1:]
    answer_all(client, key, (OTHER[0], (step, said | email), *rest))
    sent = client.post("/s/bow/ask/check", key(), follow=True).content.decode()
    assert "A receipt comes to your e-mail" in sent
    with bow():
        jobs.read_ask(str(BOW), str(Ask.objects.get().pk))
        referral = Referral.objects.get()
        assert [(row.kind, row.to) for row in Email.objects.all()] == [
            ("word_acknowledged", "bo@son.example")
        ]
        case = caseload.take_on(by=TESTS, referral=referral)
    page = page_in(Email.objects.get)
    assert "taken your referral on" not in Client().get(page).content.decode()
    with bow():
        referral.refresh_from_db()
        actions.share_progress(
            by=TESTS, referral=referral, agreed=True, on_whose_word="Herself, by telephone"
        )
        caseload.record_agreed(by=TESTS, case=case)
    assert "agreed to our support" in Client().get(page).content.decode()


def page_in(email: Callable[[], Email]) -> str:
    with bow():
        found = re.search(r"/word/\S+", email().body)
    assert found
    return found.group()


def asked(key: Key, *more: tuple[str, dict[str, Any]]) -> Referral:
    """Somebody asks for themselves, and the job reads it."""
    client = Client()
    answer_all(client, key, (*ANSWERS, *more))
    client.post("/s/bow/ask/check", key())
    with bow():
        jobs.read_ask(str(BOW), str(Ask.objects.get().pk))
        return Referral.objects.select_related("person").get()


def pressed(page: str, what: str, key: Key) -> None:
    """A button of a private page, and its job."""
    assert Client().post(f"{page}/{what}", key()).status_code == 302
    with bow():
        jobs.read_reply(str(BOW), str(Reply.objects.latest("created_at").pk))


def test_who_asked_for_themselves_gets_a_page_of_their_own_and_stops_it_there(
    db: None, key: Key
) -> None:
    referral = asked(key, EMAIL)
    with bow():
        (email,) = Email.objects.all()
    assert (email.kind, email.to) == ("own_received", "maya@person.example")
    page = page_in(lambda: email)
    shown = Client().get(page).content.decode()
    assert "What you asked us" in shown
    assert "then rings or writes to you" in shown
    assert "Suharto" not in shown + email.subject + email.body
    pressed(page, "withdraw", key)
    with bow():
        referral.refresh_from_db()
    assert (referral.decision, referral.answer) == ("withdrawn", "withdrawn")
    shown = Client().get(page).content.decode()
    assert "You told us that you do not want this now." in shown
    assert "Stop it" not in shown
    with bow():
        assert not CodeOwed.objects.exists()


def test_once_taken_on_their_stop_is_before_the_link_worker(company: Any, key: Key) -> None:
    referral = asked(key, EMAIL)
    with bow():
        nadia = Membership.objects.get(scheme_id=BOW, name__startswith="Nadia")
        caseload.take_on(by=TESTS, referral=referral, holder=nadia)
        page = page_in(lambda: Email.objects.get(kind="own_received"))
    assert "Somebody of the team is there for you" in Client().get(page).content.decode()
    pressed(page, "withdraw", key)
    contact_jobs.pass_on_stop(str(BOW), str(referral.pk))
    assert "I do not want this any more" in company.client("nadia").get("/desk/").content.decode()
    assert "Your link worker reads it and finishes" in Client().get(page).content.decode()


@pytest.mark.parametrize("said", [{"email_is_safe": "no"}, {"email_is_safe": ""}, {"email": ""}])
def test_nothing_goes_to_an_address_that_is_not_safe_and_staff_may_give_the_page(
    company: Any, key: Key, said: dict[str, str]
) -> None:
    referral = asked(key, ("ask/write", {**EMAIL[1], **said}))
    with bow():
        assert not Email.objects.exists()
    tess, address = company.client("tess"), f"/desk/referrals/{referral.pk}/word-back"
    assert "No e-mail of theirs is marked safe" in tess.get(address).content.decode()
    given = tess.post(f"{address}/own-page", key(), follow=True).content.decode()
    found = re.search(r"https?://[^/\s]+(/word/[^<\s]+)", given)
    assert found, given
    assert "What you asked us" in Client().get(found[1]).content.decode()
    assert company.client("ruth").post(f"{address}/own-page", key()).status_code == 403


def test_an_address_that_is_not_theirs_gets_nothing_more(db: None, key: Key) -> None:
    referral = asked(key, EMAIL)
    page = page_in(Email.objects.get)
    pressed(page, "not-mine", key)
    assert Client().get(page).status_code == 410
    with bow():
        caseload.take_on(by=TESTS, referral=referral)
        assert Email.objects.count() == 1


def test_who_is_known_already_hears_at_the_address_on_record_and_not_at_a_new_one(
    db: None, key: Key
) -> None:
    with bow():
        receive_known = {"phone": "07700 900123", "email": "mine@person.example"}
        actions.receive(
            by=TESTS, scheme_id=BOW, source="01", organisation_name="A ward",
            who=Who("", "Suharto", datetime.date(1956, 2, 29), email_safe_for=["email"], **receive_known),
        )  # fmt: skip
    client = Client()
    answer_all(client, key, (*ANSWERS, EMAIL))
    client.post("/s/bow/ask/check", key())
    with bow():
        jobs.read_ask(str(BOW), str(Ask.objects.get().pk))
        assert list(Email.objects.values_list("to", flat=True)) == ["mine@person.example"]
