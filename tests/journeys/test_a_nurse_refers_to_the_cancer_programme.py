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

from kith.resilience.strangers import FASTEST_SECONDS
from tests import documents
from tests.journeys.onward import is_waiting, onwards, own_page
from tests.journeys.people import someone
from tests.journeys.test_a_practice_refers_without_an_account import address_of_a_place
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

    def given_the_programme_names_a_hospital_with_a_page_of_its_own(self) -> None:
        at = self.visit()
        at.sign_in("manager")
        name = f"Royal Example Hospital {self.programme.split()[-1]}"
        self.address = address_of_a_place(at, add=name, kind="Hospital ward or clinic")
        at.open("/desk/setup")
        at.press("Programmes")
        at.press(self.programme)
        at.choose(name, of="Who may refer, wherever the person lives")
        at.press("Save")

    def when_a_nurse_refers_someone_to_it(self) -> None:
        at = self.visit(width=self.width)
        at.sign_in("referrer")
        at.open("/desk/referrals/new")
        at.press(self.programme)
        self._says_all_of_it(at)
        at.press("Send the referral")
        assert at.sees("Breast cancer")

    def when_a_nurse_without_an_account_refers_by_her_hospitals_page(self) -> None:
        at = self.visit(width=self.width)
        at.open(self.address)
        self._says_all_of_it(at)
        at.write("Who is their key worker?", "Sister Amadi")
        at.write("Who else should hear how it ends?", "Dr Ada Boateng, Oncology")
        at.write("Your name", "Sister Ngozi Amadi")
        at.write("Your role", "Macmillan nurse")
        self._chooses(at, [("notes.txt", b"not a file of ours")])
        at.page.wait_for_timeout(1000 * FASTEST_SECONDS)
        at.press("Send the referral")
        assert at.sees("notes.txt: The selected file must be a PDF")
        assert at.page.get_by_label("Which cancer is it?").input_value() == "Breast cancer"
        pdf = documents.pdf()
        self._chooses(at, [("large.pdf", pdf.ljust(10_000_001, b" "))])
        assert at.sees("large.pdf is larger than 10 MB. Choose again.")
        self._chooses(at, [("hna.pdf", pdf), ("photo.png", documents.picture("PNG"))])
        at.press("Send the referral")
        assert at.sees("2 files came along.")
        self.page = own_page(at)

    def _chooses(self, at: Visitor, files: list[tuple[str, bytes]]) -> None:
        at.page.locator("input[type=file]").set_input_files(
            [
                {"name": name, "mimeType": "application/octet-stream", "buffer": content}
                for name, content in files
            ]
        )

    def _says_all_of_it(self, at: Visitor) -> None:
        who = self.person
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
        self._chooses(at, [("hna.pdf", documents.pdf())])

    def and_taken_on_a_worker_has_them_and_the_nurse_reads_it(self) -> None:
        assert self._finds_the_card(self.lead)
        onwards(self.lead, self.visit(), self.person.name, self.page)

    def then_the_team_lead_sees_the_stage_the_concerns_and_the_file(self) -> None:
        at = self.lead = self.visit(width=self.width)
        at.sign_in("teamlead")
        at.until(lambda: self._finds_the_card(at), "The job made no referral of it.")
        card = at.part(self.person.name, "section.kith-card").inner_text()
        for said in ("End of treatment, since 2 March 2026", "Tiredness 8", "Breast cancer"):
            assert said in card
        at.press("Holistic needs assessment", inside=at.part(self.person.name, "section.kith-card"))
        assert at.page.get_by_alt_text("Page 1 of 1 of the file", exact=False).count() == 1

    def _finds_the_card(self, at: Visitor) -> bool:
        """The referral is among the new ones, and its files have been looked into."""
        at.open("/desk/triage")
        while not at.sees(self.person.name) and at.page.get_by_role("link", name="Next").count():
            at.press("Next", exact=False)
        return at.sees(self.person.name) and not at.sees("is still being checked")


@pytest.mark.parametrize("width", [1280, 320])
def test_a_nurse_refers_to_the_cancer_programme(visit: Callable[..., Visitor], width: int) -> None:
    story = Story(visit, width)
    story.given_a_manager_makes_the_programme_from_a_template()
    story.when_a_nurse_refers_someone_to_it()
    story.then_the_team_lead_sees_the_stage_the_concerns_and_the_file()


@pytest.mark.parametrize("width", [1280, 320])
def test_a_nurse_without_an_account_sends_all_of_it(
    visit: Callable[..., Visitor], width: int
) -> None:
    story = Story(visit, width)
    story.given_a_manager_makes_the_programme_from_a_template()
    story.given_the_programme_names_a_hospital_with_a_page_of_its_own()
    story.when_a_nurse_without_an_account_refers_by_her_hospitals_page()
    story.then_the_team_lead_sees_the_stage_the_concerns_and_the_file()
    story.and_taken_on_a_worker_has_them_and_the_nurse_reads_it()


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
    # And taken on, a worker has them, and what there is to tell the ward stands with it.
    assert is_waiting(at, who.name)
    onwards(at, visit(), who.name)
