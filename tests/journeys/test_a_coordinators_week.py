"""The coordinator of a lunch group runs her week from a telephone, without an account.

As the coordinator of a group with eight chairs
I want to know who is new, how they arrive and what to know, and to say "full" once instead of to everybody
so that nobody stands at a locked door, and I cook instead of answering e-mails.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable

from pypdf import PdfReader

from tests.journeys.conftest import Instance
from tests.journeys.people import someone
from tests.journeys.test_a_group_answers_from_a_link import ADD_GROUP, READ_MAIL, run
from tests.journeys.visitor import Visitor
from tests.journeys.workers import Made, owens

SAFE = "Give her a chair near the door."
ARRIVES = "By bus 8, her daughter brings her the first time."
WORRIED = "She had not eaten since Sunday, and cried."
INTRODUCE = """
import sys
from kith.cli.instance import operating
name, person, safe, arrives = sys.argv[1:]
with operating():
    from kith.directory.models import Service
    from kith.isolation import context
    from kith.isolation.actor import Actor
    from kith.organisations import queries
    from kith.pathway.connections import actions
    from kith.pathway.connections.queries import open_case
    from kith.people.models import Person
    from kith.ui.dates import today
    with context.in_scheme(queries.scheme_of_slug("bow-demo"), actor="a journey"):
        person = Person.objects.get(pk=person)
        made = actions.introduce(
            by=Actor.system("a journey"), person=person, case=open_case(person),
            service=Service.objects.get(name=name), agreed_fields=["name"], agreed_how="On the phone",
            agreed_on=today(), keep_safe=safe, getting_there=arrives,
        )
        print(f"/desk/connections/{made.pk}")
