"""A coordinator matches a befriender, and the volunteer notes a visit on their telephone.

As whoever looks after volunteers
I want nobody to be visited whose visitor was not checked, and both to have said yes
so that somebody who sits alone has company that is safe.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

import pytest

from kith.ui import dates
from tests.journeys.conftest import Instance
from tests.journeys.people import someone
from tests.journeys.visitor import Visitor
from tests.journeys.workers import a_worker

YEAR = datetime.timedelta(days=365)


def check(lead: Visitor, what: str, today: datetime.date) -> None:
    """Note what was checked, in the page's own words."""
    lead.press("Note a check")
    lead.choose(what)
    lead.write_date("On which day?", today - YEAR)
    lead.write_date("When is it due again?", today + YEAR)
    lead.press("Note it")


@pytest.mark.parametrize("width", [1280, 320])
def test_a_befriender_is_matched(
    instance: Instance, visit: Callable[..., Visitor], width: int
) -> None:
    made, name, today = a_worker(instance), someone().name, dates.today()
    # Given a new volunteer of whom nothing was checked
    lead = visit(width=width)
    lead.sign_in("teamlead")
    lead.open("/desk/groups/volunteers")
    lead.press("Add a volunteer")
    lead.write("Name", name)
    lead.write("Phone", "07700 900777")
    lead.press("Add them")
    volunteer = lead.page.url
    # When a befriender is looked for, they cannot be chosen, and the page says why
    lead.open(made.records[0])
    lead.press("Find a befriender")
    assert lead.sees("DBS check: not on record")
    assert lead.page.get_by_role("radio", name=name).is_disabled()
    # Then what is required is checked, and it can be proposed
    lead.open(volunteer)
    for what in ("DBS check", "References", "Training"):
        check(lead, what, today)
    lead.open(f"{made.records[0]}/befriender")
    lead.choose(name)
    lead.press("Propose it")
    match = lead.page.url
    # And it goes on once both have agreed
    for who, said in ((made.people[0].name, "Now ask the other"), (name, "it goes on")):
        lead.press("Note that somebody agreed")
        lead.choose(who)
        lead.write("How?", "On the phone")
        lead.press("Note it")
        assert lead.sees(said)
    # And the volunteer notes a visit by a link that says a first name alone
    lead.press("Make a link")
    address = re.search(r"http\S+/befriending/\S+", lead.text())
    assert address is not None
    at_home = visit(width=320, height=720)
    at_home.open(address[0])
    assert at_home.sees(f"Your visits to {made.people[0].first}")
    assert not at_home.sees(made.people[0].last)
    at_home.choose("Well")
    at_home.write("In a sentence or two", "Dominoes, and I lost")
    at_home.press("Save the visit")
    assert at_home.sees("Thank you")
    assert not at_home.sees("I lost")
    # Which stands on the record
    lead.open(match)
    assert lead.sees("Dominoes, and I lost")
    lead.open(made.records[0])
    assert lead.sees("Dominoes, and I lost")
