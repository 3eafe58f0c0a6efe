"""The commonest act of the day, with the keyboard alone.

As a link worker who uses no mouse
I want to note that nobody answered and go on to the next person
so that forty calls are forty calls and not forty hunts.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.visitor import Visitor

MOST_KEYS_FOR_NO_ANSWER = 40

WHERE_FOCUS_IS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  const label = element.labels?.[0];
  const shown = box.width < 2 && label ? label.getBoundingClientRect() : box;
  const x = Math.min(Math.max(shown.left + shown.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(shown.top + Math.min(shown.height / 2, 12), 0), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  const style = getComputedStyle(element);
  const mark = (s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== "none";
  return {
    words: (element.innerText || element.value || label?.innerText || element.name || "").trim().slice(0, 60),
    inside: shown.bottom > 0 && shown.top < innerHeight && shown.right > 0 && shown.left < innerWidth,
    uncovered: top !== null && (element.contains(top) || top.contains(element) || label?.contains(top) === true
      || element.parentElement.contains(top)),
    marked: mark(style) || (label ? mark(getComputedStyle(label, "::before")) : false),
  };
}"""


class Keyboard:
    """Counts what is pressed, and looks after each press where the focus is."""

    def __init__(self, visitor: Visitor) -> None:
        self.at, self.pressed = visitor, 0

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.at.page.keyboard.press(key)
            self.pressed += 1

    def focus(self) -> dict[str, object]:
        """Where the focus is; it must be marked and in sight."""
        found = self.at.page.evaluate(WHERE_FOCUS_IS)
        if found is None:
            return {"words": ""}
        assert found["inside"], f"Focus is out of sight: {found} on {self.at.page.url}"
        assert found["uncovered"], f"Focus is covered: {found} on {self.at.page.url}"
        assert found["marked"], f"Focus has no mark: {found} on {self.at.page.url}"
        return dict(found)

    def tab_to(self, words: str, *, until: str = "", most: int = 60) -> None:
        """On to what begins with these words and fits the selector `until`."""
        for _ in range(most):
            self.press("Tab")
            here = self.focus()
            fits = not until or self.at.page.locator(f"{until}:focus").count()
            if str(here["words"]).startswith(words) and fits:
                return
        raise AssertionError(f"{words} is not reached by {most} tabs on {self.at.page.url}")


def test_no_answer_with_the_keyboard_alone(visit: Callable[..., Visitor]) -> None:
    at = visit()
    keys = Keyboard(at)

    # Given a link worker who comes to the sign-in page and chooses an account
    at.open("/sign-in")
    keys.tab_to("Nadia Karim")
    keys.press("Enter")
    at.page.wait_for_url("**/desk/")
    at.look()
    to_sign_in, keys.pressed = keys.pressed, 0
    first = at.page.locator(".kith-card--now .kith-item__name").inner_text()

    # When nobody answers the first call, and a few words are worth keeping
    keys.press("n")
    at.page.wait_for_url("**outcome=no_answer**")
    at.look()
    assert at.sees(first)
    keys.tab_to("", until="textarea")
    written = "Rang out. Try after five."
    at.page.keyboard.type(written)
    keys.tab_to("Save: no answer")
    keys.press("Enter")
    at.page.wait_for_url("**/desk/people/*")
    at.look()

    # Then it is on the record, the next step has its day, and few keys were needed
    assert at.sees(written)
    assert at.sees("Next step")
    print(f"Keys: {to_sign_in} to sign in, {keys.pressed} and the note for no answer")  # noqa: T201
    assert keys.pressed <= MOST_KEYS_FOR_NO_ANSWER


def test_the_quickest_no_answer_takes_two_keys(visit: Callable[..., Visitor]) -> None:
    at = visit()
    keys = Keyboard(at)
    at.sign_in("linkworker2")
    keys.press("n")
    at.page.wait_for_url("**outcome=no_answer**")
    keys.press("s")
    at.page.wait_for_url("**/desk/people/*")
    assert at.sees("No answer")
    assert at.sees("Next step")
    print(f"No answer, its next step kept: {keys.pressed} keys")  # noqa: T201


