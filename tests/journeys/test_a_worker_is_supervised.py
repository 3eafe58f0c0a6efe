"""Supervision: due, planned, prepared by both, held, and what came of it where it belongs.

As a link worker and her team lead
we want an hour about the people I support and about me, with what is decided on their records
so that I am not alone with what I hear, and nobody else reads what I say of myself.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from kith.ui import dates
from tests.journeys.people import someone
from tests.journeys.visitor import Visitor


@pytest.mark.parametrize("width", [1280, 320])
def test_supervision_from_due_to_the_next_one(visit: Callable[..., Visitor], width: int) -> None:
    mark, today = someone().last, dates.today()
    # Given a manager who says how often it is due
    manager = visit(width=width)
    manager.sign_in("manager")
    manager.open("/desk/supervision")
    manager.press("Say how often supervision is due")
    manager.page.get_by_label("Supervision at least every").select_option(label="4 weeks")
    manager.press("Save")
    # When a worker plans hers with who leads her, and writes beforehand what she wants to talk about
    nadia = visit(width=width)
    nadia.sign_in("linkworker")
    nadia.open("/desk/supervision")
    nadia.press("Plan it", inside=nadia.part("Your supervision", "li"))
    nadia.page.get_by_label("With whom?").select_option(label="Grace Mensah")
    nadia.write_date("Day", today)
    nadia.write("Time", "0:01")
    nadia.press("Plan it")
    session = nadia.page.url
    nadia.press("Add to the agenda")
    nadia.write("In your words", f"My Fridays {mark}")
    nadia.press("Keep it between you two")
    nadia.press("Write how things are")
    nadia.write("In your words", f"Tired since {mark}")
    nadia.press("Keep it between you two")
    # Then the lead finds both, puts somebody on the list, and what is decided goes to their record
    grace = visit(width=width)
    grace.sign_in("teamlead")
    grace.open(session)
    assert grace.sees(f"My Fridays {mark}")
    assert grace.sees(f"Tired since {mark}")
    grace.press("Talk about somebody")
    grace.page.locator("main .kith-item__name").first.click()
    grace.look()
    grace.write("Why are they to be discussed?", f"Stuck since {mark}")
    grace.press("Put them on the list")
    grace.page.locator("#people ~ ol .kith-item__name").first.click()
    grace.look()
    grace.write("What was said", f"Only we two {mark}")
    grace.write("Decision", f"Meet at the library {mark}")
    grace.press("Save")
    grace.press("Open the record")
    record = grace.page.url
    assert grace.sees(f"Meet at the library {mark}")
    assert not grace.sees(f"Only we two {mark}")
    # And what one of the two is to do is on her Today
    nadia.open(session)
    nadia.press("Agree an action")
    nadia.write("What is to be done?", f"A free Friday {mark}")
    nadia.choose("Grace Mensah")
    nadia.write_date("By when?", today)
    nadia.press("Agree it")
    grace.open("/desk/")
    assert grace.sees(f"A free Friday {mark}")
    # And the manager, who may open the record, reads what was decided and nothing of the rest
    manager.open(record)
    assert manager.sees(f"Meet at the library {mark}")
    assert manager.open(session) is not None
    assert not manager.sees(mark)
    # And the papers hold the agenda and no word of how things are
    grace.open(session)
    printed = grace.pdf("Print with initials")
    assert mark in printed
    assert "Tired since" not in printed
    # And closing it offers the next one, four weeks on
    grace.press("Close the session")
    grace.write("How long did it take?", "55")
    grace.press("Close the meeting")
    grace.press("Plan the next one")
    following = today + datetime.timedelta(days=28)
    assert grace.sees(f"{following.day} {following:%B}")
    assert grace.sees(f"A free Friday {mark}")


def test_a_lead_looks_at_a_sample_and_the_worker_is_told(visit: Callable[..., Visitor]) -> None:
    mark = someone().last
    # Given a lead who draws a sample
    grace = visit(width=390)
    grace.sign_in("teamlead")
    grace.open("/desk/team")
    grace.press("Look at a sample of the work together")
    grace.press("Draw a sample")
    # When she looks at each record with five questions and a word to its worker
    told = 0
    for number in range(grace.page.locator("main ol .kith-item__name").count()):
        grace.page.locator("main ol .kith-item__name").nth(number).click()
        grace.look()
        for group in grace.page.locator("main fieldset").all():
            group.get_by_label("Not yet" if number == 0 else "Yes", exact=True).check()
        grace.write("A word to the worker", f"Lovely words {mark}")
        grace.press("Keep it, and tell them")
        told += 1
    assert told > 0
    assert grace.sees(f"{told} of {told} looked at")
    # Then what is counted is each question, and no worker
    grace.open("/desk/quality")
    assert grace.sees("How each question moves")
    for name in ("Nadia Karim", "Owen Pritchard"):
        assert not grace.sees(name)
    # And a worker reads it kindly on Today, and settles it in one press
    nadia = visit(width=390)
    nadia.sign_in("linkworker")
    rows = nadia.page.locator("section[aria-labelledby=looked-at] .kith-item__name")
    assert rows.count() > 0
    before = rows.count()
    for number in range(before):
        nadia.open("/desk/")
        rows.nth(number).click()
        nadia.look()
        if nadia.sees(f"Lovely words {mark}"):
            break
    assert nadia.sees(f"Lovely words {mark}")
    nadia.press("I have read it and seen to it")
    nadia.open("/desk/")
    assert rows.count() == before - 1
