"""The main job from the referral form to the closing letter, with scripts and without them.

As a referrer, a team lead and a link worker
we want one person to be referred, heard, introduced and followed to the end
so that nothing is written twice and the practice hears what became of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator

from kith.ui import dates
from tests.journeys.onward import card_of, give_to, is_waiting
from tests.journeys.people import Someone, someone
from tests.journeys.visitor import Visitor

SEEN = "Widowed in the spring and hardly leaves the flat."
SAID = "I would like a reason to put my shoes on."
HEARD = "Misses the allotment and the people there most of all."
ASKED_OF_GP = "Please review the knee pain."


def tile(inside: Locator, question: str, number: int) -> None:
    """Press one of the tiles of a scale."""
    group = inside.get_by_role("group", name=re.compile(question)).last
    group.get_by_role("radio", name=str(number), exact=True).check()


class Story:
    """One person, three people who work with them, one browser window."""

    def __init__(self, visitor: Visitor) -> None:
        self.at, self.person = visitor, someone()

    def given_a_referral_from_the_practice(self) -> None:
        at, who = self.at, self.person
        at.sign_in("referrer")
        at.press("Refer someone")
        fill_in_the_referral(at, who)
        at.press("Send the referral")
        assert at.sees(who.name)
        at.sign_out()

    def when_the_team_lead_takes_it_on_in_one_press(self) -> None:
        at, who = self.at, self.person
        at.sign_in("teamlead")
        at.press("New referrals")
        assert is_waiting(at, who.name)
        assert SAID in card_of(at, who.name)
        give_to(at, who.name)
        at.sign_out()

    def when_the_link_worker_reaches_the_person(self) -> None:
        at, who = self.at, self.person
        at.sign_in("linkworker")
        assert at.page.get_by_role("link", name=who.name, exact=True).count(), at.text()
        at.press(who.name)
        assert at.sees("Not yet asked")
        assert at.sees(SAID)
        at.press("Write a contact or note")
        at.press("Reached")
        at.write("Note", HEARD)
        at.choose("Yes", of="Did they say yes to our support?")
        at.press("Save: reached")
        assert at.sees(HEARD)

    def when_they_make_a_plan_together(self) -> None:
        at, who = self.at, self.person
        at.press("Plan")
        at.write("What is strong", "Knows every plant by name.")
        at.write("What matters most to them", "Growing things with others.")
        at.press("Save what matters")
        row = at.page.locator("#row-belonging")
        at.unfold("Friends and belonging")
        at.unfold("In other words", inside=row)
        at.write("What would make a difference?", "Company in the week", inside=row)
        at.press("Add it", inside=row)
        row.locator("section.kith-need").first.wait_for()
        at.unfold("like instead?", inside=row)
        at.write("What do they want?", "Be with other people once a week", inside=row)
        tile(row, "How important", 8)
        at.press("Add the goal", inside=row)
        row.locator("section.kith-goal").first.wait_for()
        self._add_action("Walk to the canal on Tuesday", "person", 7)
        self._add_action(ASKED_OF_GP, "professional", 9)
        agreement = at.page.locator("#agree")
        at.choose("Yes", of="Is the plan agreed?", inside=agreement)
        at.press("Save the answer")
        assert at.sees("Be with other people once a week")
        at.press(who.name)
        assert at.sees(f"Agreed with {who.first}")

    def _add_action(self, text: str, who: str, confidence: int) -> None:
        at = self.at
        goal = at.page.locator("section[id^=goal-]").filter(has_text="once a week")
        fold = goal.locator("details").last
        if fold.get_attribute("open") is None:
            fold.locator("summary").first.click()
        at.write("What will be done?", text, inside=fold)
        fold.get_by_role("group", name="Who will do it?").locator(f"input[value={who}]").check()
        tile(fold, "How sure", confidence)
        at.press("Add the step", inside=fold)
        goal.get_by_text(text).first.wait_for()

    def when_risks_are_asked_about(self) -> None:
        at = self.at
        at.press(re.compile("^Ask now"), exact=False)
        at.choose("I asked, and none is known")
        at.write_date("On which day?", dates.today())
        at.press("Save")
        assert at.sees("None known")

    def when_the_four_questions_are_answered(self, moment: str, answers: tuple[int, ...]) -> None:
        at, who = self.at, self.person
        self._to_the_record()
        at.press("Measure")
        row = at.page.locator("tr").filter(has_text="ONS").filter(has_text=moment).first
        row.get_by_role("link").first.click()
        at.look()
        for number, answer in enumerate(answers, start=1):
            at.page.locator(f"input[name=item_{number}][value='{answer}']").check()
        at.press("Save the answers")
        assert at.sees(who.name)

    def when_they_find_a_service_and_introduce(self) -> None:
        at, who = self.at, self.person
        self._to_the_record()
        at.press(f"Find a service for {who.first}")
        at.write("What are you looking for?", "walk canal")
        at.unfold("Foundations, distance and more")
        at.choose("Friends and belonging", of="Foundations")
        at.page.get_by_label("No further than").select_option(label="10 km")
        at.press("Find services")
        card = at.part("Walking group", "li.kith-card")
        assert "km" in card.inner_text(), card.inner_text()
        at.press(f"Introduce {who.first}", inside=card)
        at.page.locator("input[name=agreed_fields][value=name]").check()
        at.page.locator("input[name=agreed_fields][value=phone]").check()
        at.write("How did they agree?", "On the phone")
        at.write("What must this group know", "Nothing")
        at.write("How will they get there?", "Walks there alone")
        at.press("See what they will read")
        assert at.sees(who.name)
        assert not at.sees(who.nhs_number)
        assert not at.sees(HEARD)
        at.press(f"Introduce {who.first}")
        assert at.sees("Lea Valley Strollers") or at.sees("Walking group")

    def when_they_came(self) -> None:
        at = self.at
        at.unfold("They answered by telephone?")
        at.press("Accepted")
        at.write("Anything to add?", "Came and stayed for the tea.")
        at.press("Came")
        assert at.sees("Came and stayed for the tea.")

    def when_support_is_given_with_money(self) -> None:
        at = self.at
        self._to_the_record()
        at.press("Support given")
        at.page.locator("input[name=kind][value=form]").check()
        at.write_date("When", dates.today())
        at.write("How long it took", "40")
        at.write("What came of it", "Attendance allowance form sent.")
        at.write("Money gained for the person", "3,515.20")
        at.choose("Each year", of="How often")
        at.choose("Estimated", of="How sure")
        at.press("Record the support")
        assert at.sees("£3,515.20")

    def when_our_support_finishes(self) -> None:
        at, who = self.at, self.person
        self._to_the_record()
        at.press("Finish")
        at.page.get_by_role("group", name="Why does our support finish?").get_by_role(
            "radio"
        ).first.check()
        at.write("What changed, and what did not", "Walks with the group each Tuesday.")
        at.write("What do you ask the GP", "Please review the blood pressure tablets.")
        at.press("See the letter before you finish")
        assert at.sees("Please review the blood pressure tablets.")
        at.press("Finish our support and make the letter")
        assert at.sees(f"Our support of {who.name} has finished")

    def then_the_letter_says_what_it_must_in_order(self) -> None:
        who = self.person
        letter = " ".join(self.at.pdf("Read or print the letter").split())
        digits = re.sub(r"\D", "", letter)
        assert who.nhs_number in digits
        in_order = [
            who.last.upper(),
            "Please review the blood pressure tablets.",
            ASKED_OF_GP,
            "Walk to the canal on Tuesday",
            SEEN,
        ]
        places = [letter.find(words) for words in in_order]
        assert -1 not in places, (places, letter)
        assert places == sorted(places), (places, letter)
        assert "871731000000106 Referral to social prescribing service" in letter
        assert "£3,515.20 a year, estimated" in letter
        assert HEARD not in letter  # notes stay hidden from referrers
        self.at.sign_out()

    def then_the_referrer_sees_where_it_is(self) -> None:
        at, who = self.at, self.person
        at.sign_in("referrer")
        row = at.page.locator("tr").filter(has_text=who.name)
        assert "inished" in row.inner_text(), row.inner_text()
        at.press(who.name)
        assert at.sees(SEEN)
        assert not at.sees(HEARD)

    def _to_the_record(self) -> None:
        """By the link that carries the person's name, or the way back."""
        at = self.at
        if "/desk/people/" in at.page.url and not at.page.url.endswith("risks"):
            return
        way = at.page.locator("a[href*='/desk/people/']").first
        way.click()
        at.look()


