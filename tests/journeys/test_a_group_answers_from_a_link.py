"""A link worker finds a group and introduces somebody; the group answers on a telephone, without an account.

As a link worker
I want to introduce somebody to a group that has no account, and to learn without asking whether they came
so that nobody whom I send out is lost on the way.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.journeys.conftest import Instance
from tests.journeys.people import someone
from tests.journeys.visitor import Visitor
from tests.journeys.workers import owens

SAFE = "Give her a chair near the door."
# The mail of a journey goes nowhere: what the group finds in its mailbox is read from the outbox.
READ_MAIL = """
import re, sys
from kith.cli.instance import operating
with operating():
    from kith.isolation import context
    from kith.messages.models import Email
    from kith.organisations import queries
    with context.in_scheme(queries.scheme_of_slug("bow-demo"), actor="a journey"):
        rows = Email.objects.filter(to=sys.argv[1]).order_by("-created_at")
        print(re.search(r"https?://[^/]+(/[a-z]+/\\S+)", rows[0].body)[1])
"""
ADD_GROUP = """
import sys
from kith.cli.instance import operating
with operating():
    from kith.directory import actions
    from kith.directory.facts import PlaceFacts
    from kith.isolation import context
    from kith.isolation.actor import Actor
    from kith.organisations import queries
    scheme = queries.scheme_of_slug("bow-demo")
    with context.in_scheme(scheme, actor="a journey"):
        actions.add_service(
            by=Actor.system("a journey"), scheme_id=scheme, name=sys.argv[1], organisation_name=sys.argv[1],
            foundations=["belonging"], email=sys.argv[2], places=[PlaceFacts("Hall", "1 Row", "E3 3PN")],
        )
"""


def run(instance: Instance, script: str, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script, *words],
        env=instance.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


@pytest.mark.parametrize("width", [1280, 320])
def test_a_group_answers_from_a_link_on_a_phone(
    visit: Callable[..., Visitor], instance: Instance, width: int
) -> None:
    # Given somebody of Owen's, and a group whose listing has an address and nobody with an account
    made = owens(instance)
    who = made.people[0]
    group = f"Embroidery circle {someone().last}"
    address = f"{group.split()[-1].lower()}@group.example"
    run(instance, ADD_GROUP, group, address)
    owen = visit(width=width)
    owen.sign_in("linkworker2")
    # When he finds it from a search that knows the person, and introduces them
    owen.open(made.records[0])
    owen.press(f"Find a service for {who.first}")
    owen.write("What are you looking for?", group)
    owen.press("Find services")
    owen.press(f"Introduce {who.first}", inside=owen.part(group, "li.kith-card"))
    owen.page.locator("input[name=agreed_fields][value=name]").check()
    owen.write("How did they agree?", "On the phone")
    owen.press("See what they will read")
    assert owen.sees("“Nothing” is an answer")
    owen.write("What must this group know", SAFE)
    owen.write("How will they get there?", "By bus 8")
    owen.press("See what they will read")
    assert owen.sees("without saying for whom")
    assert not owen.sees(who.phone)
    owen.press(f"Introduce {who.first}")
    assert owen.sees("Sent, no answer yet")
    page = owen.page.url
    # Then the group reads on a telephone what was agreed and no more
    phone = visit(width=320, height=640)
    link = run(instance, READ_MAIL, address)
    phone.open(link)
    assert phone.sees(who.name)
    assert phone.sees(SAFE)
    assert not phone.sees(who.phone)
    # When it says yes in one press, and later that she came
    phone.press("Yes, they can come")
    assert phone.sees("Thank you. Their link worker can see your answer.")
    phone.unfold("Add a word")
    phone.write("Anything to add?", "She brought her own thread.")
    phone.press("They came")
    assert phone.sees("Came")
    # Then Owen is told on Today, without asking
    owen.open("/desk/")
    assert owen.sees(f"{who.first} came to {group}")
    owen.open(page)
    assert owen.sees("She brought her own thread.")
    owen.press("I have read this news")
    assert owen.sees("Noted.")
    # And when the agreement is withdrawn, the link shows nothing any more
    owen.press(re.compile("withdraws their agreement"))
    owen.press("Withdraw the agreement")
    phone.open(link)
    assert phone.sees("This has ended")
    assert phone.sees("Ring us")
    assert not phone.sees(who.name)
    assert not phone.sees(SAFE)
