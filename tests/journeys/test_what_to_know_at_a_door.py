"""What a colleague should have known before going in.

As a link worker who goes to people's homes
I want what is known of a door in sight wherever a visit begins
so that nobody stands alone in front of a dog that a colleague wrote down in March.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from kith.ui.dates import today
from tests.journeys.people import someone
from tests.journeys.visitor import Visitor


@pytest.mark.parametrize("width", [1280, 320])
def test_a_door_is_written_down_seen_and_ended(visit: Callable[..., Visitor], width: int) -> None:
    mark = someone().last
    at = visit(width=width)
    at.sign_in("linkworker")
    at.open("/desk/caseload?stage=&foundation=")
    links = at.page.locator("main table th a[href*='/desk/people/']")
    record = links.nth(6 if width == 1280 else 7).get_attribute("href") or ""
    # Given a record, two keys lead to what is known of the door
    at.open(record)
    at.page.keyboard.press("e")
    at.page.keyboard.press("a")
    at.page.wait_for_url("**/address")
    at.look()
    if at.sees("There is no address on the record yet"):
        at.press("Write the address")
        at.write("Address", f"{width} Fictional Row, {mark}")
        at.press("Add it")
        at.open(f"{record}/address")
    # When two things are written down
    at.choose("Animals")
    at.write("What is it, and what to do?", f"A goose behind the gate, {mark}: ring first.")
    at.press("Keep it")
    at.choose("Two to visit")
    at.press("Keep it")
    # Then they stand on the record, where a visit is planned, and where one goes in
    at.open(record)
    assert at.sees("Two to visit")
    assert at.sees(f"A goose behind the gate, {mark}")
    at.page.keyboard.press("a")
    at.page.wait_for_url("**/plan/*")
    at.look()
    assert at.sees(f"A goose behind the gate, {mark}")
    at.open(record)
    at.press("Going in alone")
    assert at.sees("Two to visit")
    at.choose("In an hour")
    at.press("I am going in")
    assert at.sees(f"A goose behind the gate, {mark}")
    at.press("I am out and safe")
    # And each is asked about again, kept for longer or ended with why
    at.open(f"{record}/address")
    at.page.get_by_role("link", name="Is it still so? Animals").click()
    at.look()
    at.choose("Yes")
    at.write_date("Look again by", today() + datetime.timedelta(days=300))
    at.press("Save")
    assert at.sees("Kept: it is still so.")
    at.page.get_by_role("link", name="Is it still so? Animals").click()
    at.look()
    at.choose("No, it has ended")
    at.write("Why is it so no longer?", "The goose was sold")
    at.press("Save")
    assert at.sees("The goose was sold")
    at.open(record)
    assert not at.sees("A goose behind the gate")
    assert at.sees("Two to visit")


def test_the_header_stays_in_sight_and_leaves_room(visit: Callable[..., Visitor]) -> None:
    # Given the record at the size of a desk, of a phone, and at 400 % zoom
    for width, height, most in ((1280, 900, 0.45), (320, 568, 0.2), (320, 256, 0.3)):
        at = visit(width=width, height=height)
        at.sign_in("linkworker")
        at.open("/desk/caseload?stage=&foundation=")
        link = at.page.locator("main table th a[href*='/desk/people/']").first
        at.open(link.get_attribute("href") or "")
        name = at.page.locator(".kith-brief strong").first.inner_text()
        # When one is at the end of the page
        at.page.locator("#timeline").scroll_into_view_if_needed()
        at.page.mouse.wheel(0, 4000)
        at.page.wait_for_function("window.scrollY > 200")
        # Then who it is stands at the top still, and takes no more than its share
        strip = at.page.locator(".kith-sticky" if width > 640 else ".kith-brief")
        box = strip.bounding_box()
        assert box is not None
        assert box["y"] >= -1
        assert box["height"] <= height * most, (width, height, box)
        at.page.evaluate("document.querySelector('main').focus()")
        assert name