def fill_in_the_referral(at: Visitor, who: Someone) -> None:
    """Who, how to reach them, and why; a date that every referral has."""
    at.write("First name", who.first)
    at.write("Last name", who.last)
    at.write_date("Date of birth", who.born)
    at.write("NHS number", who.nhs_number)
    at.write("Phone", who.phone)
    at.choose("Call them on it")
    at.unfold("Add an e-mail, an address")
    at.write("Address", "3 Example Walk")
    at.write("Postcode", "E3 5ED")
    at.choose("Yes", of="Do they know that we will call?")
    at.write("What do you see?", SEEN)
    at.write("What do they say?", SAID)
    at.choose("Loneliness or isolation")


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (320, False)])
def test_a_referral_becomes_a_closed_case(
    visit: Callable[..., Visitor], width: int, scripts: bool
) -> None:
    story = Story(visit(width=width, scripts=scripts))
    story.given_a_referral_from_the_practice()
    story.when_the_team_lead_takes_it_on_in_one_press()
    story.when_the_link_worker_reaches_the_person()
    story.when_they_make_a_plan_together()
    story.when_risks_are_asked_about()
    story.when_the_four_questions_are_answered("Start", (4, 3, 4, 7))
    story.when_they_find_a_service_and_introduce()
    story.when_they_came()
    story.when_support_is_given_with_money()
    story.when_the_four_questions_are_answered("End", (7, 6, 7, 3))
    story.when_our_support_finishes()
    story.then_the_letter_says_what_it_must_in_order()
    story.then_the_referrer_sees_where_it_is()
