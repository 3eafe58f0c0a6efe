"""One person was referred twice, by two spellings: seen, joined, and taken apart again.

As a service manager
I want to see two records side by side before I say that they are one person
so that nobody's story is torn in two, and a mistake of mine costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.people import Someone, someone
from tests.journeys.visitor import Visitor


def referred(at: Visitor, who: Someone, first: str, phone: str) -> None:
    at.open("/desk/referrals/new")
    at.write("First name", first)
    at.write("Last name", who.last)
    at.write_date("Date of birth", who.born)
    at.write("Phone", phone)
    at.choose("Yes", of="Do they know that we will call?")
    at.write("What do you see?", f"{first} sits alone.")
    at.press("Send the referral")


@pytest.mark.parametrize("width", [1280, 320])
def test_two_records_are_joined_and_parted(visit: Callable[..., Visitor], width: int) -> None:
    who = someone()
    # Given somebody referred twice, the second time by an initial and with another number
    referrer = visit()
    referrer.sign_in("referrer")
    referred(referrer, who, who.first, "07700 900101")
    referred(referrer, who, who.first[0], "07700 900102")
    # When the manager finds them and compares the two records
    at = visit(width=width)
    at.sign_in("manager")
    at.open("/desk/search")
    at.write("Name, NHS number, phone or date of birth", who.last)
    at.press("Find", inside=at.page.locator("main"))
    at.press(who.name)
    assert at.sees("This may be the same person")
    at.press(f"Compare with {who.first[0]} {who.last}")
    # Then what is the same and what differs is said, with both histories
    assert at.sees("same date of birth")
    assert at.sees("first name begins alike")
    assert at.sees("another phone")
    # When she says that they are one
    at.page.get_by_label("They are the same person: keep " + who.name, exact=False).check()
    at.write("How do you know?", "Rang both numbers.")
    at.press("Save who they are")
    # Then one record shows both referrals, and says so
    assert at.heading() == who.name
    assert at.sees(f"Merged with the record of {who.first[0]} {who.last}")
    assert at.sees("07700 900102")
    assert at.page.locator("#timeline").get_by_text("sits alone").count() == 2
    # And when she takes it back, she reads first what comes back
    at.press("Undo this merge")
    assert at.sees("stands by itself again")
    at.press("Undo the merge")
    assert at.page.locator("#timeline").get_by_text("sits alone").count() == 1
    # And once they are said to be two, they are not offered again
    at.press(f"Compare with {who.first[0]} {who.last}")
    at.choose("They are different people")
    at.press("Save who they are")
    assert not at.sees("This may be the same person")
