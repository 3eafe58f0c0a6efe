"""A measure with a person, at a phone's width and at a desk.

As a link worker
I want to ask a few questions without fuss, leave out what does not fit, and see what changed
so that the person sees it too, and nothing that frightens me is mine alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.journeys.visitor import Visitor

DIGITS = "4821"


class Story:
    """Nadia, on her phone, and Grace Mensah, who leads."""

    def __init__(self, worker: Visitor, manager: Visitor) -> None:
        self.at, self.manager = worker, manager
        self.record = ""

    def given_somebody_with_a_start(self) -> None:
        """The first on the caseload who was measured before, and not with the question that is asked here."""
        at = self.at
        at.sign_in("linkworker")
        at.open("/desk/caseload")
        links = at.page.locator("main a[href*='/desk/people/']")
        addresses = [links.nth(n).get_attribute("href") or "" for n in range(links.count())]
        for address in dict.fromkeys(addresses):
            at.open(address)
            if at.sees("Life satisfaction") and not at.sees("Loneliness, asked directly"):
                break
        self.record = at.page.url

    def when_one_is_put_off_with_a_reason(self) -> None:
        at = self.at
        self._offer("Loneliness, three questions", "Start")
        at.unfold("Not now, with a reason")
        at.choose("Too tired or unwell today")
        at.press("Not now")
        assert at.sees("Not now, with your reason")
        assert at.sees("Offered again from")

    def when_the_person_answers_on_the_phone_themself(self, moment: str, often: str) -> None:
        at = self.at
        self._offer("Loneliness, asked directly", moment)
        at.press(re.compile("^Let .* answer on this screen"), exact=False)
        at.write("Four digits", DIGITS)
        at.press("Begin, then hand it over")
        assert at.page.locator("header a").count() == 0
        at.press("Start")
        at.choose(often)
        at.press("Finish")
        assert at.sees("Thank you")

    def then_nothing_else_opens_until_the_digits(self) -> None:
        at = self.at
        at.open("/desk/")
        assert at.sees("Please hand the phone back")
        at.write("Four digits", "0000")
        at.press("Go back to my work")
        assert at.sees("That is not the code")
        at.write("Four digits", DIGITS)
        at.press("Go back to my work")
        assert at.heading() == "Measures"

    def then_the_line_is_drawn(self) -> None:
        at = self.at
        row = at.page.locator("tr").filter(has_text="Loneliness, asked directly").first
        assert row.locator("svg polyline").count() == 1 or row.locator("svg circle").count() >= 2
        assert "1 → 4" in row.inner_text()
        assert at.sees("change, not proof")
        at.press("Loneliness, asked directly")
        assert at.sees("hardly ever lonely")
        assert at.page.locator("svg.kith-sparkline--large").count() == 1

    def given_the_manager_names_who_is_told(self) -> None:
        at = self.manager
        at.sign_in("manager")
        at.open("/desk/setup")
        at.press("Measures: what is used, and who answers")
        at.press("Worry and anxiety (GAD-7)")
        at.choose("Yes", of="Is it used here?")
        choice = at.page.get_by_label("Who is told at once")
        lead = choice.locator("option").filter(has_text="Grace Mensah").first.get_attribute("value")
        choice.select_option(value=lead)
        at.write("Why", "Agreed with the practices")
        at.press("Save")
        assert at.sees("saved")

    def when_an_answer_asks_somebody_to_act(self) -> None:
        at = self.at
        self._offer("Worry and anxiety", "Review")
        for number in range(1, 8):
            at.page.locator(f"input[name=item_{number}][value='3']").check()
        at.press("Save the answers")
        assert at.sees("asks you to act now")
        assert at.sees("116 123")

    def then_the_responder_takes_it_up(self) -> None:
        at = self.manager
        at.sign_out()
        at.sign_in("teamlead")
        at.open("/desk/")
        at.page.locator("section[aria-labelledby=alerts] a").first.click()
        at.look()
        at.write("What did you do", "Rang her. She is safe, and sees her GP tomorrow.")
        at.press("I have taken it up")
        assert at.sees("She is safe, and sees her GP tomorrow.")

    def _offer(self, title: str, moment: str) -> None:
        at = self.at
        at.open(self.record)
        at.press("Measure")
        row = at.page.locator("tr").filter(has_text=title).filter(has_text=moment).last
        row.get_by_role("link").last.click()
        at.look()


@pytest.mark.parametrize(("width", "scripts"), [(320, True), (1280, False)])
def test_a_measure_is_used(visit: Callable[..., Visitor], width: int, scripts: bool) -> None:
    story = Story(visit(width=width, scripts=scripts), visit())
    story.given_somebody_with_a_start()
    story.when_one_is_put_off_with_a_reason()
    story.when_the_person_answers_on_the_phone_themself("Start", "Often or always")
    story.then_nothing_else_opens_until_the_digits()
    story.when_the_person_answers_on_the_phone_themself("End", "Hardly ever")
    story.then_nothing_else_opens_until_the_digits()
    story.then_the_line_is_drawn()
    story.given_the_manager_names_who_is_told()
    story.when_an_answer_asks_somebody_to_act()
    story.then_the_responder_takes_it_up()
