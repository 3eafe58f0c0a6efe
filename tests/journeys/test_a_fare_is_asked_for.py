"""A fare: asked for somebody, approved by somebody else, given and shown.

As a link worker outside with a phone
I want to ask for a bus fare and know when I may pay it
so that nobody stays at home for want of a ticket.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import documents
from tests.journeys.people import someone
from tests.journeys.visitor import Visitor


@pytest.mark.parametrize("width", [1280, 320])
def test_a_fare_is_asked_approved_given_and_evidenced(
    visit: Callable[..., Visitor], width: int, tmp_path: Path
) -> None:
    mark = someone().last
    # Given Nadia, on the record of somebody of hers
    nadia = visit(width=width)
    nadia.sign_in("linkworker")
    nadia.page.locator("main a[href*='/desk/people/']").first.click()
    nadia.look()
    name = nadia.heading()
    record = nadia.page.url.removeprefix(nadia.address)
    # When she asks for a fare
    nadia.press(f"Ask for money for {name.split()[0]}", exact=False)
    nadia.choose("Small things that help", of="From which fund?")
    nadia.write("What exactly is it for?", f"Bus fares {mark}")
    nadia.choose("Fares and travel")
    nadia.choose("Friends and belonging")
    nadia.write("How much?", "8.50")
    nadia.choose("A fare")
    nadia.write("Why should this fund pay?", "No pass until April.")
    nadia.press("Ask for it")
    assert nadia.sees("Waiting for a decision")
    # Then it waits for Grace, who approves it from Today
    grace = visit()
    grace.sign_in("teamlead")
    grace.open("/desk/")
    grace.press("Decide", inside=grace.part(f"Bus fares {mark}", "li"), exact=False)
    grace.choose("Approve it")
    grace.press("Save the decision")
    assert grace.sees("Approved, to be given")
    # And Nadia finds it on Today, gives it, and adds a photo of the ticket
    nadia.open("/desk/")
    nadia.press("Give it", inside=nadia.part(f"Bus fares {mark}", "li"), exact=False)
    nadia.press("Note that it was given")
    nadia.open("/desk/")
    nadia.press("Add the receipt", inside=nadia.part(f"Bus fares {mark}", "li"), exact=False)
    photo = tmp_path / "ticket.png"
    photo.write_bytes(documents.picture("PNG"))
    nadia.page.locator("input[type=file]").set_input_files(photo)
    nadia.press("Keep it")
    assert nadia.sees("ticket.png")
    nadia.press("ticket.png")
    assert nadia.page.locator("main img").first.evaluate("picture => picture.naturalWidth > 0")
    # And all of it is on the record
    nadia.open(record)
    assert nadia.sees(f"Bus fares {mark}")
    assert nadia.sees(f"Approved: £8.50 (Bus fares {mark})")
    assert nadia.sees("Given: £8.50")