"""


class Story:
    """A coordinator with a telephone, and Owen, who sends her two people."""

    def __init__(self, visit: Callable[..., Visitor], instance: Instance) -> None:
        self.instance, self.phone, self.owen = instance, visit(width=320, height=640), visit()
        self.group = f"Soup table {someone().last}"
        self.address = f"{self.group.split()[-1].lower()}@soup.example"
        self.first, self.second = owens(instance), owens(instance)
        self.pages: dict[str, str] = {}

    def given_two_people_sent_to_a_group_without_an_account(self) -> None:
        run(self.instance, ADD_GROUP, self.group, self.address)
        for made in (self.first, self.second):
            person = made.records[0].rsplit("/", 1)[-1]
            page = run(self.instance, INTRODUCE, self.group, person, SAFE, ARRIVES)
            self.pages[made.people[0].name] = page

    def when_she_opens_the_link_of_one_and_asks_for_her_week(self) -> None:
        at = self.phone
        at.open(run(self.instance, READ_MAIL, self.address))
        assert at.sees(self.name(self.second))
        assert not at.sees(self.name(self.first))
        at.press("Send us the link to our week")
        assert at.sees("The link to your week is on its way")
        at.open(run(self.instance, READ_MAIL, self.address))

    def then_she_reads_who_is_new_how_they_arrive_and_what_to_know(self) -> None:
        at = self.phone
        assert at.heading() == "Your week"
        assert at.sees("2 wait for your answer.")
        assert at.page.get_by_role("heading", name="Who is new").count() == 1
        for made in (self.first, self.second):
            row = at.part(self.name(made), "tr").inner_text()
            assert SAFE in row
            assert ARRIVES in row
            assert made.people[0].phone not in at.text()

    def then_the_list_prints_without_the_buttons(self) -> None:
        printed = self.phone.page.pdf(format="A4")
        text = " ".join(
            " ".join(page.extract_text() for page in PdfReader(io.BytesIO(printed)).pages).split()
        )
        assert self.name(self.first) in text
        assert self.name(self.second) in text
        assert "near the door" in text
        assert "shred it after" in text
        assert "We are full" not in text
        assert "grant bid" not in text

    def when_one_may_come_and_she_is_full_till_the_next_term_in_one_press(self) -> None:
        at = self.phone
        at.press(self.name(self.first), exact=False)
        at.press("Yes, they can come")
        assert at.sees("Thank you. Their link worker can see your answer.")
        term = at.page.get_by_role("button", name=re.compile(r"^Till (January|April|September)\b"))
        term.click()
        at.page.get_by_role("button", name=re.compile("^We take people again")).wait_for()
        at.look()
        assert at.sees("Who has your yes still comes.")
        assert "Accepted" in at.part(self.name(self.first), "tr").inner_text()

    def then_owen_is_told_of_the_one_who_waited_and_not_of_the_other(self) -> None:
        at = self.owen
        at.sign_in("linkworker2")
        at.open("/desk/")
        assert at.sees(f"{self.group} is full. “Full until")
        at.open(self.pages[self.name(self.second)])
        assert at.sees("Full until")
        at.press("I have read this news")
        assert at.sees("Noted.")
        at.open(self.pages[self.name(self.first)])
        assert at.sees("Accepted")
        assert not at.sees("Full until")

    def when_she_would_rather_have_a_weekly_email_and_then_a_call(self) -> None:
        at = self.phone
        self._asks("One e-mail a week, when there is something")
        assert at.sees("How we tell you: One e-mail a week, when there is something")
        self._asks("Ring me instead", ring=("Jo", "020 7946 0321"))
        assert at.sees("How we tell you: We ring Jo on 020 7946 0321")

    def then_whoever_introduces_next_reads_that_jo_is_rung(self) -> None:
        self.phone.press(re.compile("^We take people again"))
        assert self.phone.sees("You are open again")
        third = owens(self.instance)
        page = run(
            self.instance,
            INTRODUCE,
            self.group,
            third.records[0].rsplit("/", 1)[-1],
            SAFE,
            ARRIVES,
        )
        self.owen.open(page)
        assert self.owen.sees("They asked to be rung: ring Jo on 020 7946 0321")

    def then_the_page_for_a_grant_bid_has_her_numbers(self) -> None:
        at = self.phone
        at.press(re.compile("^Numbers and words for a grant bid"))
        assert at.sees("3 people were introduced to us")
        assert at.sees("Nobody has agreed to be quoted yet.")
        at.press("Your week")

    def when_she_is_worried_she_reads_a_name_and_a_number_and_is_heard(self) -> None:
        at = self.phone
        at.press(self.name(self.first), exact=False)
        at.press("I am worried about this person")
        assert at.sees("In danger now? Ring 999 first")
        assert re.search(r"ring Owen Pritchard on 0[0-9 ]{9,}", at.text())
        at.write("What worries you?", WORRIED)
        at.page.locator("input[name=urgency]").first.check()
        at.press("Tell them")
        assert at.sees("The scheme’s safeguarding lead is asked now")
        self.owen.open(self.first.records[0])
        # Everybody with the record reads that there is a worry; its words, those who are asked.
        assert "Open since" in self.owen.page.locator("dl.kith-facts").first.inner_text()
        assert not self.owen.sees(WORRIED)

    @staticmethod
    def name(made: Made) -> str:
        return made.people[0].name

    def _asks(self, how: str, ring: tuple[str, str] | None = None) -> None:
        at = self.phone
        at.press(re.compile("^Change how we tell you, and how many you take"))
        at.choose(how)
        if ring:
            at.write("Whom do we ask for?", ring[0])
            at.write("Which number do we ring?", ring[1])
        at.press("Keep it")
        assert at.sees("Kept. It holds from now on.")


def test_a_coordinators_week(visit: Callable[..., Visitor], instance: Instance) -> None:
    story = Story(visit, instance)
    story.given_two_people_sent_to_a_group_without_an_account()
    story.when_she_opens_the_link_of_one_and_asks_for_her_week()
    story.then_she_reads_who_is_new_how_they_arrive_and_what_to_know()
    story.then_the_list_prints_without_the_buttons()
    story.when_one_may_come_and_she_is_full_till_the_next_term_in_one_press()
    story.then_owen_is_told_of_the_one_who_waited_and_not_of_the_other()
    story.when_she_would_rather_have_a_weekly_email_and_then_a_call()
    story.then_whoever_introduces_next_reads_that_jo_is_rung()
    story.then_the_page_for_a_grant_bid_has_her_numbers()
    story.when_she_is_worried_she_reads_a_name_and_a_number_and_is_heard()
