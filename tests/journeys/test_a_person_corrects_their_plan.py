"""A person reads their plan on their phone, and says what they meant.

As somebody who is supported
I want to read my plan and put it right in my own words
so that it is mine, and nobody changes it behind my back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from tests.journeys.visitor import Visitor

MEANT = "I want to cook for others, not only eat with them"
WENT = "The first visit was better than I feared"
OF_THE_SHEET = re.compile(r"Born (\d+ \w+ \d{4})")


class Story:
    """A worker at a desk, and the person with a small phone."""

    def __init__(self, visit: Callable[..., Visitor]) -> None:
        self.worker, self.person = visit(), visit(width=320, height=640)

    def given_somebody_with_an_agreed_plan(self) -> None:
        at = self.worker
        at.sign_in("linkworker")
        at.open("/desk/caseload")
        links = at.page.locator("a[href*='/desk/people/']").evaluate_all(
            "all => [...new Set(all.map(a => a.getAttribute('href')))]"
        )
        for record in links:
            at.open(record)
            if at.sees("Agreed with") and at.page.locator("a[data-key=p]").count():
                break
        born = OF_THE_SHEET.search(at.page.locator("body").inner_text())
        assert born
        self.born = datetime.strptime(born[1], "%d %B %Y").date()  # noqa: DTZ007
        self.name = at.heading()
        at.press("Plan")
        self.plan = at.page.url

    def when_the_worker_gives_them_a_page(self) -> None:
        at = self.worker
        at.press("A page of their own")
        if at.page.locator(".kith-address").count() == 0:
            at.press(re.compile("^Make a page for"))
        self.address = at.page.locator(".kith-address").inner_text()

    def then_it_asks_for_their_date_of_birth(self) -> None:
        at = self.person
        at.open(self.address)
        assert at.heading() == "Your page"
        at.write_date("What is your date of birth?", self.born.replace(year=self.born.year - 1))
        at.press("Open my page")
        assert at.sees("not the date we have"), at.text()
        at.write_date("What is your date of birth?", self.born)
        at.press("Open my page")
        assert at.sees("Your next step")
        assert at.sees("Samaritans")

    def when_they_say_what_they_meant(self) -> None:
        at = self.person
        goal = at.page.locator("h4", has_text="You want:").first
        self.old = goal.locator("span[dir=auto]").inner_text()
        at.press(re.compile(rf"^That is not what I meant\s*:\s*{re.escape(self.old)}$"))
        assert at.sees(self.old)
        at.write("How would you say it?", MEANT)
        at.press("Send it to my link worker")
        assert at.sees("Nothing is changed until your link worker has read it")
        at.write("How did it go?", WENT)
        at.press("Send it")
        assert at.sees("has not read it yet")
        at.resize(320, 256)  # 400 % of a desk
        at.look(with_axe=False)
        at.resize(320, 640)

    def then_it_lies_beside_the_old_words_on_today(self) -> None:
        at = self.worker
        at.open("/desk/")
        assert at.sees("Wrote on their plan")
        mine = at.part(MEANT, "li.kith-item")
        assert self.old in mine.inner_text()
        at.press(re.compile("^Take over their words"), inside=mine)
        assert not at.sees(MEANT)
        at.press(re.compile("^Answer"), inside=at.part(WENT, "li.kith-item"))
        at.write("Your answer", "I am glad. Tell me more on Friday.")
        at.press("Send the answer")

    def then_the_plan_has_a_new_version_beside_the_old(self) -> None:
        at = self.worker
        at.open(self.plan)
        assert at.sees(MEANT)
        at.press(re.compile("^Versions side by side"))
        assert at.page.locator("del").count()
        assert at.page.locator("ins").count()
        at.resize(320, 640)
        at.look()
        at.resize(1280, 900)

    def then_the_person_sees_what_became_of_it(self) -> None:
        at = self.person
        at.open(self.address)
        assert at.sees(f"You want: {MEANT}")
        assert at.sees("put it into your plan")
        assert at.sees("Tell me more on Friday.")
        at.press("Close my page")
        assert at.heading() == "Your page"

    def then_the_worker_ends_it_by_one_press(self) -> None:
        self.worker.open(self.plan.partition("?")[0] + "/own-page")
        self.worker.press("End this link")
        answer = self.person.open(self.address)
        assert answer is not None
        assert answer.status == 410


def test_a_person_corrects_their_plan(visit: Callable[..., Visitor]) -> None:
    story = Story(visit)
    story.given_somebody_with_an_agreed_plan()
    story.when_the_worker_gives_them_a_page()
    story.then_it_asks_for_their_date_of_birth()
    story.when_they_say_what_they_meant()
    story.then_it_lies_beside_the_old_words_on_today()
    story.then_the_plan_has_a_new_version_beside_the_old()
    story.then_the_person_sees_what_became_of_it()
    story.then_the_worker_ends_it_by_one_press()
