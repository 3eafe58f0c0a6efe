"""Going home: nothing that cannot wait is left, and the rest has its day.

As a link worker at the end of a Friday
I want to know what cannot wait and who has it, and to date the rest in one press
so that I do not lie awake over somebody whom I forgot.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kith.ui import dates
from kith.vocabulary import working_days
from tests.journeys.visitor import Visitor


@pytest.mark.parametrize("width", [1280, 320])
def test_the_rest_is_dated_for_the_next_day_at_work_and_taken_back(
    visit: Callable[..., Visitor], width: int
) -> None:
    following = working_days.add(dates.today(), 1)
    on = dates.long_date(following)
    # Given a link worker at the end of her day
    nadia = visit(width=width)
    nadia.sign_in("linkworker")
    nadia.press("Safe to go home?")
    # When she reads what cannot wait, and dates the rest in one press
    assert nadia.sees(f"Can wait until {on}")
    name = nadia.page.locator("section[aria-labelledby=waits] .kith-item__name").first.inner_text()
    nadia.press(re.compile("^Date (it|all)"))
    # Then it has its day, and her list of today promises nothing more
    assert nadia.sees(f"dated for {on}")
    nadia.open("/desk/")
    assert not nadia.sees("Promised for today")
    nadia.open(f"/desk/week?on={following}")
    assert nadia.sees(name.partition(" (")[0])
    # And a press that was too quick is taken back
    nadia.open("/desk/going-home")
    nadia.press("Take it back")
    assert nadia.sees("Taken back")
    assert nadia.sees(f"Can wait until {on}")
