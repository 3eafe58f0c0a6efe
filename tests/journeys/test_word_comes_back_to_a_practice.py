"""Word comes back to whoever referred, on their phone and on the practice's sheet.

As a practice that refers
we want to see where each referral is without ringing, and to file each code once
so that we go on referring.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser

from tests.journeys.conftest import Instance, free_port
from tests.journeys.people import someone
from tests.journeys.test_a_referral_becomes_a_closed_case import WORKERS, fill_in_the_referral
from tests.journeys.visitor import Visitor


class Postbox:
    """A mail server that keeps the text of what it is given."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.came = threading.Event()

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        message = message_from_bytes(envelope.content)  # type: ignore[attr-defined]
        self.texts.append(message.get_payload(decode=True).decode())
        self.came.set()
        return "250 OK"


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, int]]:
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield box, controller.port
    controller.stop()


@pytest.fixture
def posting(tmp_path: Path, browser: Browser, postbox: tuple[Postbox, int]) -> Iterator[Instance]:
    """A demonstration that hands its e-mails to the postbox."""
    running = Instance(tmp_path, free_port())
    running.environment |= {
        "KITH_SMTP_HOST": "127.0.0.1", "KITH_SMTP_PORT": str(postbox[1]),
    }  # fmt: skip
    running.start()
    yield running
    running.stop()


def test_word_comes_back_to_a_practice(
    visit: Callable[..., Visitor], posting: Instance, postbox: tuple[Postbox, int]
) -> None:
    box, who = postbox[0], someone()
    # Given a referral from a practice
    desk = visit(address=posting.address)
    desk.sign_in("referrer")
    desk.press("Refer someone")
    fill_in_the_referral(desk, who)
    desk.press("Send the referral")
    desk.sign_out()
    # Then an acknowledgement comes, which names nobody
    assert box.came.wait(timeout=60), "no e-mail came"
    assert who.last not in box.texts[0]
    link = re.search(r"https?://\S+/word/\S+", box.texts[0])
    assert link is not None
    # And on a phone its link shows where the referral is
    phone = visit(width=320, address=posting.address)
    phone.open(link[0])
    assert phone.sees("We have your referral")
    assert not phone.sees(who.last)
    # When the team takes it on and the person agrees
    desk.sign_in("teamlead")
    desk.press("New referrals")
    words = re.compile(rf"^Take on and give to (\w+)\s+{who.name}$")
    while not desk.page.get_by_role("button", name=words).count():
        desk.press(re.compile("^Next"), exact=False)
    button = desk.page.get_by_role("button", name=words)
    worker = re.sub(r"\s+", " ", button.inner_text()).split()[5]
    desk.press(words)
    desk.sign_out()
    desk.sign_in(WORKERS[worker])
    desk.press(who.name)
    desk.press("Write a contact or note")
    desk.press("Reached")
    desk.write("Note", "Would like company.")
    desk.choose("Yes", of="Did they say yes to our support?")
    desk.press("Save: reached")
    desk.sign_out()
    # Then the phone shows it
    phone.open(link[0])
    assert phone.sees("Agreed, being supported")
    assert not phone.sees(who.last)
    # And the practice files the code and ticks it
    desk.sign_in("referrer")
    desk.press("Codes")
    row = desk.part(who.last.upper(), "li.kith-item")
    assert "871731000000106" in row.inner_text()
    row.get_by_role("button", name=re.compile("^Filed")).click()
    desk.look()
    assert desk.sees("Ticked in the last four weeks")
    row = desk.part(who.last.upper(), "li.kith-item")
    assert "Filed" in row.inner_text()
