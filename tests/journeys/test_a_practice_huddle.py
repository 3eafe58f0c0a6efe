"""A huddle with a practice: prepared, held, and its action done.

As a link worker
I want what was decided about somebody to be on my list on the day it is due
so that nothing that was said around a table is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kith.ui import dates
from tests.journeys.people import someone
from tests.journeys.visitor import Visitor


@pytest.mark.parametrize("width", [1280, 320])
def test_a_huddle_is_prepared_and_held_and_its_action_done(
    visit: Callable[..., Visitor], width: int
) -> None:
    mark, today = someone().last, dates.today()
    # Given Nadia plans a huddle that begins at once, with a colleague and a GP
    at = visit(width=width)
    at.sign_in("linkworker")
    at.open("/desk/meetings")
    at.press("Plan a meeting")
    at.choose("Practice huddle", of="What is it?")
    at.write_date("Day", today)
    at.write("Time", "0:01")
    at.write("Where, or how to join", f"Room {mark}")
    at.press("Plan it")
    meeting = at.page.url
    at.press("Change who is asked")
    at.page.get_by_label("Who?").select_option(label="Owen Pritchard")
    at.press("Ask them")
    at.press("Somebody from outside")
    at.write("Name", "Dr Bola Osei")
    at.write("Where they work", "Merchant Street Practice")
    at.press("Ask them")
    # And puts one of her people on the list, with why and on what basis the GP may hear of it
    at.open(meeting.removeprefix(at.address))
    at.press("Add somebody to talk about")
    person = at.page.locator("main .kith-items a").first
    name = person.inner_text()
    person.click()
    at.look()
    at.write("Why are they to be discussed?", f"Medicines pile up {mark}")
    at.press("Put them on the list")
    assert at.sees("There is a problem")
    at.choose("Direct care with their practice")
    at.press("Put them on the list")
    # When they talk, she writes what was said and decided, and what she is to do today
    at.press(name)
    at.write("What was said", f"Wants to manage alone {mark}")
    at.write("Decision", f"A review at home {mark}")
    at.press("Save")
    at.press("Add an action")
    at.write("What is to be done?", f"Ring the pharmacist {mark}")
    at.page.get_by_label("Which colleague?").select_option(label="Nadia Karim")
    at.write_date("By when?", today)
    at.press("Add the action")
    # And prints what she hands out: initials, and no notes
    at.open(meeting.removeprefix(at.address))
    paper = at.pdf("Print with initials")
    assert f"A review at home {mark}" in paper
    assert name not in paper
    assert f"Wants to manage alone {mark}" not in paper
    # And closes it, with how long it took
    at.press("Close the meeting")
    at.write("How long did it take?", "25")
    at.write("How long did you prepare for it?", "10")
    at.press("Close the meeting", inside=at.page.locator("main form"))
    assert at.sees("Held and closed")
    # Then the action is on her Today, and is done there
    at.open("/desk/")
    row = at.part(f"Ring the pharmacist {mark}", "li")
    record = row.get_by_role("link", name=name, exact=True).get_attribute("href") or ""
    at.press(f"Done Ring the pharmacist {mark}", inside=row)
    assert at.sees("Done. It is on the record.")
    assert not at.page.locator("li", has_text=f"Ring the pharmacist {mark}").count()
    # And all of it is on the person's timeline
    at.open(record)
    assert at.sees(f"Decision: A review at home {mark}")
    assert at.sees(f"From a meeting: Ring the pharmacist {mark}")
