"""A practice refers, and points the way, by a page of its own.

As a receptionist who has two minutes and no account
I want one page that asks little
so that somebody is helped, and I know what becomes of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from kith.resilience.strangers import FASTEST_SECONDS
from tests.journeys.onward import onwards
from tests.journeys.people import Someone, someone
from tests.journeys.visitor import Visitor

SEEN = "Comes to the desk every day to talk, and has nobody at home."
PATIENCE_SECONDS = 60


def address_of_a_place(manager: Visitor, add: str = "", kind: str = "Hospice") -> str:
    """The page of the first practice, or of an organisation of a kind that the manager adds."""
    manager.open("/desk/setup")
    manager.press("Ways in: pages that need no account")
    if add:
        manager.write("Name of the organisation", add)
        manager.page.get_by_label("What kind of organisation").select_option(label=kind)
        manager.press("Add the organisation")
        manager.press("Give it its own page")
    else:
        manager.page.get_by_role("table", name="Practices and organisations").get_by_role(
            "link"
        ).first.click()
        manager.look()
    link = manager.page.locator("main a[href*='/refer/']").first
    return urlsplit(link.get_attribute("href") or "").path


def refer(at: Visitor, address: str, who: Someone) -> None:
    at.open(address)
    at.press("I gave someone the name of a group")
    assert at.sees("counted here this month")
    at.press("Take the last one back")
    at.press("Send the referral")
    assert at.sees("There is a problem")  # and it says what is missing
    at.write("First name", who.first)
    at.write("Last name, or their only name", who.last)
    at.write_date("Date of birth", who.born)
    at.page.get_by_label("Phone", exact=True).fill(who.phone)
    at.choose("Call them on it")
    at.choose("No", of="Do they know that we will call?")
    at.write("What do you see?", SEEN)
    at.choose("None that I know of")
    at.write("Your name", "Grace Oduya")
    at.write("Your role", "Receptionist")
    at.write("Where should we send word back?", "grace@practice.example")
    # A browser that is driven types faster than any person; that is taken for a program.
    at.page.wait_for_timeout(1000 * FASTEST_SECONDS)
    at.press("Send the referral")


@pytest.mark.parametrize(("width", "organisation"), [(320, ""), (1280, "Vicarage Lane Hospice")])
def test_they_refer_in_two_minutes(
    visit: Callable[..., Visitor], width: int, organisation: str
) -> None:
    manager, at, lead, who = visit(), visit(width=width), visit(), someone()
    # Given the manager gave the place a page of its own
    manager.sign_in("manager")
    address = address_of_a_place(manager, add=organisation)
    # When somebody at the desk refers by it
    refer(at, address, who)
    # Then they are told what happens and when, with a reference
    assert at.heading() == "We have it. Thank you."
    assert at.sees("Someone of the team reads it by midday on")
    assert at.sees("They do not know yet.")
    # And the team lead finds it among the new referrals
    lead.sign_in("teamlead")
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while not _listed(lead, who):
        assert time.monotonic() < give_up_at, "The job made no referral of it."
        time.sleep(1)
        lead.open("/desk/triage")
    card = lead.part(who.name, "section.kith-card").inner_text()
    assert SEEN in card
    assert "Does not know yet that we will call" in card
    # And taken on, a worker has them, and the practice is told
    onwards(lead, visit(), who.name)


def _listed(lead: Visitor, who: Someone) -> bool:
    while not lead.sees(who.name) and lead.page.get_by_role("link", name="Next").count():
        lead.press("Next", exact=False)
    return lead.sees(who.name)


def test_a_manager_words_a_door_and_adds_a_question(visit: Callable[..., Visitor]) -> None:
    manager, at = visit(width=390), visit(width=320)
    manager.sign_in("manager")
    address = address_of_a_place(manager)
    manager.press("Ways in")
    manager.press("A practice’s own page")
    manager.write("What people read first", "For everybody at the desk.")
    manager.press("Save")
    # and sees it on the page itself, from which nothing can be sent
    seen = manager.page.frame_locator("iframe[title='The page as people see it']")
    expect(seen.get_by_text("For everybody at the desk.")).to_be_visible()
    expect(seen.get_by_role("button", name="Send the referral")).to_be_disabled()
    manager.press("Your own questions here", exact=False)
    manager.write("The question, as people read it", "Do they have a carer?")
    manager.choose("No", of="Must it be answered?")
    manager.press("Ask this")
    assert manager.sees("How people see them")
    at.open(address)
    assert at.sees("For everybody at the desk.")
    assert at.sees("Do they have a carer?")
    manager.press("Stop asking", exact=False)
    at.open(address)
    assert not at.sees("Do they have a carer?")
