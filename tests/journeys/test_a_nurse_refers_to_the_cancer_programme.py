"""A hospital nurse refers to the cancer programme; a letter that came by e-mail is typed in.

As a nurse of a hospital
I want to say at which stage someone is and what weighs on them
so that the worker who rings them knows, and asks nothing twice.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

import pytest

from tests import documents
from tests.journeys.people import someone
from tests.journeys.visitor import Visitor


class Story:
    """A manager, a nurse, and the team lead who reads what she sent."""

    def __init__(self, visit: Callable[..., Visitor], width: int) -> None:
        self.visit, self.width, self.person = visit, width, someone()
        self.programme = f"Cancer pathway {random.SystemRandom().randrange(10_000)}"

    def given_a_manager_makes_the_programme_from_a_template(self) -> None:
        at = self.visit()
        at.sign_in("manager")
        at.open("/desk/setup")
        at.press("Programmes")
        at.write("Name of the programme", self.programme)
        at.page.get_by_label("What it starts with").select_option("cancer")
        at.press("Add a programme")
        at.press(self.programme)
        assert at.sees("Living with and beyond")

    def when_a_nurse_refers_someone_to_it(self) -> None:
        at, who = self.visit(width=self.width), self.person
        at.sign_in("referrer")
        at.open("/desk/referrals/new")
        at.press(self.programme)
        at.write("Last name, or their only name", who.last)
        at.write("First name", who.first)
        at.write_date("Date of birth", who.born)
        at.page.get_by_label("Phone", exact=True).fill(who.phone)
        at.choose("Yes", of="Do they know that we will call?")
        at.write("What do you see?", "Tired since her treatment ended.")
        at.page.get_by_label("Stage they are at").select_option(label="End of treatment")
        at.write_date("Since when?", date(2026, 3, 2))
        at.write("Which cancer is it?", "Breast cancer")
        at.unfold("Concerns, if you have talked about them")
        number = at.page.get_by_label("Tiredness").and_(
            at.page.locator("input:not([type=checkbox])")
        )
        number.first.fill("8")
        at.page.locator("input[type=file]").set_input_files(
            {"name": "hna.pdf", "mimeType": "application/pdf", "buffer": documents.pdf()}
        )
        at.press("Send the referral")
        assert at.sees("Breast cancer")

    def then_the_team_lead_sees_the_stage_the_concerns_and_the_file(self) -> None:
        at = self.visit(width=self.width)
        at.sign_in("teamlead")
        at.open("/desk/triage")
        while not at.sees(self.person.name) and at.page.get_by_role("link", name="Next").count():
            at.press("Next", exact=False)
        card = at.part(self.person.name, "section.kith-card").inner_text()
        for said in ("End of treatment, since 2 March 2026", "Tiredness 8", "Breast cancer"):
            assert said in card
        at.press("Holistic needs assessment", inside=at.part(self.person.name, "section.kith-card"))
        assert at.page.get_by_alt_text("Page 1 of 1 of the file", exact=False).count() == 1


@pytest.mark.parametrize("width", [1280, 320])
def test_a_nurse_refers_to_the_cancer_programme(visit: Callable[..., Visitor], width: int) -> None:
    story = Story(visit, width)
    story.given_a_manager_makes_the_programme_from_a_template()
    story.when_a_nurse_refers_someone_to_it()
    story.then_the_team_lead_sees_the_stage_the_concerns_and_the_file()


@pytest.mark.parametrize("width", [1280, 320])
def test_a_letter_is_typed_in_beside_its_picture(visit: Callable[..., Visitor], width: int) -> None:
    # Given a letter came by e-mail,
    at, who = visit(width=width), someone()
    at.sign_in("teamlead")
    at.open("/desk/letters-in")
    at.page.locator("input[type=file]").set_input_files(
        {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": documents.pdf(pages=2)}
    )
    at.press("Bring the letter")
    # when it is typed in beside its pages, which can be made larger by the keyboard,
    assert at.page.get_by_alt_text("Page 1 of 2 of the letter", exact=False).is_visible()
    at.page.get_by_label("Fit", exact=True).focus()
    at.page.keyboard.press("ArrowRight")
    assert at.page.get_by_label("Large", exact=True).is_checked()
    at.page.get_by_label("Who asks?", exact=True).select_option(label="Hospital ward or clinic")
    at.write("Last name, or their only name", who.last)
    at.write("First name", who.first)
    at.write_date("Date of birth", who.born)
    at.page.get_by_label("Phone", exact=True).fill(who.phone)
    at.choose("Yes", of="Do they know that we will call?")
    at.write("What do you see?", "As the letter says.")
    at.press("Make the referral")
    # then the letter stays with the referral.
    assert at.sees(f"Referral of {who.name}")
    at.press("The letter as it came")
    assert at.page.get_by_alt_text("Page 2 of 2 of the file", exact=False).count() == 1
