"""A clinic: planned for a colleague, filled with people, one of whom cannot come after all.

As a coordinator at the telephone
I want to see which times are free and put people into them
so that nobody is promised a time that somebody else has.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

import pytest

from kith.ui import dates
from tests.journeys.visitor import Visitor


@pytest.mark.parametrize(("width", "ahead"), [(1280, 20), (320, 21)])
def test_a_coordinator_fills_a_clinic(
    visit: Callable[..., Visitor], width: int, ahead: int
) -> None:
    day = dates.today() + datetime.timedelta(days=ahead)
    # Given a team lead who plans a clinic for Nadia
    grace = visit(width=width)
    grace.sign_in("teamlead")
    grace.open("/desk/clinics")
    grace.press("Plan a clinic")
    grace.page.get_by_label("Whose clinic?").select_option(label="Nadia Karim")
    grace.write("Where?", "Merchant Street Practice")
    grace.write("Which room?", "Room 4")
    grace.write_date("On which day?", day)
    grace.write("From", "10am")
    grace.write("To", "11:30am")
    grace.write("Minutes for each person", "45")
    grace.press("Plan it")
    assert grace.sees("2 of 2 free")
    clinic = grace.page.url
    # When she puts somebody of Nadia's into the first time
    grace.press(re.compile("^Put somebody in at 10am"))
    row = grace.page.locator("li.kith-item").filter(has_not_text="Interpreter").first
    name = row.locator("a").first.inner_text()
    grace.press(name, inside=row)
    grace.write("Note for the appointment", "Bring the letter about the rent.")
    grace.press("Put them in")
    # Then the time is theirs, and stands in Nadia's week
    assert grace.sees(f"10am to 10:45am: {name}")
    assert grace.sees("1 of 2 free")
    nadia = visit(width=width)
    nadia.sign_in("linkworker")
    nadia.open(f"/desk/week?on={day}")
    assert nadia.sees(name)
    assert nadia.sees("Merchant Street Practice, Room 4")
    # And when they ring that they cannot come, it is free again
    grace.open(clinic)
    grace.press(re.compile("^Call off for"))
    grace.choose("They did")
    grace.press("Call it off")
    assert grace.sees("2 of 2 free")
    nadia.open(f"/desk/week?on={day}")
    assert not nadia.sees(name)
