"""A manager makes a programme for young carers on the set-up pages, and reads its report.

As a service manager who got money for something new
I want to ask its own questions, say who pays and whom it is for, and see what came of it
so that it starts on Monday, and nobody has to write a program for it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

from kith.resilience.strangers import FASTEST_SECONDS
from tests.journeys.onward import onwards, own_page
from tests.journeys.people import someone
from tests.journeys.test_a_practice_refers_without_an_account import address_of_a_place
from tests.journeys.visitor import Visitor


class Story:
    """A manager and the staff of a school."""

    def __init__(self, visit: Callable[..., Visitor]) -> None:
        self.visit, self.manager, self.person = visit, visit(), someone()
        number = random.SystemRandom().randrange(10_000)
        self.programme, self.school = f"Young carers {number}", f"Bow Example School {number}"

    def given_a_programme_made_on_the_set_up_pages_alone(self) -> None:
        at = self.manager
        at.sign_in("manager")
        at.open("/desk/setup")
        at.press("Programmes")
        at.write("Name of the programme", self.programme)
        at.page.get_by_label("What it starts with").select_option("blank")
        at.press("Add a programme")
        at.press(self.programme)
        self._ask("Whom do they look after?", "A few words")
        self._ask("Does the school know?", "Yes or no")
        self._ask("Who else should hear how it ends?", "Who else gets the letter at the end")
        for stage in ("Not yet assessed", "Carer’s assessment done"):
            at.press("Add a stage")
            at.write("Name of the stage", stage)
            at.press("Add a stage")
        at.press("Add a prompt")
        at.write("What to remind of", "Ask what gives them a break")
        at.page.get_by_label("Counted from").select_option(label="Not yet assessed")
        at.write("Days after that", "7")
        at.press("Add a prompt")
        assert at.sees("7 days after “Not yet assessed”")

    def _ask(self, words: str, kind: str) -> None:
        at = self.manager
        at.press("Add a question")
        at.write("The question", words)
        at.choose(kind)
        at.choose("No", of="Must it be answered?")
        at.choose("When someone is referred")
        at.press("Add a question")

    def given_a_funder_and_a_school_of_its_own(self) -> None:
        at = self.manager
        at.press("Add who pays for it")
        at.write("What for", f"Grant for {self.programme}")
        at.write("Who pays", "A trust for young people")
        at.write_date("From", date(2026, 4, 1))
        chosen = at.page.get_by_label("For which programme").locator("option:checked")
        assert chosen.inner_text() == self.programme
        at.press("Add a contract")
        self.address = address_of_a_place(
            at, add=self.school, kind="School, college or other education"
        )
        at.open("/desk/setup")
        at.press("Programmes")
        at.press(self.programme)
        assert at.sees("A trust for young people")
        at.choose(self.school, of="Who may refer, wherever the person lives")
        at.press("Save")

    def when_a_teacher_refers_by_the_schools_page(self) -> None:
        at, who = self.visit(width=320), self.person
        at.open(self.address)
        assert at.sees(f"For {self.programme}")
        at.write("First name", who.first)
        at.write("Last name, or their only name", who.last)
        at.write_date("Date of birth", who.born)
        at.page.get_by_label("Phone", exact=True).fill(who.phone)
        at.choose("Yes", of="Do they know that we will call?")
        at.write("What do you see?", "Tired in the mornings, and often late.")
        at.choose("I have not asked")
        at.page.get_by_label("Stage they are at").select_option(label="Not yet assessed")
        at.write_date("Since when?", date(2026, 9, 7))
        at.write("Whom do they look after?", "Their mother")
        at.choose("Yes", of="Does the school know?")
        at.write("Your name", "Anil Roy")
        at.write("Your role", "Head of year")
        at.page.wait_for_timeout(1000 * FASTEST_SECONDS)
        at.press("Send the referral")
        assert at.heading() == "We have it. Thank you."
        self.page = own_page(at)

    def then_the_team_reads_it_with_its_answers(self) -> None:
        at = self.visit()
        at.sign_in("teamlead")
        at.until(lambda: self._is_listed(at), "The job made no referral of it.")
        card = at.part(self.person.name, "section.kith-card").inner_text()
        for said in ("Their mother", "Not yet assessed, since 7 September 2026", self.programme):
            assert said in card
        assert "A partner organisation’s page" in card
        onwards(at, self.visit(), self.person.name, self.page)

    def _is_listed(self, at: Visitor) -> bool:
        at.open("/desk/triage")
        while not at.sees(self.person.name) and at.page.get_by_role("link", name="Next").count():
            at.press("Next", exact=False)
        return at.sees(self.person.name)

    def then_the_programme_has_its_report(self) -> None:
        at = self.manager
        at.open("/desk/setup")
        at.press("Programmes")
        at.press(self.programme)
        at.press("Its report")
        # Months that are over alone are counted, and this one is not: test_programme.py counts.
        assert at.heading() == f"{self.programme} in numbers"
        assert at.sees("Nothing in this period.")


def test_young_carers_from_setting_up_to_the_report(visit: Callable[..., Visitor]) -> None:
    story = Story(visit)
    story.given_a_programme_made_on_the_set_up_pages_alone()
    story.given_a_funder_and_a_school_of_its_own()
    story.when_a_teacher_refers_by_the_schools_page()
    story.then_the_team_reads_it_with_its_answers()
    story.then_the_programme_has_its_report()
