"""A list of services that somebody keeps in a spreadsheet comes into the directory, and comes again.

As a service manager
I want to send our list as it is, say once which column is which, and see what would change before it does
so that nobody types forty groups in, and what a newer list says otherwise is seen before it is believed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.people import someone
from tests.journeys.visitor import Visitor

HEAD = ("What we call it", "Who leads it", "On which day", "Number to ring", "Cost", "Postcode")
# Our headings for what the sheet calls otherwise; the rest is guessed.
MATCHED = {
    "Name of the service": "What we call it",
    "Who runs it": "Who leads it",
    "Days": "On which day",
    "Phone": "Number to ring",
}
PATIENCE_SECONDS = 90


class Story:
    """A manager with a spreadsheet, and a link worker who looks for what is in it."""

    def __init__(self, visit: Callable[..., Visitor], folder: Path, width: int) -> None:
        self.at, self.worker = visit(width=width), visit()
        self.folder = folder
        self.tea, self.choir = (f"{someone().last} {what}" for what in ("Tea Dance", "Choir"))
        self.list = f"Groups of {someone().last}"
        # What is matched is remembered by the headings: nobody else's sheet has these.
        self.head = (*HEAD, f"Seen by {someone().last}")

    def rows(self, price: str = "£2") -> list[Sequence[str]]:
        by = f"Friends of {self.tea}"
        return [
            (self.tea, by, "Tuesday", "020 7946 0411", price, "E3 3PN"),
            (self.choir, by, "Thursday", "020 7946 0412", "Free", "E14 6PB"),
            ("", "Nobody", "Friday", "", "", ""),
        ]

    def given_a_manager_on_the_page_of_sheets(self) -> None:
        self.at.sign_in("manager")
        self.at.open("/desk/directory")
        self.at.press("Directory feeds")
        self.at.press("sheet of services")
        assert self.at.heading() == "Sheets of services"

    def when_the_sheet_is_sent(self, price: str = "£2") -> None:
        book, path = openpyxl.Workbook(), self.folder / "groups.xlsx"
        for row in (self.head, *self.rows(price)):
            book.active.append(row)  # type: ignore[union-attr]
        book.save(path)
        self.at.open("/desk/directory/sheets")
        self.at.write("What you call this list", self.list)
        self.at.page.locator("input[type=file]").set_input_files(path)
        self.at.press("Send the sheet")

    def then_its_columns_are_asked_about(self) -> None:
        at = self.at
        assert at.heading() == "Match the columns of groups.xlsx"
        assert self.column("What it costs").input_value() == str(HEAD.index("Cost"))
        at.press("Look it through")
        assert at.page.locator(".nhsuk-error-summary").is_visible()  # no column holds the name

    def when_they_are_matched(self) -> None:
        for ours, theirs in MATCHED.items():
            self.column(ours).select_option(str(HEAD.index(theirs)))
        self.at.press("Look it through")
        self.wait_for("Take in 2 services")

    def then_nothing_is_taken_in_yet(self) -> None:
        at = self.at
        assert at.sees("Nothing is taken in yet")
        new = at.page.get_by_role("table", name="New services")
        assert [self.tea in new.inner_text(), self.choir in new.inner_text()] == [True, True]
        assert "Line 4" in at.page.get_by_role("table", name="Rows and reasons").inner_text()
        self.worker.sign_in("linkworker")
        assert not self.is_found()

    def when_it_is_taken_in(self, words: str = "Take in 2 services") -> None:
        self.at.press(words)
        self.wait_for("Rows that were not taken")

    def then_a_link_worker_finds_what_is_in_it(self, price: str = "£2") -> None:
        assert self.is_found()
        self.worker.press(self.tea)
        for words in (f"Friends of {self.tea}", "Tuesdays", "020 7946 0411", price, "E3 3PN"):
            assert self.worker.sees(words), words

    def then_nothing_would_be_made_twice(self) -> None:
        at = self.at
        assert at.sees("Matched as the last sheet with these headings was")
        at.press("Look it through")
        self.wait_for("There is nothing to take in")
        assert at.page.get_by_role("table", name="New services").count() == 0
        assert self.is_found(once=True)

    def then_that_cell_alone_is_seen_before_and_after(self) -> None:
        at = self.at
        at.press("Look it through")
        self.wait_for("Take in 1 service")
        assert at.heading() == "groups.xlsx"
        changed = at.page.get_by_role("table", name="Before and after").get_by_role("row")
        assert changed.count() == 2  # its head, and the one cell
        cells = changed.last.locator("th, td").all_inner_texts()
        for words, cell in zip((self.tea, "Cost", "£2", "£3"), cells, strict=True):
            assert words in cell
        self.worker.open(self.worker.page.url)
        assert self.worker.sees("£2")

    def column(self, ours: str) -> Locator:
        """The question which column is a field of ours."""
        return self.at.page.get_by_label(re.compile(rf"^\s*{re.escape(ours)}\b")).first

    def is_found(self, *, once: bool = False) -> bool:
        """Whether the ordinary search finds the first of them; `once`, and only one of it."""
        self.worker.open("/desk/directory")
        self.worker.write("What are you looking for?", self.tea)
        self.worker.press("Find services")
        found = self.worker.page.get_by_role("link", name=self.tea, exact=True).count()
        return found == 1 if once else found > 0

    def wait_for(self, words: str) -> None:
        there = self.at.page.get_by_text(re.compile(re.escape(words))).first
        expect(there).to_be_visible(timeout=PATIENCE_SECONDS * 1000)
        self.at.look()


@pytest.mark.parametrize("width", [1280, 320])
def test_a_sheet_of_services_is_taken_in(
    visit: Callable[..., Visitor], tmp_path: Path, width: int
) -> None:
    story = Story(visit, tmp_path, width)
    story.given_a_manager_on_the_page_of_sheets()
    story.when_the_sheet_is_sent()
    story.then_its_columns_are_asked_about()
    story.when_they_are_matched()
    story.then_nothing_is_taken_in_yet()
    story.when_it_is_taken_in()
    story.then_a_link_worker_finds_what_is_in_it()
    # When the same file comes again
    story.when_the_sheet_is_sent()
    story.then_nothing_would_be_made_twice()
    # When one cell of it changed
    story.when_the_sheet_is_sent(price="£3")
    story.then_that_cell_alone_is_seen_before_and_after()
    story.when_it_is_taken_in("Take in 1 service")
    story.then_a_link_worker_finds_what_is_in_it(price="£3")
