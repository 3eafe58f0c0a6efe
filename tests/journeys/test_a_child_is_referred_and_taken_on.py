"""A child is referred, taken on, and who agreed for them stands on the record.

As a link worker of a service that supports children
I want to write down who agreed, with what authority, and who must not be told
so that nobody who may not know hears of it, and nobody asks the family twice.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from kith.ui import dates
from tests.journeys.onward import give_to
from tests.journeys.people import someone
from tests.journeys.visitor import Visitor

SEEN = "Has not been to school since Easter."


@pytest.mark.parametrize("width", [1280, 320])
def test_a_child_is_taken_on(visit: Callable[..., Visitor], width: int) -> None:
    who, today = someone(), dates.today()
    # Given a child of nine, referred by their practice
    referrer = visit()
    referrer.sign_in("referrer")
    referrer.open("/desk/referrals/new")
    referrer.write("First name", who.first)
    referrer.write("Last name", who.last)
    referrer.write_date("Date of birth", datetime.date(today.year - 9, 1, 1))
    referrer.write("Phone", who.phone)
    referrer.choose("Yes", of="Do they know that we will call?")
    referrer.write("What do you see?", SEEN)
    referrer.press("Send the referral")
    # When the team lead reads that they are a child whom the service supports, and takes them on
    lead = visit(width=width)
    lead.sign_in("teamlead")
    lead.open("/desk/triage")
    while not lead.page.get_by_role("heading", name=who.name, exact=False).count():
        lead.press("Next", exact=False)
    card = lead.part(SEEN, "section.kith-card")
    assert "Under 18: 9 years" in card.inner_text()
    give_to(lead, who.name)
    # Then the worker is reminded that nobody has agreed yet
    at = visit(width=width)
    at.sign_in("linkworker")
    at.open("/desk/caseload")
    at.press(who.name)
    assert at.sees("Nobody has agreed yet")
    # When they write down that the mother agreed, and who must not find out
    at.page.get_by_role("link", name="Write who agreed", exact=False).first.click()
    at.choose("Somebody with parental responsibility", of="Who agreed to our support?")
    at.write("Their name, if not on the list", f"Rosa {who.last}")
    at.write("Who they are to the child", "mother")
    at.write("How?", "By telephone, after hearing what we do")
    at.write("School or college", "Bow Primary")
    at.write("Who must not find out that we know them?", "Max Stone")
    at.write("Who that is to the child", "father")
    at.press("Keep who agreed")
    # Then it stands at the top of the record
    assert at.sees(f"Rosa {who.last}, mother, with parental responsibility")
    assert at.sees("Max Stone (father)")
    assert not at.sees("Nobody has agreed yet")
