"""A home visit with a concern, and a concern that nobody answers.

As a link worker alone in somebody's kitchen
I want one press to say that I am worried, and one to say that I am safe
so that somebody with a name has it before I am home, and somebody looks for me when I am not.
"""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from collections.abc import Callable

from kith.ui import dates
from tests.journeys.conftest import Instance
from tests.journeys.people import someone
from tests.journeys.visitor import Visitor
from tests.journeys.workers import nadias

CLIMB = """
import datetime, sys
from kith.cli.instance import operating
with operating():
    from kith.concerns.jobs import climb_at
    print(climb_at(datetime.datetime.fromisoformat(sys.argv[1])))
"""


def later(instance: Instance, minutes: int) -> int:
    """The job of the minute as it will run so many minutes from now; how many ladders were due."""
    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=minutes)
    ran = subprocess.run(
        [sys.executable, "-c", CLIMB, moment.isoformat()],
        env=instance.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(ran.stdout.split()[-1])


def on_a_record(at: Visitor, instance: Instance) -> str:
    """Signed in as Nadia, on the record of somebody new of hers; its address."""
    made = nadias(instance)
    at.sign_in("linkworker")
    at.open(made.records[0])
    return at.page.url


def say_what_worries(at: Visitor, urgency: str, words: str) -> None:
    """Fill the one page and send it."""
    at.choose("Their home, or not looking after themselves")
    at.write("What worries you?", words)
    at.choose(urgency)
    at.write("What must every colleague do to keep safe?", "Two to visit.")
    at.press("Tell ", exact=False)


def test_a_home_visit_with_a_concern(visit: Callable[..., Visitor], instance: Instance) -> None:
    mark = someone().last
    # Given a link worker with a phone at somebody's door
    nadia = visit(width=390, height=760)
    record = on_a_record(nadia, instance)
    nadia.press("Going in alone")
    nadia.write("Where will you be?", "Flat 2, 1 Fictional Row, London")
    nadia.choose("In an hour and a half")
    nadia.press("I am going in")
    assert nadia.sees("Inside, expected out by")
    # When what is in the kitchen worries her
    nadia.open(record)
    nadia.press("I am worried", exact=False)
    assert nadia.sees("In danger now? Ring 999 first")
    say_what_worries(
        nadia, "Today: somebody must act before the day ends", f"No food since {mark}."
    )
    concern = nadia.page.url
    # Then nobody has it yet, and the page says who was asked
    assert nadia.sees("Nobody has it yet: Anneke de Vries was asked")
    # And the safeguarding lead finds it first, and accepts it
    lead = visit(width=390, height=760)
    lead.sign_in("privacylead")
    assert lead.page.url.endswith("/desk/concerns")
    lead.open(concern)
    assert lead.sees(f"No food since {mark}.")
    lead.press("Accept: I have it")
    assert lead.sees("Anneke de Vries has it since")
    # And whoever raised it sees that on Today, with the press that ends the visit first
    nadia.open("/desk/")
    assert nadia.sees("Anneke de Vries has it since")
    nadia.press("I am out and safe")
    assert nadia.sees("Safe since")
    # And another colleague who opens the record knows what to do, and not why
    manager = visit()
    manager.sign_in("manager")
    manager.open(record)
    assert manager.sees("Anneke de Vries has it since")
    assert manager.sees("Two to visit.")
    assert not manager.sees(mark)


def test_a_planned_visit_begins_and_ends_with_its_appointment(
    visit: Callable[..., Visitor], instance: Instance
) -> None:
    mark = someone().last
    # Given a visit at home that was planned on a phone
    nadia = visit(width=390, height=760)
    record = on_a_record(nadia, instance)
    nadia.open(record.replace("/desk/people/", "/desk/contacts/plan/"))
    nadia.write_date("Day", dates.today() + datetime.timedelta(days=1))
    nadia.write("Time", "10:30")
    nadia.choose("At their home")
    nadia.write("If that way is not marked safe, why was it right?", "They asked us to come")
    nadia.press("Plan it")
    # When she goes in from it, and is worried by what she sees
    nadia.open(record)
    nadia.open(nadia.page.locator("main a[href*='/appointment']").last.get_attribute("href") or "")
    appointment = nadia.page.url
    nadia.press("Going in alone")
    nadia.choose("In an hour")
    nadia.press("I am going in")
    assert nadia.sees("Inside, expected out by")
    nadia.open(record)
    nadia.press("I am worried", exact=False)
    say_what_worries(nadia, "This week: it can wait a day or two, not longer", f"Cold, {mark}.")
    assert nadia.sees("Nobody has it yet")
    # Then saying what came of the appointment says that she is out, and the concern is not forgotten
    nadia.open(appointment)
    nadia.press("Say what came of it")
    nadia.open(f"{nadia.page.url}?outcome=reached")
    nadia.write("Note", f"Tea in the kitchen, {mark}.")
    if nadia.sees("Did they say yes to our support?"):
        nadia.choose("Yes", of="Did they say yes to our support?")
    nadia.press(re.compile("^Save: "))
    assert nadia.sees("You are noted as safe")
    assert nadia.sees(f"Tea in the kitchen, {mark}.")
    nadia.open("/desk/")
    assert not nadia.sees("I am out and safe")
    assert nadia.sees("Nobody has it")


def test_nobody_answers_and_it_climbs_to_the_deputy(
    visit: Callable[..., Visitor], instance: Instance
) -> None:
    mark = someone().last
    # Given a concern for now, of which the lead was asked
    nadia = visit(width=390, height=760)
    on_a_record(nadia, instance)
    nadia.press("I am worried", exact=False)
    say_what_worries(nadia, "Now: someone may come to harm in the next hours", f"Smoke and {mark}.")
    concern = nadia.page.url
    assert nadia.sees("Anneke de Vries was asked")
    # When her ten minutes pass without an answer
    assert later(instance, 11) >= 1
    # Then the deputy is asked too, and whoever raised it sees that nobody has it still
    nadia.open(concern)
    assert nadia.sees("Nobody has it yet: Grace Mensah was asked")
    # And it stands first on the deputy's page, who accepts it
    grace = visit(width=390, height=760)
    grace.sign_in("teamlead")
    grace.open("/desk/team")
    assert grace.sees("You are asked to accept it.")
    grace.open(concern)
    grace.press("Accept: I have it")
    # And nobody else is asked
    assert grace.sees("Grace Mensah has it since")
    assert not nadia.sees("Yusuf Demir was asked")
    # And it ends with what came of it
    grace.press("Close it")
    grace.choose("What we did made them safer")
    grace.write("In a few words", "The fire service came; a new alarm.")
    grace.press("Close it")
    assert grace.sees("Closed at")
    nadia.open(concern)
    assert nadia.sees("The fire service came; a new alarm.")


def test_a_colleague_who_does_not_come_out(
    visit: Callable[..., Visitor], instance: Instance
) -> None:
    # Given Owen, who went in for half an hour with Grace as his buddy
    owen = visit(width=390, height=760)
    owen.sign_in("linkworker2")
    owen.open("/desk/concerns")
    owen.press("I am going in alone for Bow Social Prescribing")
    owen.write("Where will you be?", "Flat 9, 1 Fictional Row")
    owen.choose("In half an hour")
    owen.page.get_by_label("Who looks out for you first?").select_option(label="Grace Mensah")
    owen.press("I am going in")
    # When he has not said that he is safe
    assert later(instance, 41) >= 1
    # Then the page on which Grace is alerted is not silent, though his time is not over on her clock
    grace = visit(width=390, height=760)
    grace.sign_in("teamlead")
    grace.open(owen.page.url)
    assert grace.sees("Flat 9, 1 Fictional Row")
    assert grace.sees("Ring Owen Pritchard first")
    assert grace.sees("Asked Grace Mensah (buddy)")
    # And she notes by whose word he is safe
    grace.write("Who told you that they are safe?", "Owen, by telephone")
    grace.press("Note that they are safe")
    owen.open(owen.page.url)
    assert owen.sees("by the word of Owen, by telephone to Grace Mensah")
