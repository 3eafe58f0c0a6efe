"""A listing is put right by those whose it is.

As the leader of a lunch club
I want to say in one press, on my phone, that our listing is right, or put right what is not
so that nobody stands before a locked door, and nobody makes me choose a password for it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable

from tests.journeys.conftest import Instance
from tests.journeys.people import someone
from tests.journeys.visitor import Visitor

MAKE = """
import datetime, json, re, sys
from django.utils import timezone
from kith.cli.instance import operating
names = json.loads(sys.argv[1])
with operating():
    from kith.directory import actions
    from kith.isolation import context
    from kith.isolation.actor import Actor
    from kith.messages.models import Email
    from kith.organisations import queries
    by, scheme = Actor.system("a journey"), queries.scheme_of_slug("bow-demo")
    with context.in_scheme(scheme, actor=by.key):
        made = []
        for name in names:
            service = actions.add_service(
                by=by, scheme_id=scheme, name=name, organisation_name=f"Friends of {name}",
                email="club@groups.example", phone="020 7946 0301", cost="£2",
                at=timezone.now() - datetime.timedelta(days=210),
            )
            asking = actions.ask_listing(by=by, service=service)
            link = re.search(r"https?://\\S+(/listing/\\S+)", Email.objects.get(pk=asking.email_id).body)[1]
            made.append([f"/desk/directory/{service.pk}", link])
        print(json.dumps(made))
"""
NEW_NUMBER = "020 7946 0302"
PATIENCE_SECONDS = 60


class Story:
    """A colleague at a desk, and the leader of a club with a small phone."""

    def __init__(self, visit: Callable[..., Visitor], instance: Instance) -> None:
        self.desk, self.leader = visit(), visit(width=320, height=640)
        self.instance = instance

    def given_two_listings_that_were_asked(self) -> None:
        self.names = [f"{someone().last} Lunch Club" for _ in range(2)]
        ran = subprocess.run(
            [sys.executable, "-c", MAKE, json.dumps(self.names)],
            env=self.instance.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        (self.right, self.right_link), (self.wrong, self.wrong_link) = json.loads(
            ran.stdout.splitlines()[-1]
        )

    def when_one_says_still_right_in_one_press(self) -> None:
        at = self.leader
        at.open(self.right_link)
        assert at.heading() == "Is this still right?"
        at.press("Yes, this is still right")
        assert at.sees("You told us on")

    def then_its_listing_says_who_checked_it_and_how(self) -> None:
        at, give_up_at = self.desk, time.monotonic() + PATIENCE_SECONDS
        at.sign_in("teamlead")
        at.open(self.right)
        while not at.sees("asked by our message") and time.monotonic() < give_up_at:
            time.sleep(1)
            at.page.reload()
        assert at.sees(f"by Friends of {self.names[0]}, asked by our message")

    def when_the_other_puts_its_number_right(self) -> None:
        at = self.leader
        at.open(self.wrong_link)
        at.press("Something has changed")
        at.write("Telephone", NEW_NUMBER)
        at.write("Anything else that has changed", "We meet on Thursdays now.")
        at.press("Send it")
        assert at.sees("The team reads it, and then the listing changes")

    def then_nothing_changes_until_a_colleague_reads_both(self) -> None:
        at = self.desk
        at.open(self.wrong)
        assert at.sees("020 7946 0301")
        assert not at.sees(NEW_NUMBER)
        at.press(re.compile("^See to it"))
        assert at.sees("020 7946 0301")
        assert at.sees(NEW_NUMBER)
        assert at.sees("We meet on Thursdays now.")
        at.press("Put the listing right")
        assert at.heading() == self.names[1]
        assert at.sees(NEW_NUMBER)
        assert not at.sees("020 7946 0301")

    def then_their_page_takes_no_second_answer(self) -> None:
        at = self.leader
        at.open(self.wrong_link)
        assert at.sees("You put it right on")
        assert not at.sees("Yes, this is still right")


def test_a_listing_is_corrected_from_the_reminder(
    visit: Callable[..., Visitor], instance: Instance
) -> None:
    story = Story(visit, instance)
    story.given_two_listings_that_were_asked()
    story.when_one_says_still_right_in_one_press()
    story.then_its_listing_says_who_checked_it_and_how()
    story.when_the_other_puts_its_number_right()
    story.then_nothing_changes_until_a_colleague_reads_both()
    story.then_their_page_takes_no_second_answer()
