"""Word back as it really goes: from a page without an account, by the outbox, over SMTP to a real mail server."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from email.message import Message
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from kith.exchange.mail import jobs as mail
from kith.isolation import context
from kith.messages.models import Email
from kith.organisations.models import Practice
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.closures import actions as closures
from kith.pathway.contacts import actions as contacts
from kith.pathway.referrals import rules
from kith.pathway.referrals.models import Referral
from tests import cast
from tests.postbox import Postbox, free_port, listening
from tests.unit.pathway.referrals.test_outside import SAID, page_of, read_all, send

Key = Callable[[], dict[str, str]]
GRACE, IVY = "grace@merchant.example", "ivy@stroudley.example"
ABOUT_THEM = ("Suharto", "900123", "flat since March", "1956", "F84901")


@pytest.fixture
def postbox(db: None, settings: Any) -> Iterator[Postbox]:
    box = Postbox()
    with listening(box) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
        settings.DEFAULT_FROM_EMAIL = "Bow <bow@kith.example>"
        yield box


def refer(key: Key, practice: str, **said: Any) -> None:
    """A referral comes in by the page of a practice, and its job reads it."""
    with bow():
        place = Practice.objects.get(ods_code=practice)
    assert send(Client(), page_of(place), key, **said).status_code == 302
    read_all()


def bow() -> Any:
    return context.in_scheme(cast.BOW, actor=cast.TESTS.key)


def referral_from(address: str) -> Referral:
    return Referral.objects.select_related("person").get(referrer_contact=address)


def sent_later(**later: float) -> None:
    """The mail's round, some time from now."""
    with time_machine.travel(timezone.now() + datetime.timedelta(**later)):
        mail.send_due()


def subjects(box: Postbox, address: str) -> list[str]:
    return [re.sub(r" \w{4}-\w{4}", "", str(message["Subject"])) for message in box.to(address)]


def shown_behind(message: Message) -> str:
    return Client().get(page_behind(message)).content.decode()


def page_behind(message: Message) -> str:
    found = re.search(r"/word/\S+", str(message.get_payload()))
    assert found, message
    return found.group()


def test_each_step_arrives_once_names_nobody_and_opens_the_status_page(
    postbox: Postbox, key: Key
) -> None:
    now = timezone.now().replace(hour=9)
    refer(key, "F84901")
    mail.send_due()
    with bow():
        case = caseload.take_on(by=cast.TESTS, referral=referral_from(GRACE))
    mail.send_due()
    assert subjects(postbox, GRACE) == ["We have your referral"]  # what may be undone waits
    for day, hour in ((3, 9), (4, 14), (5, 18)):
        with time_machine.travel(now + datetime.timedelta(days=day, hours=hour - 9)):
            with bow():
                contacts.record(by=cast.TESTS, person=case.person, outcome="no_answer")
            mail.send_due()
            mail.send_due()
    assert "have not reached the person" in shown_behind(postbox.to(GRACE)[-1])
    with time_machine.travel(now + datetime.timedelta(days=9)):
        with bow():
            closures.close(by=cast.TESTS, case=Case.objects.get(), reason="02")
        mail.send_due()
        mail.send_due()
    assert subjects(postbox, GRACE) == [
        "We have your referral",
        "We have taken on your referral",
        "Can you help with your referral?",
        "Your referral has finished",
    ]
    for message in postbox.to(GRACE):
        assert not [words for words in ABOUT_THEM if words in message.as_string()]
        shown = shown_behind(message)
        assert "Our work on this referral has finished." in shown
        assert not [words for words in ABOUT_THEM if words in shown]


def test_a_link_opens_the_page_of_its_own_referral_and_of_no_other(
    postbox: Postbox, key: Key
) -> None:
    refer(key, "F84901")
    refer(key, "F84902", last_name="Okafor", phone="07700 900124", referrer_email=IVY)
    mail.send_due()
    (first,), (second,) = postbox.to(GRACE), postbox.to(IVY)
    with bow():
        ours, theirs = (rules.reference(referral_from(who).pk) for who in (GRACE, IVY))
        caseload.take_on(by=cast.TESTS, referral=referral_from(IVY))
    shown = shown_behind(first)
    assert ours in shown
    assert theirs not in shown
    assert "taken your referral on" not in shown
    assert "taken your referral on" in shown_behind(second)
    mixed = page_behind(first).rsplit(".", 1)[0] + "." + page_behind(second).rsplit(".", 1)[1]
    assert Client().get(mixed).status_code == 404


def test_a_mail_server_that_is_down_is_tried_again_and_staff_are_told(
    db: None, settings: Any, key: Key, company: Any
) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    refer(key, "F84901")
    mail.send_due()
    told = company.client("tess").get("/desk/letters").content.decode()
    assert "did not answer (ConnectionRefusedError)" in told
    box = Postbox()
    with listening(box, port=settings.EMAIL_PORT):
        sent_later(minutes=2)
        sent_later(minutes=2)
    assert subjects(box, GRACE) == ["We have your referral"]
    assert "did not answer" not in company.client("tess").get("/desk/letters").content.decode()


@pytest.mark.parametrize(("refusal", "tried_again"), [("451 Later", True), ("554 No", False)])
def test_a_refusal_is_told_and_nothing_is_lost(
    postbox: Postbox, key: Key, company: Any, refusal: str, tried_again: bool
) -> None:
    postbox.refusal_of_message = refusal
    refer(key, "F84901")
    mail.send_due()
    tess = company.client("tess")
    assert f"refused the message ({refusal[:3]})" in tess.get("/desk/letters").content.decode()
    postbox.refusal_of_message = ""
    sent_later(minutes=2)
    assert bool(postbox.to(GRACE)) is tried_again
    if not tried_again:
        with bow():
            waiting = Email.objects.get()
        assert tess.post(f"/desk/emails/{waiting.pk}/again", key()).status_code == 302
        mail.send_due()
    assert subjects(postbox, GRACE) == ["We have your referral"]
    with bow():
        assert SAID["referrer_sees"] == referral_from(GRACE).referrer_sees
