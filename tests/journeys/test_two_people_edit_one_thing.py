"""Nothing is lost: two people at one record, a double press, a closed window, an ended session.

As two colleagues who cover for each other
we want to see both texts when we wrote at the same time
so that neither of us loses what a person told us.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.people import someone
from tests.journeys.visitor import Visitor


def a_plan_of_nadias(at: Visitor) -> str:
    """Signed in as Nadia, on the plan of somebody of hers; its address."""
    at.sign_in("linkworker")
    at.open("/desk/caseload?stage=&foundation=")
    at.page.locator("main table th a[href*='/desk/people/']").nth(3).click()
    at.look()
    at.press("Plan")
    return at.page.url


def test_both_texts_are_shown(visit: Callable[..., Visitor]) -> None:
    mark = someone().last
    # Given Nadia and the manager have the same plan open, where nothing saves by itself
    nadia, manager = visit(scripts=False), visit(width=390, scripts=False)
    plan = a_plan_of_nadias(nadia)
    manager.sign_in("manager")
    manager.open(plan)
    # When both write what matters, Nadia first
    nadia.write("What matters most to them", f"Nadia heard: the garden {mark}")
    nadia.press("Save what matters")
    manager.write("What matters most to them", f"Yusuf heard: the choir {mark}")
    manager.press("Save what matters")
    # Then the second sees both texts and decides, and nothing was written over
    assert manager.sees("Someone else changed this while you were writing")
    assert manager.sees(f"the garden {mark}")
    assert manager.sees(f"the choir {mark}")
    manager.write("What matters most to them", f"The garden and the choir {mark}")
    manager.press("Save what matters")
    nadia.open(plan)
    assert nadia.page.get_by_label("What matters most to them").first.input_value() == (
        f"The garden and the choir {mark}"
    )


def test_two_who_put_one_note_right_see_both_texts(visit: Callable[..., Visitor]) -> None:
    mark = someone().last
    # Given a note that Nadia and the manager both open to put it right
    nadia, manager = visit(width=390), visit()
    nadia.sign_in("linkworker")
    nadia.open("/desk/caseload?stage=&foundation=")
    nadia.page.locator("main table a[href*='/desk/people/']").nth(5).click()
    nadia.look()
    nadia.page.locator("main .kith-timeline a[href$='/edit']").first.click()
    nadia.look()
    note = nadia.page.url
    manager.sign_in("manager")
    manager.open(note)
    # When both save, Nadia first
    nadia.write("What was said", f"Nadia heard: her sister rings {mark}")
    nadia.press("Save the note")
    manager.write("What was said", f"Yusuf read: her son rings {mark}")
    manager.press("Save the note")
    # Then the second sees both, and what he saves knowingly is kept with what he copied
    assert manager.sees("Someone else changed this while you were writing")
    assert manager.sees(f"her sister rings {mark}")
    assert manager.sees(f"her son rings {mark}")
    manager.write("What was said", f"Her sister and her son ring {mark}")
    manager.press("Save the note")
    nadia.open(note)
    assert (
        nadia.page.get_by_label("What was said").first.input_value()
        == f"Her sister and her son ring {mark}"
    )


@pytest.mark.parametrize("scripts", [True, False])
def test_a_double_press_sends_once(visit: Callable[..., Visitor], scripts: bool) -> None:
    who = someone()
    at = visit(scripts=scripts)
    at.sign_in("referrer")
    at.open("/desk/referrals/new")
    at.write("First name", who.first)
    at.write("Last name", who.last)
    at.write_date("Date of birth", who.born)
    at.write("Phone", who.phone)
    at.choose("Yes", of="Do they know that we will call?")
    at.write("What do you see?", "Asked twice by an impatient finger.")
    # When the button is pressed twice, quickly
    at.page.get_by_role("button", name="Send the referral", exact=True).dblclick()
    at.page.wait_for_url(lambda url: not url.endswith("/new"))
    at.look()
    # Then there is one referral
    at.open("/desk/referrals")
    assert at.page.get_by_role("link", name=who.name, exact=True).count() == 1


def test_a_draft_survives_a_closed_window(visit: Callable[..., Visitor]) -> None:
    mark = someone().last
    # Given a note that was typed and not sent
    at = visit()
    at.sign_in("linkworker")
    at.page.locator(".kith-card--now").get_by_role("link", name="Reached").click()
    at.look()
    note = at.page.url
    at.write("Note", f"She told me about {mark}")
    at.page.get_by_text("Saved at").first.wait_for()
    # When the page is left and opened again
    at.open("/desk/caseload")
    at.open(note)
    # Then it is there
    assert at.page.get_by_label("Note").first.input_value() == f"She told me about {mark}"


@pytest.mark.parametrize("scripts", [True, False])
def test_an_ended_session_keeps_what_was_typed(
    visit: Callable[..., Visitor], scripts: bool
) -> None:
    mark = someone().last
    at = visit(scripts=scripts)
    at.sign_in("linkworker")
    rows = at.page.locator(".kith-items li").filter(has=at.page.get_by_role("link", name="Reached"))
    at.press("Reached", inside=rows.nth(1), exact=False)
    at.write("Note", f"A long talk about {mark}")
    # When the session ends before the note is sent
    port = at.address.rpartition(":")[2]
    at.page.context.clear_cookies(name=f"kith_{port}")
    at.page.get_by_role("button", name="Save: reached").first.click()
    at.look()
    # Then the sign-in page says that it was kept, and after signing in it is on the page
    assert at.heading() == "Sign in"
    assert at.sees("What you typed was kept")
    at.page.locator("button[name=account][value=linkworker]").click()
    at.look()
    assert at.page.get_by_label("Note").first.input_value() == f"A long talk about {mark}"
