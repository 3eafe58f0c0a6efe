"""“No answer, try again on Thursday afternoon”, in one screen.

As a link worker with a phone in one hand
I want nobody's answer and the next try noted in one screen
so that what I promised myself is written before the next number rings.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator

from kith.ui import dates
from tests.journeys.conftest import Instance
from tests.journeys.visitor import Visitor
from tests.journeys.workers import owens

# Of what it is made: the press on Today, the day, the time, and saving; a day and a month at most are typed anew.
MOST_TAPS, MOST_KEYS = 5, 11
THURSDAY = 3


class Counted:
    """Counts screens, taps and keys: what is counted is what a hand does, and no clock."""

    def __init__(self, at: Visitor) -> None:
        self.at, self.screens, self.taps, self.keys = at, 0, 0, 0

    def tap(self, target: Locator, *, opens: bool = False) -> None:
        self.taps += 1
        if not opens:
            target.click()
            return
        with self.at.page.expect_navigation():
            target.click()
        self.screens += 1
        self.at.look()

    def type_anew(self, box: Locator, words: str) -> None:
        """Put other words into a box, unless they stand there already: a tap marks what stands there."""
        if box.input_value() == words:
            return
        self.tap(box)
        self.at.page.keyboard.type(words)
        self.keys += len(words)
        assert box.input_value() == words


def next_thursday() -> datetime.date:
    day = dates.today() + datetime.timedelta(days=1)
    return day + datetime.timedelta(days=(THURSDAY - day.weekday()) % 7)


@pytest.mark.parametrize("width", [1280, 320])
def test_no_answer_try_again_on_thursday_afternoon(
    visit: Callable[..., Visitor], instance: Instance, width: int
) -> None:
    # Given a link worker whose Today says whom to ring
    person = owens(instance).people[0]
    at = visit(width=width, height=760)
    at.sign_in("linkworker2")
    hand, day = Counted(at), next_thursday()
    row = at.part(person.name, "li.kith-item, section.kith-card--now")
    # When nobody answers
    hand.tap(row.get_by_role("link", name="No answer"), opens=True)
    assert at.sees(person.name)
    # And the next try is to be on Thursday afternoon
    when = at.page.get_by_role("group", name="On which day").first
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        hand.type_anew(when.get_by_label(label, exact=True), str(value))
    hand.type_anew(at.page.get_by_label("At what time").first, "2pm")
    with at.page.expect_navigation():
        hand.tap(at.page.get_by_role("button", name="Save: no answer").last)
    at.look()
    # Then it was one screen, and few taps and keys; and it stands on the record with its day and time
    assert at.sees("No answer")
    assert at.sees("2pm")
    assert at.sees(f"{day:%A} {day.day} {day:%B}")
    print(f"Thursday afternoon: {hand.screens} screen, {hand.taps} taps, {hand.keys} keys")  # noqa: T201
    assert hand.screens == 1
    assert hand.taps <= MOST_TAPS + (day.year != dates.today().year)  # the last days of December
    assert hand.keys <= MOST_KEYS
