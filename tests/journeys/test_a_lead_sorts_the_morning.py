"""A team lead sorts what came overnight, and somebody covers while a colleague is away.

As a team lead and a link worker
we want many decided in one press, and what is due while somebody is away in another's sight
so that nobody waits because of us.
"""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kith.ui import dates
from tests.journeys.conftest import Instance
from tests.journeys.people import Someone, someone
from tests.journeys.visitor import Visitor

COUNT = 10
PATIENCE_SECONDS = 60
NARROWED = "/desk/triage?narrowed=1&door=sheet&urgency=urgent"
COLLEAGUE = "Owen Pritchard"


def given_ten_came_by_sheet(instance: Instance, folder: Path) -> list[Someone]:
    people = [someone() for _ in range(COUNT)]
    sheet = folder / "overnight.csv"
    with sheet.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(
            ["first_name", "last_name", "date_of_birth", "nhs_number", "phone", "urgency", "notes"]
        )
        for one in people:
            rows.writerow(
                [one.first, one.last, one.born, one.nhs_number, one.phone, "urgent", "By sheet"]
            )
    instance.run("referrals", "import", str(sheet), "--scheme", "bow-demo")
    return people


def give_to_another(lead: Visitor, who: Someone) -> None:
    """Open one and give it to a colleague who was not suggested."""
    card = lead.part(f"{who.name}, aged", "section.kith-card")
    lead.press(re.compile(rf"Open and decide otherwise.*{who.name}"), inside=card)
    assert lead.sees("Risk: ")
    lead.choose("Take it on")
    option = lead.page.get_by_label("Give it to").locator("option").filter(has_text=COLLEAGUE)
    lead.page.get_by_label("Give it to").select_option(value=option.first.get_attribute("value"))
    lead.press("Save the decision")


@pytest.mark.parametrize("width", [1280, 320])
def test_ten_are_sorted_one_changed_one_undone(
    visit: Callable[..., Visitor], instance: Instance, tmp_path: Path, width: int
) -> None:
    # Given ten referrals came by a sheet
    people = given_ten_came_by_sheet(instance, tmp_path)
    lead = visit(width=width)
    lead.sign_in("teamlead")
    lead.open(NARROWED)
    assert lead.sees(f"{COUNT} referrals to decide on, the oldest first of those that fit")
    # When the lead gives one to somebody else than is suggested
    give_to_another(lead, people[0])
    assert lead.sees(f"{COUNT - 1} referrals to decide on")
    # And takes the others on as suggested, in one press
    for box in lead.page.get_by_role("checkbox", name=re.compile("^Tick ")).all():
        box.check()
    lead.press("Take on all that are ticked")
    assert lead.sees("No referral fits")
    # And undoes one of them within the minute
    kept = lead.page.get_by_text(re.compile(r"was taken on\.")).first.inner_text()
    undone = next(one.name for one in people if one.name in kept)
    lead.press("Undo", exact=False)
    assert lead.sees("The referral is in the queue again")
    # Then that one is in the queue, the nine others are not, and none is lost
    lead.open(NARROWED)
    assert lead.sees("1 referral to decide on")
    assert lead.sees(undone)
    # And the colleague finds the one that was given to them on Today
    colleague = visit(width=width)
    colleague.sign_in("linkworker2")
    assert colleague.sees(people[0].name)
    # So that the next who comes finds an empty queue
    lead.press(re.compile("^Take on and give to"), exact=False)
    assert lead.sees("No referral fits")


def _due_today(worker: Visitor) -> str:
    """The name of the first person on a worker's Today."""
    return worker.page.locator(".kith-card--now a.kith-item__name").first.inner_text()


@pytest.mark.parametrize("width", [1280, 320])
def test_somebody_covers_with_a_note(visit: Callable[..., Visitor], width: int) -> None:
    worker, cover = visit(width=width), visit(width=width)
    # Given a worker with somebody to ring today
    worker.sign_in("linkworker")
    name = _due_today(worker)
    # When they note days away, who covers, and what to know
    worker.press("Days away and cover")
    today = dates.today()
    worker.choose("Leave", of="Why?")
    worker.write_date("First day away", today)
    worker.write_date("Last day away", today + datetime.timedelta(days=4))
    choose = worker.page.get_by_label("Who covers?")
    option = choose.locator("option").filter(has_text=COLLEAGUE).first
    choose.select_option(value=option.get_attribute("value"))
    worker.write("What the cover needs to know", "Ring before ten, and let it ring long.")
    worker.press("Note these days")
    assert worker.sees(f"{COLLEAGUE} covers and sees what is due.")
    # Then the cover has the note and the calls on Today, marked whose they are
    cover.sign_in("linkworker2")
    assert cover.sees("You cover for Nadia Karim until")
    assert cover.sees("Ring before ten, and let it ring long.")
    assert cover.sees(name)
    assert "Nadia Karim’s" in cover.part(name, "section, li").inner_text()
    # And when it does not happen after all, they are theirs again
    worker.press("Take back", exact=False)
    cover.open("/desk/")
    assert not cover.sees("You cover for Nadia Karim")