def test_the_skip_link_and_every_focus_in_sight(visit: Callable[..., Visitor]) -> None:
    # Given the long pages of the day, at the size of a desk and of a phone
    for width, height in ((1280, 700), (390, 700)):
        at = visit(width=width, height=height)
        keys = Keyboard(at)
        at.sign_in("linkworker")
        record = at.page.locator(".kith-item__name").first.get_attribute("href") or ""
        for path in ("/desk/", record, "/desk/referrals/new"):
            at.open(path)
            # When the first tab is the skip link, Enter leads past the navigation
            keys.press("Tab")
            assert keys.focus()["words"] == "Skip to main content"
            keys.press("Enter")
            keys.press("Tab")
            assert at.page.evaluate("document.activeElement.closest('main') !== null")
            # Then each thing that takes the focus after it is in sight, uncovered and marked
            for _ in range(45):
                keys.focus()
                keys.press("Tab")
            for _ in range(20):
                keys.press("Shift+Tab")
                keys.focus()


def test_everything_on_the_record_takes_one_or_two_strokes(visit: Callable[..., Visitor]) -> None:
    at = visit()
    keys = Keyboard(at)
    at.sign_in("linkworker")
    at.open(at.page.locator(".kith-item__name").first.get_attribute("href") or "")
    record = at.page.url
    # Given every act and every part of the record, each with its keys
    offered = at.page.evaluate(
        """() => [...document.querySelectorAll("main [data-key]")].filter((one) => one.checkVisibility())
          .map((one) => [one.dataset.key, one.tagName, one.id, one.href ?? ""])"""
    )
    assert len(offered) > 20
    counted: dict[str, int] = {}
    for key, tag, name, href in offered:
        if href.startswith("tel:"):
            continue
        keys.pressed = 0
        for stroke in key.split():
            keys.press(stroke)
        # Then those keys lead to it
        if tag == "SECTION":
            assert at.page.evaluate("document.activeElement.id") == name, key
        else:
            at.page.wait_for_url(lambda url, to=href: url.split("?")[0] == to.split("?")[0])
            at.open(record)
        counted[key] = keys.pressed
    assert max(counted.values()) <= 2
    print(f"Strokes on the record: {len(counted)} places, at most {max(counted.values())}")  # noqa: T201
    # And whatever has no keys of its own has a letter after a full stop
    without = at.page.evaluate(
        """() => [...document.querySelectorAll("main :is(a[href], button, summary):not([data-key])")]
          .filter((one) => one.checkVisibility()).length"""
    )
    keys.press(".")
    letters = at.page.locator(".kith-hints kbd").all_inner_texts()
    assert len(letters) == len(set(letters)) == without
    folds = at.page.evaluate("document.querySelectorAll('main details[open]').length")
    keys.press("Escape")
    assert at.page.locator(".kith-hints").count() == 0
    assert at.page.evaluate("document.querySelectorAll('main details[open]').length") == folds
    keys.press(".")
    letter, leads = at.page.evaluate(
        """() => {
          const all = [...document.querySelectorAll("main a[href^='/']:not([data-key])")];
          const link = all.find((one) => one.checkVisibility()), at = link.getBoundingClientRect();
          const near = (one) => Math.abs(parseFloat(one.style.left) - at.left - scrollX) < 1
            && Math.abs(parseFloat(one.style.top) - at.top - scrollY) < 1;
          return [[...document.querySelectorAll(".kith-hints kbd")].find(near).textContent, link.href];
        }"""
    )
    keys.press(letter)
    at.page.wait_for_url(leads)
    at.open(record)
    # And a first key that nothing follows is forgotten, and does nothing
    at.page.keyboard.press("g")
    at.page.keyboard.press("z")
    assert at.page.url == record
