"""A practice without an account follows its referral by e-mail, from the first word to the code that is filed.

As a receptionist who referred somebody
I want to hear what becomes of it without ringing
so that I go on referring, and the record holds what it must once.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from email.message import Message

import pytest

from tests.journeys.conftest import Instance
from tests.journeys.people import someone
from tests.journeys.test_a_practice_refers_without_an_account import SEEN, address_of_a_place, refer
from tests.journeys.test_a_referral_becomes_a_closed_case import WORKERS
from tests.journeys.visitor import Visitor
from tests.postbox import Postbox, free_port, listening

GRACE = "grace@practice.example"
PATIENCE_SECONDS = 150  # word of a decision waits for the minute in which it can be undone


@pytest.fixture(scope="module")
def postbox() -> Iterator[Postbox]:
    """A mail server."""
    box = Postbox()
    with listening(box) as server:
        box.port = server.port  # type: ignore[attr-defined]
        yield box


@pytest.fixture(scope="module")
def posted(tmp_path_factory: pytest.TempPathFactory, postbox: Postbox) -> Iterator[Instance]:
    """An instance of its own, whose e-mails really go."""
    running = Instance(
        tmp_path_factory.mktemp("posted"),
        free_port(),
        KITH_SMTP_HOST="127.0.0.1",
        KITH_SMTP_PORT=str(postbox.port),  # type: ignore[attr-defined]
        KITH_MAIL_FROM="Bow <bow@kith.example>",
    )
    try:
        running.start()
        yield running
    finally:
        running.stop()


def the_email(box: Postbox, subject: str) -> Message:
    """The e-mail to the receptionist whose subject begins like this, waited for."""
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up_at:
        for message in reversed(box.to(GRACE)):
            if str(message["Subject"]).startswith(subject):
                return message
        time.sleep(1)
    raise AssertionError(f"{subject}: {[str(m['Subject']) for m in box.to(GRACE)]}")


def link_in(message: Message) -> str:
    found = re.search(r"http\S+/word/\S+", str(message.get_payload()))
    assert found is not None, message
    return found.group()


def find_the_card(lead: Visitor) -> None:
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    lead.open("/desk/triage?narrowed=1&door=practice")
    while not lead.sees(SEEN):
        assert time.monotonic() < give_up_at, "The job made no referral of it."
        time.sleep(1)
        lead.open("/desk/triage?narrowed=1&door=practice")


def test_from_the_first_word_to_the_code_that_is_filed(
    posted: Instance, postbox: Postbox, visit: Callable[..., Visitor]
) -> None:
    def at(width: int = 1280) -> Visitor:
        return visit(width=width, address=posted.address)

    manager, desk, lead, worker, who = at(), at(320), at(), at(), someone()
    manager.sign_in("manager")
    # Given a receptionist referred by the page of the practice
    refer(desk, address_of_a_place(manager), who)
    # When the e-mail comes, it names nobody, and its link says where the referral is
    first = the_email(postbox, "We have your referral")
    assert who.last not in first.as_string()
    link = link_in(first)
    desk.open(link)
    assert desk.sees("We have your referral. Thank you.")
    # And the lead's question is answered by that link
    lead.sign_in("teamlead")
    find_the_card(lead)
    card = lead.part(SEEN, "section.kith-card")
    lead.press(re.compile("Open and decide otherwise"), inside=card)
    lead.choose("Ask the referrer a question first")
    lead.write("What do you want to know?", "Is a morning or an evening better?")
    lead.press("Save the decision")
    assert lead.sees("waits for the answer")
    desk.open(link_in(the_email(postbox, "A question")))
    assert desk.sees("Is a morning or an evening better?")
    desk.write("Your answer", "A morning, before eleven.")
    desk.press("Send your answer")
    assert desk.sees("Sent. The team reads it next")
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while not lead.sees("A morning, before eleven."):
        assert time.monotonic() < give_up_at
        time.sleep(1)
        lead.open("/desk/triage?narrowed=1&door=practice")
    # When it is taken on, the page says so at once and the e-mail follows
    card = lead.part(SEEN, "section.kith-card")
    take_on = card.get_by_role("button", name=re.compile("^Take on and give to"))
    holder = re.sub(r"\s+", " ", take_on.inner_text()).split()[5]
    take_on.click()
    lead.look()
    desk.open(link)
    assert desk.sees("We get in touch with the person you referred.")
    # And when the person agrees and a plan is made
    worker.sign_in(WORKERS[holder])
    worker.press(who.name)
    worker.press("Write a contact or note")
    worker.press("Reached")
    worker.write("Note", "Would like to be asked again in a month.")
    worker.choose("Yes", of="Did they say yes to our support?")
    worker.press("Save: reached")
    worker.press("Plan")
    agreement = worker.page.locator("#agree")
    worker.choose("Yes", of="Is the plan agreed?", inside=agreement)
    worker.press("Save the answer")
    desk.open(link)
    assert desk.sees("A plan was agreed with the person you referred.")
    assert not desk.sees(who.last)
    # Then, when our support finishes, the letter of one page and the last e-mail go
    worker.press(who.name)
    worker.press("Finish")
    reasons = worker.page.get_by_role("group", name="Why does our support finish?")
    reasons.get_by_role("radio").first.check()
    worker.write("What changed, and what did not", "Has company each Tuesday.")
    worker.press("See the letter before you finish")
    worker.press("Finish our support and make the letter")
    letter = worker.pages("Read or print the letter")
    assert len(letter) == 1
    assert "871731000000106" in letter[0]
    assert who.last.upper() in letter[0]
    the_email(postbox, "We have taken")
    the_email(postbox, "Our work on your referral")
    desk.open(link)
    assert desk.sees("Our work on this referral has finished.")
    # And the practice's sheet holds the code until it is ticked as filed
    manager.open("/desk/codes")
    manager.press("Merchant Street Practice", exact=False)
    row = manager.part(who.last, "li.kith-item")
    assert "871731000000106" in row.inner_text()
    assert who.last.upper() in manager.pdf("Print the sheet (PDF)")
    manager.press(re.compile("^Filed"), inside=row)
    assert manager.sees("Ticked. If that was a mistake")
    assert "filed" in manager.part(who.last, "li.kith-item").inner_text().lower()
    # So that nothing of this is left to anyone who got the link by mistake
    desk.unfold("This did not come to me by right")
    desk.press("End this link: it is not mine")
    assert desk.sees("In a minute this page ends")
