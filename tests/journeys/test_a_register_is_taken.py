"""A facilitator takes the register of a group on a phone, with somebody who walked in.

As somebody who facilitates a group and opens nobody's record
I want to tap who came, before the cups are washed
so that each person's worker knows, and whoever walks in is welcome without a form.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.journeys.conftest import Instance
from tests.journeys.visitor import Visitor
from tests.journeys.workers import Made, a_worker

OPEN = """
import datetime, json, sys
from kith.cli.instance import operating
told = json.loads(sys.argv[1])
with operating():
    from kith.groups import actions
    from kith.isolation import context
    from kith.isolation.actor import Actor
    from kith.organisations import queries
    from kith.people.models import Person
    from kith.ui.dates import today
    by, scheme = Actor.system("a journey"), queries.scheme_of_slug("bow-demo")
    with context.in_scheme(scheme, actor=by.key):
        group = actions.open_group(
            by=by, scheme_id=scheme, name=told["name"], where="The hall", places=4,
            facilitator=queries.staff(scheme).get(name="Leila Haddad"),
            weekday=today().weekday(), starts=datetime.time(0, 1),
        )
        actions.plan_sessions(by=by, group=group, from_on=today(), to_on=today())
        for pk in told["people"]:
            actions.join(
                by=by, group=group, person=Person.objects.get(pk=pk), agreed=True,
                to_know="Carries sugar", arrives="Walks",
                at=datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=30),
            )
        print(group.pk)
"""


def a_group(instance: Instance, made: Made) -> tuple[str, str]:
    """A group of this story alone, which meets today, with its people in it: its name and its address."""
    name = f"Table of {made.people[0].last}"
    told = {"name": name, "people": [path.split("/")[-1] for path in made.records]}
    ran = subprocess.run(
        [sys.executable, "-c", OPEN, json.dumps(told)],
        env=instance.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return name, f"/desk/groups/{ran.stdout.split()[-1]}"


@pytest.mark.parametrize("width", [320, 1280])
def test_a_register_with_a_walk_in(
    instance: Instance, visit: Callable[..., Visitor], width: int
) -> None:
    # Given a group that meets today, with two people of a worker, facilitated by somebody who opens no record
    made = a_worker(instance, people=2)
    name, group = a_group(instance, made)
    leila = visit(width=width, height=720)
    leila.sign_in("facilitator")
    # When she opens the groups, the session of today is first, with what to do
    leila.open("/desk/groups")
    leila.press("Take the register", inside=leila.part(name, "li"), exact=False)
    assert leila.sees("Carries sugar")
    assert not leila.sees(made.people[0].phone)
    # And taps who came, counts who walked in, and saves
    leila.choose(made.people[0].name)
    leila.page.get_by_label("Came without a place or a record").select_option(label="1")
    leila.press("Save the register")
    # Then it is said what was saved, and the record is not hers to open
    assert leila.sees("1 came, and 1 without a record")
    assert leila.sees("It is on each person’s record")
    answer = leila.page.request.get(leila.address + made.records[0])
    assert answer.status == 403
    # And a team lead finds on one record that they came, on the other that they did not
    lead = visit(width=1280)
    lead.sign_in("teamlead")
    lead.open(made.records[0])
    assert lead.sees(f"Group: {name}")
    lead.open(made.records[1])
    assert lead.sees(f"Did not come to {name}")
    # And she can put it right
    leila.open(group)
    leila.page.locator("table a", has_text="at").first.click()
    leila.page.get_by_role("button", name="Save the register").wait_for()
    leila.choose(made.people[1].name)
    leila.press("Save the register")
    assert leila.sees("2 came, and 1 without a record")
    lead.open(made.records[1])
    assert lead.sees(f"Group: {name}")
