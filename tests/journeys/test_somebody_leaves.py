"""A link worker leaves: all that they have in hand passes on in one press, and nobody is left without somebody.

As a team lead
I want to see everything that a leaver has in hand, with whom we suggest for each, on one page
so that no person, promise or appointment is left with somebody who is gone.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.conftest import Instance
from tests.journeys.visitor import Visitor
from tests.journeys.workers import a_worker

NOTE = "Moves to Leeds. Both know, and wait for a call this week."


@pytest.mark.parametrize("width", [1280, 320])
def test_a_leavers_load(visit: Callable[..., Visitor], instance: Instance, width: int) -> None:
    # Given a link worker with two people, who leaves
    leaver = a_worker(instance, people=2)
    first, second = leaver.people
    # When the manager ends their place
    manager = visit(width=width)
    manager.sign_in("manager")
    manager.open(f"/desk/team/{leaver.member}/end")
    # Then that is refused while anything is left with them, and leads to all of it
    assert manager.page.url.endswith(f"/desk/team/{leaver.member}/leaving")
    assert manager.sees("still has 2 open cases")
    assert manager.sees(first.name)
    assert manager.sees("Ring about the choir")
    # When each person is given to a colleague, with a note
    for one in (first, second):
        box = manager.page.get_by_label(f"Who takes {one.name}?")
        box.select_option(label="Owen Pritchard")
    manager.write("What your colleagues need to know", NOTE)
    manager.press("Give all of it to them")
    assert manager.sees("has nothing in hand")
    # Then the colleague has both on Today with what was said, and reads it once
    owen = visit(width=width)
    owen.sign_in("linkworker2")
    item = owen.part(f"From {leaver.name}", "li")
    assert first.name in item.inner_text()
    assert second.name in item.inner_text()
    assert NOTE in item.inner_text()
    item.get_by_role("button", name="I have read it", exact=False).click()
    assert not owen.sees(f"From {leaver.name}")
    owen.open(leaver.records[0])
    assert owen.sees("Owen Pritchard")
    assert owen.sees(NOTE)
    # And an old link to the leaver's caseload leads to who has their people now
    manager.open(f"/desk/caseload?holder={leaver.member}")
    assert manager.sees("Owen Pritchard")
    assert not manager.sees(first.name)
    # And the place ends
    manager.open(f"/desk/team/{leaver.member}/end")
    manager.press("End their place")
    assert manager.sees(f"{leaver.name} works here until")
