"""A keeper of the directory knows better than its feed.

As somebody who keeps our directory
I want to put right when a feed's entry runs, though the feed is read every night
so that nobody is sent to a locked door, and the feed's keeper can be told.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.journeys.conftest import Instance
from tests.journeys.people import someone
from tests.journeys.visitor import Visitor

FIND = """
import sys
from kith.cli.instance import operating
with operating():
    from kith.directory.models import Service
    from kith.isolation import context
    from kith.isolation.actor import Actor
    from kith.organisations import queries
    with context.in_scheme(queries.scheme_of_slug("bow-demo"), actor=Actor.system("a journey").key):
        print(Service.objects.get(name=sys.argv[1]).pk)
"""
OURS = "Mondays, every second week, 10:30am to midday"
THEIRS = "Thursdays, 1pm to 3pm"


class Story:
    """A team lead at a desk, then on a small screen without scripts, and a feed that is a file."""

    def __init__(self, visit: Callable[..., Visitor], instance: Instance, folder: Path) -> None:
        self.at, self.small = visit(), visit(width=320, height=640, scripts=False)
        self.instance, self.file = instance, folder / "feed.json"
        self.name = f"{someone().last} Boat Club"

    def feed_is_read(self, description: str) -> None:
        def at(day: str, opens: str, closes: str) -> dict[str, Any]:
            return {"freq": "WEEKLY", "byday": day, "opens_at": opens, "closes_at": closes}

        service = {
            "id": self.name, "name": self.name, "description": description, "status": "active",
            "schedules": [at("MO", "10:00", "12:00"), at("TH", "13:00", "15:00")],
        }  # fmt: skip
        self.file.write_text(
            json.dumps({"contents": [service], "total_pages": 1, "page_number": 1})
        )
        self.instance.run("directory", "import", str(self.file), "--scheme", "bow-demo")

    def address(self) -> str:
        ran = subprocess.run(
            [sys.executable, "-c", FIND, self.name],
            env=self.instance.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        return f"/desk/directory/{ran.stdout.split()[-1]}"

    def given_an_entry_of_a_feed_with_two_times(self) -> None:
        self.feed_is_read("Rowing for beginners.")
        self.page = self.address()
        self.at.sign_in("teamlead")
        self.at.open(self.page)
        assert self.at.sees("Mondays, 10am to midday; " + THEIRS)

    def when_the_keeper_puts_one_time_right_and_adds_another(self) -> None:
        at = self.at
        at.press("Correct this entry")
        first = at.part("Time 1", "fieldset")
        at.write("Starts at", "10:30am", inside=first)
        at.unfold("Every second week", inside=first)
        at.write("Every how many weeks or months", "2", inside=first)
        at.press("Add another time")
        at.page.get_by_text("Time 3", exact=True).wait_for()
        third = at.part("Time 3", "fieldset")
        at.choose("Saturday", inside=third)
        at.write("Starts at", "9am", inside=third)
        at.write("Ends at", "8am", inside=third)
        at.press("Save the changes")
        assert at.sees("It ends before it starts")
        at.write("Ends at", "11am", inside=at.part("Time 3", "fieldset"))
        at.press("Save the changes")
        at.page.get_by_text("was changed").first.wait_for()
        assert at.heading() == self.name

    def then_both_words_stand_side_by_side(self) -> None:
        assert self.at.sees(OURS)
        assert self.at.sees(THEIRS)
        assert self.at.sees("Saturdays, 9am to 11am")
        assert self.at.sees("the feed says “Mondays, 10am to midday; Thursdays, 1pm to 3pm”")

    def when_the_feed_is_read_again(self) -> None:
        self.feed_is_read("Rowing for beginners, with tea.")

    def then_it_stands(self) -> None:
        self.at.open(self.page)
        assert self.at.sees("Rowing for beginners, with tea.")
        self.then_both_words_stand_side_by_side()

    def when_it_is_seen_on_a_small_screen_without_scripts(self) -> None:
        at = self.small
        at.sign_in("teamlead")
        at.open(f"{self.page}/edit")
        at.press("Add another place")
        at.page.get_by_text("Place 2", exact=True).wait_for()
        at.write("Name of the place", "The boat house", inside=at.part("Place 2", "fieldset"))
        at.press("Save the changes")
        assert at.sees("The boat house")

    def when_the_keeper_lets_the_feeds_word_stand(self) -> None:
        at = self.at
        at.open(self.page)
        at.press(re.compile("^Let the feed’s word stand.*When"))
        at.page.get_by_text("The feed’s own word stands again").first.wait_for()

    def then_the_feeds_times_are_there_and_the_place_is_ours(self) -> None:
        assert self.at.sees("Mondays, 10am to midday; " + THEIRS)
        assert not self.at.sees(OURS)
        assert self.at.sees("The boat house")


def test_a_feeds_entry_is_put_right(
    visit: Callable[..., Visitor], instance: Instance, tmp_path: Path
) -> None:
    story = Story(visit, instance, tmp_path)
    story.given_an_entry_of_a_feed_with_two_times()
    story.when_the_keeper_puts_one_time_right_and_adds_another()
    story.then_both_words_stand_side_by_side()
    story.when_the_feed_is_read_again()
    story.then_it_stands()
    story.when_it_is_seen_on_a_small_screen_without_scripts()
    story.when_the_keeper_lets_the_feeds_word_stand()
    story.then_the_feeds_times_are_there_and_the_place_is_ours()
