"""What was found stands on a map beside the list; what was not becomes a figure for those who pay.

As a link worker
I want to see where the services are that fit somebody, without any outside map
so that I can tell how far they would have to go; and as a commissioner I want to see what is missing, and nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.journeys.conftest import Instance
from tests.journeys.visitor import Visitor
from tests.journeys.workers import owens


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (320, False)])
def test_a_map_beside_the_list(
    visit: Callable[..., Visitor], instance: Instance, width: int, scripts: bool
) -> None:
    # Given somebody whom Owen supports
    made = owens(instance)
    who = made.people[0]
    owen = visit(width=width, scripts=scripts)
    owen.sign_in("linkworker2")
    owen.open(made.records[0])
    # When he looks for a walk from their record
    owen.press(f"Find a service for {who.first}")
    owen.write("What are you looking for?", "walking group")
    owen.press("Find services")
    # Then each pin on the map leads to its number in the list
    sheet = owen.page.locator(".kith-map__sheet")
    sheet.wait_for()
    assert owen.sees("on a map")
    pin = sheet.locator("a").first
    number = re.search(r"service-(\d+)$", pin.get_attribute("href") or "")
    assert number is not None
    pin.focus()
    owen.page.keyboard.press("Enter")
    owen.page.wait_for_url(re.compile(rf"#service-{number[1]}$"))
    assert owen.page.locator(f"#service-{number[1]}").is_visible()
    assert owen.sees("Walking group")
    # And when nothing fits, it says so, without a map
    owen.write("What are you looking for?", "paragliding xyzzyq")
    owen.press("Find services")
    assert owen.sees("Nothing fits all of this")
    assert owen.page.locator(".kith-map__sheet").count() == 0


@pytest.mark.parametrize("width", [1280, 320])
def test_a_commissioner_sees_what_is_missing(visit: Callable[..., Visitor], width: int) -> None:
    # Given a commissioner, who may see no person
    funder = visit(width=width)
    funder.sign_in("funder")
    funder.open("/desk/numbers")
    # When they open the gaps
    funder.press("Gaps: what we found nothing for")
    # Then each figure says how it is known, and a file can be taken away
    assert funder.sees("Searches that found nothing")
    funder.unfold("How we know")
    assert funder.sees("Different people for whom a link worker began an introduction")
    with funder.page.expect_download() as taken:
        funder.page.get_by_role("link", name="Table (CSV)").click()
    assert taken.value.suggested_filename.startswith("bow-demo-gaps-")
