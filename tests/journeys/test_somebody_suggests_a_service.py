"""Somebody suggests a service from the bus stop, and a colleague makes a listing of it, or says why not.

As a neighbour who knows of a sewing circle, and as the lead of a team with a directory
we want it to take a minute on a phone, and what is suggested to be somebody's work
so that what people know of their street is found by those who need it, and nothing untrue is.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kith.resilience.strangers import FASTEST_SECONDS
from tests.journeys.people import someone
from tests.journeys.visitor import Visitor

ABOUT = "Quilts and company in the room behind the chemist."
REACHED = "Ask for Bea on 020 7946 0431"
THEIRS = "bea@person.example"
WHY_NOT = "It closed in May: the church told us."


class Story:
    """A neighbour with a small phone, the team lead, and a link worker who looks for something."""

    def __init__(self, visit: Callable[..., Visitor], *, scripts: bool) -> None:
        self.phone = visit(width=320, height=640, scripts=scripts)
        self.lead, self.worker = visit(), visit(width=390)
        self.sewing, self.skating = (f"{someone().last} {what}" for what in ("Sewing", "Skating"))

    def given_a_neighbour_on_the_schemes_page(self) -> None:
        self.phone.open("/s/bow-demo/")
        self.phone.press("Suggest a service for our directory")
        assert self.phone.heading() == "Suggest a service"

    def when_they_forget_its_name(self) -> None:
        self.phone.write("What happens there", ABOUT)
        self.phone.press("Send the suggestion")

    def then_it_is_asked_for_and_nothing_is_lost(self) -> None:
        assert self.phone.sees("Write what it is called")
        box = self.phone.page.get_by_label("What happens there", exact=False)
        assert box.input_value() == ABOUT

    def when_they_suggest_two(self) -> None:
        at = self.phone
        at.write("What is it called?", self.sewing)
        at.write("Where is it?", "Behind the chemist, Devons Road")
        at.write("How does one reach them?", REACHED)
        at.write("Your e-mail address", THEIRS)
        self.send()
        at.press("Suggest another service")
        at.write("What is it called?", self.skating)
        self.send()

    def send(self) -> None:
        # A browser that is driven types faster than any person; that is taken for a program.
        self.phone.page.wait_for_timeout(1000 * FASTEST_SECONDS)
        self.phone.press("Send the suggestion")
        assert self.phone.heading() == "Thank you"
        assert self.phone.sees("It is in no list before that.")

    def then_both_wait_on_the_leads_day_and_are_found_by_nobody(self) -> None:
        self.lead.sign_in("teamlead")
        self.lead.open("/desk/")
        assert self.lead.sees("Suggested by the public")
        assert [self.lead.sees(one) for one in (self.sewing, self.skating)] == [True, True]
        self.worker.sign_in("linkworker")
        self.worker.open("/desk/")
        assert not self.worker.sees(self.sewing)
        assert not self.is_found(self.sewing)

    def when_one_is_looked_at_and_completed(self) -> None:
        at = self.lead
        self.look_at(self.sewing)
        for words in (ABOUT, REACHED, THEIRS):
            assert at.sees(words)
        at.press("Add it, to be completed")
        assert at.heading() == f"Correct {self.sewing}"
        at.write("Phone", "020 7946 0431")
        at.choose("Friday", of="Days")
        at.press("Save the changes")

    def then_it_is_the_teams_alone_until_it_is_made_public(self) -> None:
        at = self.lead
        assert at.heading() == self.sewing
        assert at.sees("Not public: for your team alone")
        assert not self.is_public()
        at.press("Put it into the public directory")
        assert not at.sees("Not public: for your team alone")

    def then_it_is_found_and_anybody_may_read_it(self) -> None:
        assert self.is_found(self.sewing)
        assert self.worker.sees("Fridays")
        assert self.is_public()

    def when_the_other_is_turned_away(self) -> None:
        at = self.lead
        at.open("/desk/directory/suggestions")
        self.look_at(self.skating)
        at.press("Leave it out")
        assert at.sees("Say why it is not added")  # not without a reason
        at.write("Why is it not added?", WHY_NOT)
        at.press("Leave it out")

    def then_nothing_of_either_waits_and_the_reason_is_kept(self) -> None:
        at = self.lead
        left = at.page.url
        assert [at.sees(one) for one in (self.sewing, self.skating)] == [False, False]
        at.open("/desk/")
        assert [at.sees(one) for one in (self.sewing, self.skating)] == [False, False]
        assert not self.is_found(self.skating)
        at.open(self.settled)
        assert at.sees(WHY_NOT)
        assert at.page.get_by_role("button", name="Leave it out").count() == 0
        at.open(left)

    def look_at(self, name: str) -> None:
        row = self.lead.part(name, "li.kith-item")
        self.lead.press(re.compile("^Look at it"), inside=row)
        assert self.lead.heading() == name
        self.settled = self.lead.page.url

    def is_found(self, name: str) -> bool:
        self.worker.open("/desk/directory")
        self.worker.write("What are you looking for?", name)
        self.worker.press("Find services")
        return self.worker.page.get_by_role("link", name=name, exact=True).count() > 0

    def is_public(self) -> bool:
        """Whether anybody who reads our directory from elsewhere is told of it."""
        address = f"{self.phone.address}/open-referral/s/bow-demo/services"
        answer = self.phone.page.request.get(address, params={"search": self.sewing})
        return self.sewing in answer.text()


@pytest.mark.parametrize("scripts", [True, False])
def test_somebody_suggests_a_service(visit: Callable[..., Visitor], scripts: bool) -> None:
    story = Story(visit, scripts=scripts)
    story.given_a_neighbour_on_the_schemes_page()
    story.when_they_forget_its_name()
    story.then_it_is_asked_for_and_nothing_is_lost()
    story.when_they_suggest_two()
    story.then_both_wait_on_the_leads_day_and_are_found_by_nobody()
    story.when_one_is_looked_at_and_completed()
    story.then_it_is_the_teams_alone_until_it_is_made_public()
    story.then_it_is_found_and_anybody_may_read_it()
    story.when_the_other_is_turned_away()
    story.then_nothing_of_either_waits_and_the_reason_is_kept()
