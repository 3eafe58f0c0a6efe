"""A community group answers those who are introduced to it.

As the leader of a walking group
I want to see who is coming and what was agreed to be shared, and to answer in one press
so that they are met at the gate, and nobody rings twice to ask.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kith.ui import dates
from tests.journeys.people import someone
from tests.journeys.visitor import Visitor

PRIVATE = "Sleeps badly since the letters from the landlord."
SAFE = "Please walk at the back with her: she cannot hear bicycles."


class Story:
    """A link worker at a desk and a group's leader with a phone."""

    def __init__(self, visit: Callable[..., Visitor]) -> None:
        self.worker, self.group = visit(), visit(width=390, height=780)
        self.person = someone()

    def given_a_person_whom_the_worker_introduces(self) -> None:
        at, who = self.worker, self.person
        self._given_a_person_who_agreed()
        at.press(f"Find a service for {who.first}")
        at.write("What are you looking for?", "walking group")
        at.press("Find services")
        at.press(f"Introduce {who.first}", inside=at.part("Lea Valley Strollers", "li.kith-card"))
        at.page.locator("input[name=agreed_fields][value=name]").check()
        at.write("How did they agree?", "On the phone")
        at.write("What must this group know", SAFE)
        at.write("How will they get there?", "By bus 8")
        at.write("A note for the record", PRIVATE)
        at.press("See what they will read")
        assert at.sees(SAFE)
        assert not at.sees(PRIVATE)
        assert not at.sees(who.phone)
        at.press(f"Introduce {who.first}")

    def _given_a_person_who_agreed(self) -> None:
        at, who = self.worker, self.person
        at.sign_in("teamlead")
        at.open("/desk/referrals/new")
        at.page.get_by_label("Who asks?").select_option(index=1)
        at.write("First name", who.first)
        at.write("Last name", who.last)
        at.write_date("Date of birth", who.born)
        at.write("Phone", who.phone)
        at.choose("Call them on it")
        at.choose("Yes", of="Do they know that we will call?")
        at.write("What do you see?", PRIVATE)
        at.page.locator("input[name=risk][value=none_known]").check()
        at.press("Send the referral")
        at.open("/desk/triage")
        while not at.sees(who.name):
            at.press("Next", exact=False)
        at.press(re.compile(rf"^Open and decide otherwise\s*:\s*{who.name}$"))
        at.page.locator("input[name=decision][value=take_on]").check()
        workers = at.page.get_by_label("Give it to")
        workers.select_option(
            workers.locator("option").filter(has_text="Grace Mensah").get_attribute("value")
        )
        at.press("Save the decision")
        at.page.locator("#kith-search").fill(who.name)
        at.page.locator("#kith-search").press("Enter")
        at.press(who.name)
        at.press("Write a contact or note")
        at.press("Reached")
        at.write("Note", PRIVATE)
        at.choose("Yes", of="Did they say yes to our support?")
        at.press("Save: reached")

    def when_the_group_opens_its_introductions(self) -> None:
        at, who = self.group, self.person
        at.sign_in("provider")
        assert "Waiting for your answer" in at.part(who.name, "li.kith-card").inner_text()
        at.press(who.name)

    def then_it_sees_what_was_agreed_and_no_more(self) -> None:
        at, who = self.group, self.person
        assert at.sees(who.name)
        assert at.sees(SAFE)
        for kept in (PRIVATE, who.phone, dates.medium_date(who.born)):
            assert not at.sees(kept)
        assert at.page.locator("a[href*='/desk/people/']").count() == 0

    def when_it_answers(self) -> None:
        at = self.group
        at.press("Yes, they can come")
        at.open("/desk/connections/received")
        assert (
            "Waiting for your answer" not in at.part(self.person.name, "li.kith-card").inner_text()
        )
        at.press(self.person.name)
        self.answer = at.page.url
        at.unfold("Add a word")
        at.write("Anything to add?", "Lovely to have her.")
        at.press("They came")

    def then_its_list_prints_as_words_alone(self) -> None:
        at = self.group
        at.open("/desk/connections/groups")
        assert at.sees("Change how we tell you")
        at.page.emulate_media(media="print")
        for words in (self.person.name, SAFE, "By bus 8", "shred it after"):
            assert at.sees(words), words
        controls = at.page.locator("button, input, select, textarea, nav, .nhsuk-button")
        assert controls.filter(visible=True).count() == 0
        assert not at.sees("Change how we tell you")
        at.page.emulate_media(media="screen")

    def then_the_worker_reads_what_came_of_it(self) -> None:
        at = self.worker
        at.page.reload()
        at.look()
        assert at.sees("Came")
        assert at.sees("Lovely to have her.")

    def then_a_withdrawn_agreement_closes_the_page(self) -> None:
        at, who = self.worker, self.person
        if at.page.get_by_role("link", name=f"{who.first} withdraws their agreement").count() == 0:
            return
        at.press(f"{who.first} withdraws their agreement")
        at.press("Withdraw the agreement")
        shut = self.group.page.goto(self.answer)
        assert shut is not None
        assert shut.status == 404 or not self.group.sees(SAFE)


def test_a_provider_answers_an_introduction(visit: Callable[..., Visitor]) -> None:
    story = Story(visit)
    story.given_a_person_whom_the_worker_introduces()
    story.when_the_group_opens_its_introductions()
    story.then_it_sees_what_was_agreed_and_no_more()
    story.when_it_answers()
    story.then_its_list_prints_as_words_alone()
    story.then_the_worker_reads_what_came_of_it()
    story.then_a_withdrawn_agreement_closes_the_page()
