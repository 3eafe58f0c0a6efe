"""A session is cancelled, the boiler is mended, and it takes place after all.

As whoever runs a group
I want to take a cancellation back while everybody can still hear of it
so that nobody stays at home for nothing, and nobody is rung who never heard otherwise.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from kith.ui import dates
from tests.journeys.conftest import Instance
from tests.journeys.test_a_register_is_taken import a_group
from tests.journeys.visitor import Visitor
from tests.journeys.workers import a_worker

WEEK = datetime.timedelta(days=7)


@pytest.mark.parametrize("width", [320, 1280])
def test_a_session_takes_place_after_all(
    instance: Instance, visit: Callable[..., Visitor], width: int
) -> None:
    # Given a group with two people in it, and a session next week that was cancelled
    made = a_worker(instance, people=2)
    told, unheard = made.people
    _, group = a_group(instance, made)
    lead = visit(width=width, height=720)
    lead.sign_in("teamlead")
    lead.open(group)
    lead.press("Plan sessions")
    for question in ("From which day?", "To which day?"):
        lead.write_date(question, dates.today() + WEEK)
    lead.press("Plan them")
    lead.page.locator("table a", has_text="at").first.click()
    lead.page.get_by_role("link", name="Cancel this session").wait_for()
    lead.press("Cancel this session")
    lead.write("Why does it not take place?", "The boiler is broken")
    lead.press("Cancel it and tell 2 people")
    # And one of the two was rung
    lead.press("They know now", inside=lead.part(told.name, "li"), exact=False)
    assert lead.sees("Told by Grace Mensah")
    # When it is said that it takes place
    lead.press("It takes place: tell them")
    # Then whoever was rung is to be rung again, and the other is left in peace
    assert lead.sees("1 person who was told otherwise hears of it")
    assert lead.sees("Who is expected")
    to_ring = lead.part("To be rung", "li")
    assert told.name in to_ring.inner_text()
    assert unheard.name not in to_ring.inner_text()
    # And once they know, nothing is left to do
    lead.press("They know now", inside=to_ring, exact=False)
    assert lead.sees("Told by Grace Mensah")
    assert not lead.sees("To be rung")
