"""A person does not answer three times.

As a link worker
I want the policy to propose another day and another time, then a letter, and never to close anybody by itself
so that everybody gets a fair try, and can come back without a new referral.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from kith.ui import dates
from tests.journeys.conftest import Instance
from tests.journeys.visitor import Visitor
from tests.journeys.workers import owens

# A morning, an afternoon and an evening: the parts of a day that the policy tells apart.
CLOCKS = ("10:00", "14:00", "18:00")


def other_clocks() -> tuple[str, str]:
    """Two times of day that are not now's."""
    hour = dates.local(datetime.datetime.now(datetime.UTC)).hour
    now = 0 if hour < 12 else 1 if hour < 17 else 2
    one, other = (clock for place, clock in enumerate(CLOCKS) if place != now)
    return one, other


def no_answer(
    at: Visitor, record: str, *, on: datetime.date | None = None, clock: str = ""
) -> None:
    """Write that nobody answered; with a day and a time, that it was then."""
    at.open(record)
    at.press("Write a contact or note")
    at.press("No answer")
    if on is not None:
        at.unfold("More: when, how, how long")
        at.write_date("Day it happened", on)
        at.write("Time it happened", clock)


def save(at: Visitor) -> None:
    at.page.get_by_role("button", name="Save: ", exact=False).click()
    at.look()


@pytest.mark.parametrize("width", [1280, 320])
def test_three_times_without_an_answer(
    visit: Callable[..., Visitor], instance: Instance, width: int
) -> None:
    # Given somebody new, with a number and an address that are safe
    made = owens(instance)
    person, record, today = made.people[0], made.records[0], dates.today()
    first, second = other_clocks()
    owen = visit(width=width)
    owen.sign_in("linkworker2")
    # When nobody answers, the policy proposes another day and another time of day
    no_answer(owen, record, on=today - datetime.timedelta(days=4), clock=first)
    assert owen.sees("Try 2 of 3: another day, another time of day.")
    save(owen)
    no_answer(owen, record, on=today - datetime.timedelta(days=2), clock=second)
    assert owen.sees("Try 3 of 3: another day, another time of day.")
    save(owen)
    # And after the third, a letter
    no_answer(owen, record)
    assert owen.sees("3 tries have had no answer, so the next is a letter.")
    save(owen)
    owen.open(record)
    assert owen.sees("Send a letter")
    # When the letter is made, there is a day on which to see what came of it, and nothing closes by itself
    owen.press("Write a letter")
    assert "have not reached you yet" in owen.page.get_by_label("What it says").input_value()
    owen.press("Make the letter")
    assert person.name in " ".join(owen.pdf("Read or print the letter").split())
    owen.open(record)
    assert owen.sees("See whether they answered the letter")
    assert (
        owen.page.get_by_role("link", name="Finish", exact=True, include_hidden=True).count() == 1
    )
    # When a human finishes, because we could not reach them
    owen.press("Finish")
    owen.choose("We could not reach the person")
    owen.press("See the letter before you finish")
    owen.press("Finish our support and make the letter")
    # Then they can come back for months without a new referral
    assert owen.sees("no new referral is needed")
    owen.write("Why does support begin again?", "Rang, and had been with a sister")
    owen.press("Begin support again")
    assert owen.sees(f"Our support of {person.first} has begun again")
    owen.open(record)
    assert (
        owen.page.get_by_role("link", name="Finish", exact=True, include_hidden=True).count() == 1
    )
