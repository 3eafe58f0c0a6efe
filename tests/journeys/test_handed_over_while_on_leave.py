"""A case changes hands while its worker is on leave.

As a team lead
I want a person to be looked after by the cover, and given to them when the leave becomes longer
so that nobody waits for somebody who is not here, and whoever comes back knows whom they have.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from kith.ui import dates
from tests.journeys.conftest import Instance
from tests.journeys.visitor import Visitor
from tests.journeys.workers import a_worker

NOTE = "The choir is on Mondays; ring before nine."


@pytest.mark.parametrize("width", [1280, 320])
def test_a_case_is_handed_over(
    visit: Callable[..., Visitor], instance: Instance, width: int
) -> None:
    worker = a_worker(instance)
    person, today = worker.people[0], dates.today()
    # Given a link worker on leave, whom a colleague covers
    lead = visit(width=width)
    lead.sign_in("teamlead")
    lead.open("/desk/absences")
    lead.page.get_by_label("Who is away?").select_option(label=worker.name)
    lead.choose("Leave", of="Why?")
    lead.write_date("First day away", today)
    lead.write_date("Last day away", today + datetime.timedelta(days=14))
    lead.page.get_by_label("Who covers?").select_option(label="Owen Pritchard")
    away = lead.page.locator("main form").filter(has_text="Who is away?")
    with lead.page.expect_navigation():
        away.locator("button[type=submit]").click()
    lead.look()
    assert lead.sees(worker.name)
    # Then the colleague sees what is due to the person, and whose they are
    owen = visit(width=width)
    owen.sign_in("linkworker2")
    assert owen.sees(f"You cover for {worker.name}")
    assert owen.sees(f"{worker.name}’s")
    # When the lead gives them the person, with a note
    lead.open(worker.records[0])
    lead.press("Give to a colleague")
    option = lead.page.locator("option").filter(has_text="Owen Pritchard")
    lead.page.get_by_label("Give it to").select_option(value=option.get_attribute("value"))
    lead.write("What they need to know", NOTE)
    lead.press("Give it to them")
    # Then it is on their Today with the note, until it is read, and theirs from now on
    owen.open("/desk/")
    item = owen.part(NOTE, "li")
    assert person.name in item.inner_text()
    with owen.page.expect_navigation():
        item.get_by_role("button", name="I have read it", exact=False).click()
    owen.look()
    assert not owen.sees(NOTE)
    owen.press(person.name)
    assert owen.sees("Owen Pritchard")
    # And nothing of theirs is left with whoever is on leave
    lead.open(f"/desk/caseload?holder={worker.member}")
    assert not lead.sees(person.name)
