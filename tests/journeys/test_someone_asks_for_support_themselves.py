"""Asking for support oneself, on a phone.

As someone who has never been to such a service
I want to ask in plain words, one question at a time
so that somebody rings me, in the way that is safe.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.journeys.people import someone
from tests.journeys.visitor import Visitor

WORDS = "Since we moved I have spoken to nobody but the children."
PATIENCE_SECONDS = 40


class Story:
    """One person with a phone, and the team lead who reads what they wrote."""

    def __init__(self, visit: Callable[..., Visitor]) -> None:
        self.at, self.lead, self.person = visit(width=390, height=780), visit(), someone()

    def given_they_start_at_the_schemes_page(self) -> None:
        self.at.open("/")
        self.at.press("Bow Social Prescribing")
        assert self.at.sees("It is free")
        self.at.press("Ask for support")

    def when_they_answer_one_question_a_page(self) -> None:
        at, who = self.at, self.person
        assert len(at.page.locator("main fieldset").all()) <= 1
        at.press("Continue")
        assert at.sees("Select who you would like support for")  # and nothing was lost
        at.choose("Myself")
        at.press("Continue")
        at.write("First name", who.first)
        at.write("Last name", who.last)
        at.press("Continue")
        at.page.get_by_label("Day", exact=True).fill(str(who.born.day))
        at.page.get_by_label("Month", exact=True).fill(str(who.born.month))
        at.page.get_by_label("Year", exact=True).fill(str(who.born.year))
        at.press("Continue")
        at.write("Phone number", who.phone)
        at.choose("send a text")
        at.press("Continue")

    def then_going_back_keeps_every_answer(self) -> None:
        at, who = self.at, self.person
        at.press("Back")
        assert at.page.get_by_label("Phone number").first.input_value() == who.phone
        assert at.page.get_by_label("send a text").is_checked()
        assert not at.page.get_by_label("leave a voice message").is_checked()
        at.press("Back")
        at.press("Back")
        assert at.page.get_by_label("Last name").first.input_value() == who.last
        at.press("Continue")
        assert at.heading() == "Can we write to you?"  # on to where they were

    def when_they_send_it(self) -> None:
        at, who = self.at, self.person
        at.press("Continue")  # nothing written by post or e-mail: the phone is enough
        at.choose("Feeling less alone, meeting people")
        at.write("In your own words", WORDS)
        at.press("Continue")
        assert at.heading() == "Check your answers"
        assert at.sees(who.name)
        assert at.sees(WORDS)
        at.press("Send")
        assert at.sees("What happens next")

    def then_it_is_a_referral_before_the_team_lead(self) -> None:
        lead, who = self.lead, self.person
        lead.sign_in("teamlead")
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while not self._listed():
            assert time.monotonic() < give_up_at, "The job made no referral of it."
            time.sleep(1)
            lead.open("/desk/triage")
        card = lead.part(who.name, "section.kith-card").inner_text()
        assert WORDS in card
        assert "texts" in card
        assert "voicemail" not in card

    def _listed(self) -> bool:
        lead = self.lead
        while (
            not lead.sees(self.person.name) and lead.page.get_by_role("link", name="Next").count()
        ):
            lead.press("Next", exact=False)
        return lead.sees(self.person.name)

    def then_nobody_else_finds_it_in_the_browser(self) -> None:
        """The next person at the same phone starts with empty pages."""
        self.at.open("/s/bow-demo/")
        self.at.press("Ask for support")
        assert not self.at.page.get_by_label("Myself").is_checked()


def test_someone_asks_for_support_themselves(visit: Callable[..., Visitor]) -> None:
    story = Story(visit)
    story.given_they_start_at_the_schemes_page()
    story.when_they_answer_one_question_a_page()
    story.then_going_back_keeps_every_answer()
    story.when_they_send_it()
    story.then_it_is_a_referral_before_the_team_lead()
    story.then_nobody_else_finds_it_in_the_browser()


def test_someone_asks_for_their_mother(visit: Callable[..., Visitor]) -> None:
    # Given somebody asks for a relative, the questions are about them.
    at = visit(width=320)
    at.open("/s/bow-demo/ask")
    at.choose("Someone else")
    at.press("Continue")
    at.write("Your name", "Ottilie Fenn")
    at.write("How you know them", "her daughter")
    at.choose("No", of="Do they know that you are asking us?")
    at.press("Continue")
    # Then the page asks for the other's name, and Back leads to the answers as they were.
    assert at.heading() == "What is their name?"
    at.press("Back")
    assert at.page.get_by_label("How you know them").first.input_value() == "her daughter"


def test_someone_saves_it_and_comes_back_on_another_phone(visit: Callable[..., Visitor]) -> None:
    at, later = visit(width=320), visit(width=390)
    # Given they answered one question and have to go
    at.open("/s/bow-demo/ask")
    at.choose("Myself")
    at.press("Continue")
    at.write("Last name", "Ouattara")
    at.press("Continue")
    at.press("Save what I have answered and come back later")
    # When they open the address they were given, elsewhere
    assert at.heading() == "Saved. Nothing has been sent to us yet."
    address = at.page.locator("main a[href*='/resume/']").first.get_attribute("href") or ""
    later.open(address)
    assert not later.sees("Ouattara")
    later.press("Show my answers and go on")
    # Then they go on at the next question, and their answers are there.
    assert later.heading() == "When were you born?"
    later.press("Back")
    assert later.page.get_by_label("Last name").first.input_value() == "Ouattara"
