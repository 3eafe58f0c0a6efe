"""A note written where there is no signal.

As a link worker on a stairwell
I want what I write kept when the signal goes, for me alone
so that I never write it twice, and nobody who borrows the laptop reads it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from tests.journeys.people import someone
from tests.journeys.visitor import Visitor

OFFLINE = "You are offline. What you write is kept on this device, encrypted; it is sent when you are back."
# Everything that lies on the device, as text.
ON_THE_DEVICE = """async () => {
  const base = await new Promise((done, fail) => {
    const asked = indexedDB.open("kith");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  const rows = await new Promise((done) => {
    const asked = base.transaction("notes").objectStore("notes").getAll();
    asked.onsuccess = () => done(asked.result);
  });
  base.close();
  const text = (bytes) => new TextDecoder("latin1").decode(bytes);
  return rows.map((row) => JSON.stringify({ ...row, iv: text(row.iv), sealed: text(row.sealed) }));
}"""


def a_note(at: Visitor, nth: int, account: str = "linkworker") -> str:
    """Signed in, where one writes that somebody was reached; its address."""
    at.sign_in(account)
    at.open("/desk/caseload?stage=&foundation=")
    links = at.page.locator("main table th a[href*='/desk/people/']")
    record = links.nth(nth).get_attribute("href") or ""
    at.open(record)
    at.page.locator("[data-key=n]").click()
    at.look()
    with at.page.expect_response("**/desk/drafts/key"):
        at.press("Reached")
    return at.page.url


def lose_signal(at: Visitor) -> None:
    at.page.context.set_offline(True)
    at.page.get_by_text("You are offline.").first.wait_for()


def find_signal(at: Visitor) -> None:
    at.page.context.set_offline(False)


def on_the_device(at: Visitor) -> list[str]:
    return list(at.page.evaluate(ON_THE_DEVICE))


def kept(at: Visitor, mark: str) -> None:
    """Wait until one note lies on the device, and no word of it can be read there."""
    at.until(lambda: len(on_the_device(at)) == 1, "nothing is kept on the device", 20)
    [lies] = on_the_device(at)
    for plain in (mark, "note", "/desk/", "Nadia"):
        assert plain not in lies, lies


@pytest.mark.parametrize("width", [1280, 390])
def test_written_offline_and_saved_once(visit: Callable[..., Visitor], width: int) -> None:
    mark = someone().last
    # Given a page for a note, and then no signal
    at = visit(width=width)
    a_note(at, 1)
    lose_signal(at)
    assert at.sees(OFFLINE)
    # When the note is written and saved all the same
    said = f"She talked about {mark} \u05e9\u05dc\u05d5\u05dd 🙂"
    at.write("Note", said)
    kept(at, mark)
    at.page.locator("[data-key=s]").click()
    at.page.get_by_text("It is sent by itself when you are back").wait_for()
    assert at.page.url.endswith("outcome=reached")
    # Then it is sent when the signal is back, once, and nothing stays on the device
    with at.page.expect_navigation(url="**/desk/people/*"):
        find_signal(at)
    at.look()
    assert at.page.locator("#timeline").get_by_text(said).count() == 1
    at.until(lambda: not on_the_device(at), "it still lies on the device", 20)
    at.open(at.page.url)
    assert at.page.locator("#timeline").get_by_text(said).count() == 1


def test_written_offline_and_the_window_closed(visit: Callable[..., Visitor]) -> None:
    mark = someone().last
    at = visit()
    note = a_note(at, 2)
    lose_signal(at)
    said = f"He wants the allotment back, {mark}. " + "And the shed. " * 7000
    at.write("Note", said)
    kept(at, mark)
    # When the window is closed, and another author uses the same browser
    at.page.close()
    find_signal(at)
    at.page = at.page.context.new_page()
    at.sign_in("linkworker2")
    # Then that one sees nothing of it, nor can what lies there be read
    at.page.wait_for_load_state("networkidle")
    assert not at.sees("while you were offline")
    assert not at.sees(mark)
    kept(at, mark)
    at.sign_out()
    kept(at, mark)
    # And its author, signed in again, is told, and finds it in the form
    at.sign_in("linkworker")
    at.page.get_by_text(
        "What you wrote while you were offline is kept, and not sent yet."
    ).wait_for()
    at.press("Open it, and send it")
    assert at.page.url == note
    assert at.page.get_by_label("Note").first.input_value() == said
    at.until(lambda: not on_the_device(at), "it still lies on the device", 20)


def test_signing_out_takes_it_along(visit: Callable[..., Visitor]) -> None:
    mark = someone().last
    at = visit()
    a_note(at, 3)
    lose_signal(at)
    at.write("Note", f"Not to be left on a borrowed laptop: {mark}")
    kept(at, mark)
    # When they try to sign out without a signal, they are told that they cannot
    at.page.get_by_role("button", name="Sign out").click()
    at.page.get_by_text("you cannot sign out yet").wait_for()
    # And when they sign out with one, nothing of theirs stays on the device
    at.page.on("dialog", lambda dialog: dialog.accept())
    find_signal(at)
    at.page.get_by_role("button", name="Sign out").click()
    at.page.wait_for_url("**/sign-in")
    at.look()
    assert on_the_device(at) == []


def test_the_session_ends_while_one_writes(visit: Callable[..., Visitor]) -> None:
    mark = someone().last
    at = visit()
    note = a_note(at, 4)
    # Given a session that ends while the page is open
    at.page.context.clear_cookies(name=f"kith_{at.address.rpartition(':')[2]}")
    # When one goes on writing, and never presses anything
    at.write("Note", f"She laughed about {mark}")
    at.page.get_by_text("Your session has ended. What you wrote is kept.").wait_for()
    # Then it is on the page after signing in again
    at.sign_in("linkworker")
    at.open(note)
    assert at.page.get_by_label("Note").first.input_value() == f"She laughed about {mark}"


def test_the_conversation_goes_on_without_a_signal(visit: Callable[..., Visitor]) -> None:
    mark = f"{someone().last} {datetime.datetime.now(datetime.UTC):%H%M%S}"
    at = visit()
    at.sign_in("linkworker")
    at.open("/desk/caseload?stage=&foundation=")
    at.page.locator("main table th a[href*='/desk/people/']").nth(5).click()
    at.look()
    with at.page.expect_response("**/desk/drafts/key"):
        at.press("Plan")
    lose_signal(at)
    at.page.get_by_label("What is strong").first.fill(f"Knows every bird of the canal, {mark}")
    at.until(lambda: len(on_the_device(at)) == 1, "nothing is kept on the device", 20)
    # When the signal is back, the page saves itself as it always does
    find_signal(at)
    at.page.locator("#about-state").get_by_text("Saved at").wait_for()
    at.until(lambda: not on_the_device(at), "it still lies on the device", 20)
    plan = at.page.url
    at.open(plan)
    assert mark in at.page.get_by_label("What is strong").first.input_value()
