"""Somebody with a link worker is referred once more: one case, and both who referred hear back.

As a team lead
I want a second referral to join the case that is open
so that the worker learns what is new, the person is not asked everything twice, and the referrer hears from us.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.onward import give_to
from tests.journeys.people import Someone, someone
from tests.journeys.visitor import Visitor

FIRST, SECOND = "Widowed in the spring.", "Fell on the stairs last week, and is afraid to go out."


def referred(at: Visitor, who: Someone, words: str, by: str = "") -> None:
    at.open("/desk/referrals/new")
    at.write("First name", who.first)
    at.write("Last name", who.last)
    at.write_date("Date of birth", who.born)
    at.write("Phone", who.phone)
    at.choose("Yes", of="Do they know that we will call?")
    at.write("What do you see?", words)
    if by:
        at.page.get_by_label("Who asks?").select_option("housing")
        at.write("Name of who asks", by)
    at.press("Send the referral")


def find(at: Visitor, name: str) -> None:
    """The page of the queue on which somebody is."""
    at.open("/desk/triage")
    while not at.page.get_by_role("heading", name=name, exact=False).count():
        at.press("Next", exact=False)


@pytest.mark.parametrize("width", [1280, 320])
def test_a_second_referral_joins(visit: Callable[..., Visitor], width: int) -> None:
    who = someone()
    # Given somebody whom a link worker supports, since a housing officer rang
    manager, lead = visit(), visit(width=width)
    manager.sign_in("manager")
    referred(manager, who, FIRST, by="Ken Ilori")
    lead.sign_in("teamlead")
    find(lead, who.name)
    give_to(lead, who.name)
    # When their practice refers them too
    practice = visit()
    practice.sign_in("referrer")
    referred(practice, who, SECOND)
    # Then the team lead is offered to join it, before anything else
    find(lead, who.name)
    card = lead.part(SECOND, "section.kith-card")
    assert card.get_by_role("button", name="Take on", exact=False).count() == 0
    card.get_by_role("button", name=f"Join to {who.first}’s open case", exact=False).click()
    assert lead.sees(f"The referral of {who.name} was joined to their case.")
    # And the worker sees it on Today, with what is new, and says that it is read
    at = visit(width=width)
    at.sign_in("linkworker")
    note = at.page.locator("main .kith-item").filter(has_text=SECOND)
    assert who.name in note.inner_text()
    note.get_by_role("button", name="I have read it", exact=False).click()
    assert at.page.locator("main .kith-item").filter(has_text=SECOND).count() == 0
    # And it stays on the record
    at.press(who.name)
    assert at.page.locator("#timeline").get_by_text("afraid to go out").count() == 1
    assert at.sees("Referral: Joined to the open case")
    # And whoever referred last reads that the person is supported already
    practice.open("/desk/referrals")
    row = practice.part(who.name)
    assert "Being supported already" in row.inner_text()
