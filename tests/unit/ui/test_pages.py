"""The gallery in a real browser: every field and part, wide and narrow, scripts or none."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.http import QueryDict
from playwright.sync_api import Browser, Page, expect

from tests.unit.ui import gallery
from tests.unit.ui.served import Site

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WRONG = QueryDict("name=Ann&how=visit&born_day=31&born_month=2&born_year=1984&minutes=lots&at=9")


@pytest.fixture
def opened(site: Site, page: Page) -> Page:
    site.posted.clear()
    site.failing.clear()
    site.pages["/staff"] = gallery.draw(
        "gallery.html", gallery.GalleryForm(), layout="ui/staff.html"
    )
    page.goto(f"{site.url}/staff")
    return page


@pytest.mark.parametrize("layout", ["staff", "public"])
@pytest.mark.parametrize(
    ("answers", "width", "height"),
    [
        (WRONG, 1280, 900),
        (None, 390, 800),
        # A laptop's window at 400% zoom (WCAG 2.2, 1.4.10 Reflow).
        (WRONG, 320, 225),
    ],
)
def test_anybody_can_use_the_page_at_any_width(
    site: Site, page: Page, layout: str, answers: QueryDict | None, width: int, height: int
) -> None:
    form = gallery.GalleryForm(answers, {} if answers else None)
    site.pages["/gallery"] = gallery.draw("gallery.html", form, layout=f"ui/{layout}.html")
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{site.url}/gallery")
    found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_with_focus_hides_beneath_the_strip_that_stays(opened: Page) -> None:
    opened.set_viewport_size({"width": 1280, "height": 600})
    last = opened.get_by_role("button", name="Save for later")
    last.focus()
    for _ in range(25):
        opened.keyboard.press("Shift+Tab")
        assert opened.evaluate(
            """() => {
                const box = document.activeElement.getBoundingClientRect();
                const strip = document.querySelector(".kith-sticky").getBoundingClientRect();
                return box.top >= strip.bottom || strip.bottom <= 0;
            }"""
        )


def test_what_opens_below_a_choice(opened: Page) -> None:
    expect(opened.get_by_label("Where to meet")).to_be_hidden()
    opened.get_by_label("A visit").check()
    expect(opened.get_by_label("Where to meet")).to_be_visible()


def test_everything_is_there_without_scripts(site: Site, chromium: Browser) -> None:
    site.pages["/staff"] = gallery.draw(
        "gallery.html", gallery.GalleryForm(), layout="ui/staff.html"
    )
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/staff")
    expect(page.get_by_label("Where to meet")).to_be_visible()
    page.get_by_role("button", name="Reached").click()
    context.close()


def test_a_double_press_is_sent_once(site: Site, opened: Page) -> None:
    opened.get_by_role("button", name="Save and finish support").dblclick()
    opened.wait_for_function("document.querySelector('form[data-sent]') !== null")
    sent = [body for path, body, _ in site.posted if path == "/staff"]
    assert len(sent) == 1
    assert 'name="finish"' in sent[0]


def test_what_is_typed_is_saved_and_said(site: Site, opened: Page) -> None:
    opened.get_by_label("What was said").fill("She wants to swim again")
    opened.get_by_label("Passphrase").fill("correct horse battery")
    expect(opened.locator("[data-draft-status]")).to_have_text(re.compile(r"Saved at \d\d:\d\d"))
    path, body, token = site.posted[-1]
    assert path == "/draft"
    assert "swim+again" in body
    assert "correct" not in body
    assert f"csrfmiddlewaretoken={token}" in body


def test_a_page_that_is_left_saves_first(site: Site, opened: Page) -> None:
    opened.get_by_label("What was said").fill("Half a sentence")
    opened.goto("about:blank")
    assert "Half+a+sentence" in site.wait_for("/draft")


def test_a_draft_that_cannot_be_saved_says_what_is_kept(
    site: Site, opened: Page, complaints: list[str]
) -> None:
    site.failing.add("/draft")
    opened.get_by_label("What was said").fill("Hello")
    expect(opened.locator("[data-draft-status]")).to_contain_text("still on this page")
    complaints.clear()


def test_keys_press_buttons_but_not_while_typing(site: Site, opened: Page) -> None:
    opened.get_by_label("What was said").press_sequentially("no")
    assert not [path for path, _, _ in site.posted if path == "/staff"]
    opened.locator("h1").first.click()
    opened.keyboard.press("/")
    expect(opened.get_by_label("Find a person")).to_be_focused()


def test_a_key_presses_what_is_folded_away(opened: Page) -> None:
    folded = opened.get_by_role("link", name="Finish")
    expect(folded).to_have_count(0)
    opened.locator("h1").first.click()
    opened.keyboard.press("x")
    expect(folded).to_be_focused()
    assert opened.url.endswith("#finish")


def test_a_question_mark_lists_the_keys_and_can_turn_them_off(site: Site, opened: Page) -> None:
    opened.keyboard.press("?")
    dialog = opened.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_contain_text("Reached")
    expect(dialog).to_contain_text("Finish")
    assert not Axe().run(opened, options={"runOnly": WCAG}).response["violations"]
    dialog.get_by_label("Use these keys in this browser").uncheck()
    dialog.get_by_role("button", name="Close").click()
    opened.keyboard.press("/")
    expect(opened.get_by_label("Find a person")).not_to_be_focused()


def test_the_error_summary_leads_to_the_box_at_fault(site: Site, page: Page) -> None:
    site.pages["/wrong"] = gallery.draw(
        "gallery.html", gallery.GalleryForm(WRONG, {}), layout="ui/staff.html"
    )
    page.goto(f"{site.url}/wrong")
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="Date of birth must be a real date").click()
    expect(page.locator("#id_born_day")).to_be_focused()


def test_a_tap_into_a_short_box_marks_what_stands_there_and_a_second_does_not(opened: Page) -> None:
    day = opened.locator(".nhsuk-input--width-2").first
    day.fill("27")
    opened.locator("h1").first.click()
    day.click()
    opened.keyboard.type("3")
    expect(day).to_have_value("3")
    day.click()
    opened.keyboard.press("End")
    opened.keyboard.type("1")
    expect(day).to_have_value("31")


def test_a_tap_into_a_long_box_marks_nothing(opened: Page) -> None:
    note = opened.get_by_label("What was said")
    note.fill("Hello")
    opened.locator("h1").first.click()
    note.click()
    opened.keyboard.press("End")
    opened.keyboard.type("!")
    expect(note).to_have_value("Hello!")
