"""Whoever asked follows it by e-mail, over a real mail server: a practice without an account, and a person.

As a receptionist who referred somebody, and as somebody who asked for themselves
we want to hear what becomes of it without ringing, and to be able to stop it
so that we go on asking, and the record holds what it must once.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from email.message import Message

import pytest

from kith.resilience.strangers import FASTEST_SECONDS
from tests.journeys.conftest import Instance
from tests.journeys.people import Someone, someone
from tests.journeys.test_a_practice_refers_without_an_account import SEEN, address_of_a_place, refer
from tests.journeys.visitor import Visitor
from tests.postbox import Postbox, free_port, listening

WORKERS = {"Nadia": "linkworker", "Owen": "linkworker2"}
GRACE, THEIRS = "grace@practice.example", "me@person.example"
PATIENCE_SECONDS = 150  # word of a decision waits for the minute in which it can be undone
QUEUE = "/desk/triage?narrowed=1&door="


@pytest.fixture(scope="module")
def postbox() -> Postbox:
    """What a mail server is given."""
    return Postbox()


@pytest.fixture(scope="module")
def posted(tmp_path_factory: pytest.TempPathFactory, postbox: Postbox) -> Iterator[Instance]:
    """An instance of its own, whose e-mails really go."""
    with listening(postbox) as server:
        running = Instance(
            tmp_path_factory.mktemp("posted"),
            free_port(),
            KITH_SMTP_HOST="127.0.0.1",
            KITH_SMTP_PORT=str(server.port),
            KITH_MAIL_FROM="Bow <bow@kith.example>",
        )
        try:
            running.start()
            yield running
        finally:
            running.stop()


@pytest.fixture
def at(posted: Instance, visit: Callable[..., Visitor]) -> Callable[..., Visitor]:
    """`desk = at(320)`: a visitor of that instance."""

    def start(width: int = 1280) -> Visitor:
        return visit(width=width, address=posted.address)

    return start


def the_email(box: Postbox, subject: str, to: str = GRACE) -> Message:
    """The newest e-mail whose subject begins like this, waited for; it is one."""
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up_at:
        found = [one for one in box.to(to) if str(one["Subject"]).startswith(subject)]
        if found:
            assert len(found) == 1, [str(one["Message-ID"]) for one in found]
            return found[0]
        time.sleep(1)
    raise AssertionError(f"{subject}: {[str(one['Subject']) for one in box.to(to)]}")


def link_in(message: Message) -> str:
    found = re.search(r"http\S+/word/\S+", str(message.get_payload()))
    assert found is not None, message
    return found.group()


def find(lead: Visitor, door: str, words: str) -> None:
    """The card of a referral among those that came by a door, waited for."""

    def there() -> bool:
        lead.open(QUEUE + door)
        return lead.sees(words)

    lead.until(there, "The job made no referral of it.", PATIENCE_SECONDS)


def take_on(lead: Visitor, words: str) -> str:
    """Take on the referral that holds these words, for whom is suggested; their first name."""
    card = lead.part(words, "section.kith-card")
    button = card.get_by_role("button", name=re.compile("^Take on and give to"))
    holder = re.sub(r"\s+", " ", button.inner_text()).split()[5]
    button.click()
    lead.look()
    return holder


def test_a_practice_hears_from_the_first_word_to_the_code_that_is_filed(
    postbox: Postbox, at: Callable[..., Visitor]
) -> None:
    manager, desk, lead, worker, who = at(), at(320), at(), at(), someone()
    manager.sign_in("manager")
    # Given a receptionist referred by the page of the practice, while the mail server took nothing
    postbox.refusal_of_message = "451 Later"
    address = address_of_a_place(manager)
    practice = manager.heading().removeprefix("The page of ")
    refer(desk, address, who)
    lead.sign_in("teamlead")
    find(lead, "practice", SEEN)

    def told() -> bool:
        lead.open("/desk/letters")
        return lead.sees("refused the message (451)")

    lead.until(told, "Nobody is told that the mail server refuses.")
    postbox.refusal_of_message = ""
    # When it is tried again the e-mail comes once; it names nobody, and its link says where the referral is
    first = the_email(postbox, "We have your referral")
    assert who.last not in first.as_string()
    link = link_in(first)
    desk.open(link)
    assert desk.sees("We have your referral. Thank you.")
    # And the lead's question is answered by that link
    lead.open(QUEUE + "practice")
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
    find(lead, "practice", "A morning, before eleven.")
    # When it is taken on, the page says so at once and the e-mail follows
    holder = take_on(lead, SEEN)
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
    worker.page.locator("#to-read-out").get_by_text("This was agreed with").wait_for()
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
    the_email(postbox, "We have taken on")
    assert the_email(postbox, "Your referral").as_string().count(who.last) == 0
    desk.open(link)
    assert desk.sees("Our work on this referral has finished.")
    # And the practice's sheet holds the code until it is ticked as filed
    manager.open("/desk/codes")
    manager.press(practice, exact=False)
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


def ask_for_oneself(phone: Visitor, who: Someone) -> None:
    phone.open("/s/bow-demo/ask")
    phone.choose("Myself")
    phone.press("Continue")
    phone.write("First name", who.first)
    phone.write("Last name", who.last)
    phone.press("Continue")
    for box, value in (("Day", who.born.day), ("Month", who.born.month), ("Year", who.born.year)):
        phone.page.get_by_label(box, exact=True).fill(str(value))
    phone.press("Continue")
    phone.press("Continue")  # no telephone: they want it in writing
    phone.write("E-mail address", THEIRS)
    phone.choose("Yes", of="Is it safe to write to this e-mail address?")
    phone.press("Continue")
    phone.write("In your own words", f"{who.last} asks to be less alone.")
    phone.press("Continue")
    # A browser that is driven types faster than any person; that is taken for a program.
    phone.page.wait_for_timeout(1000 * FASTEST_SECONDS)
    phone.press("Send")


def test_somebody_who_asked_for_themselves_sees_where_it_is_and_stops_it(
    postbox: Postbox, at: Callable[..., Visitor]
) -> None:
    phone, lead, worker, who = at(320), at(), at(), someone()
    # Given they asked for themselves, and said that their e-mail is safe
    ask_for_oneself(phone, who)
    assert phone.sees("The address of a page of your own comes to your e-mail")
    # When the e-mail comes, neither it nor the page behind it names them
    first = the_email(postbox, "We have your message", to=THEIRS)
    phone.open(link_in(first))
    assert phone.heading() == "What you asked us"
    assert not phone.sees(who.last)
    assert who.last not in first.as_string()
    # And when somebody is there for them, the page says so
    lead.sign_in("teamlead")
    find(lead, "ask", who.name)
    holder = take_on(lead, who.name)
    phone.open(link_in(first))
    assert phone.sees("Somebody of the team is there for you from now on.")
    assert not phone.sees(holder)
    # When they want it no more
    phone.unfold("I do not want this any more")
    phone.press("Stop it")
    # Then their link worker reads it on Today, and their page says so
    worker.sign_in(WORKERS[holder])

    def heard() -> bool:
        worker.open("/desk/")
        return worker.sees("I do not want this any more")

    worker.until(heard, "Their link worker does not hear of it.")
    phone.open(link_in(first))
    assert phone.sees("You told us that you do not want this now.")
