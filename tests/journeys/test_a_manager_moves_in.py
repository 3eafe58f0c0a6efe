"""A manager takes in a sheet with faults, and moves fifty people in and out again.

As a service manager with spreadsheets of three years
I want to see what would become of each row before anything is written, and to take it back
so that nobody is lost on the way, and a wrong column is a shrug instead of a week.
"""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.onward import is_listed, is_waiting, onwards
from tests.journeys.visitor import Visitor

HEADER = (
    "first_name",
    "last_name",
    "date_of_birth",
    "phone",
    "referrer_name",
    "practice_code",
    "source",
    "referred_on",
)
# Nobody is taken for another of them.
FOUR = ["Amara", "Bertil", "Chidi", "Dilys"]
CLIENTS = ("Client ID", "Forename", "Surname", "DOB", "Phone")
PATIENCE_SECONDS = 90
FIFTY = 50


def written(path: Path, *rows: tuple[str, ...]) -> Path:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


class Story:
    """A manager at a desk; what she downloads and sends is in `folder`."""

    def __init__(self, visit: Callable[..., Visitor], folder: Path) -> None:
        self.visit, self.at, self.folder = visit, visit(), folder
        self.first = ""
        self.mark = f"Sheet{time.time_ns() % 1_000_000}"

    def given_a_manager(self) -> None:
        self.at.sign_in("manager")

    def when_a_sheet_with_three_faulty_rows_is_sent(self) -> None:
        by = ("Dr Sheet", "F84901", "GP", "2026-11-02")
        rows = [
            (first, self.mark, f"195{n}-02-03", f"07700 90020{n}", *by)
            for n, first in enumerate(FOUR)
        ]
        rows[1] = (*rows[1][:2], "30/02/1951", *rows[1][3:])
        rows[2] = (*rows[2][:3], "", *rows[2][4:])
        rows[3] = (*rows[3][:2], "", *rows[3][3:])
        self.send(written(self.folder / "march.csv", HEADER, *rows))
        assert self.at.sees("Rows that cannot be taken")
        self.at.press("Take in 1 referral")
        self.wait_for("Rows that were not taken")

    def and_the_refused_rows_are_corrected_and_sent_again(self) -> None:
        with self.at.page.expect_download() as given:
            self.at.page.get_by_role("link", name=re.compile("Download 3 rows")).click()
        rows = list(csv.DictReader(io.StringIO(Path(given.value.path()).read_text("utf-8-sig"))))
        assert [row["first_name"] for row in rows] == FOUR[1:]
        for day, row in enumerate(rows, start=1):
            born = row["date_of_birth"].replace("30/02/1951", "")
            row["date_of_birth"] = born or f"1961-0{day}-17"
            row["phone"] = row["phone"] or "07700 900209"
        corrected = [tuple(row[name] for name in HEADER) for row in rows]
        self.send(written(self.folder / "again.csv", HEADER, *corrected))
        self.at.press("Take in 3 referrals")
        self.wait_for("The referrals are in the queue")

    def then_they_are_sorted_and_the_practice_hears(self) -> None:
        lead, at_once, corrected = self.visit(), f"{FOUR[0]} {self.mark}", f"{FOUR[3]} {self.mark}"
        lead.sign_in("teamlead")
        assert is_waiting(lead, at_once)
        assert is_waiting(lead, corrected)
        onwards(lead, self.visit(), corrected)

    def then_they_are_on_the_caseload_of_the_team(self) -> None:
        move = self.at.page.url
        assert is_listed(self.at, "/desk/caseload?holder=nobody", self.mark)
        self.at.open(move)

    def send(self, path: Path) -> None:
        self.at.open("/desk/sheets")
        self.at.page.locator("input[type=file]").set_input_files(path)
        self.at.press("Look it through")
        self.wait_for("Send another sheet")

    def when_fifty_people_are_moved_in(self) -> None:
        people = [
            (f"C{n}", f"Moved{n}", self.mark, "1950-01-01", f"07700 900{n:03}")
            for n in range(FIFTY)
        ]
        cases = [(f"K{n}", f"C{n}", "2026-02-03") for n in range(FIFTY)]
        self.begin()
        self.add("people", written(
            self.folder / "people.csv", CLIENTS, *people
        ))  # fmt: skip
        self.add("cases", written(
            self.folder / "cases.csv", ("Case ID", "Client ID", "Start date"), *cases
        ))  # fmt: skip
        self.at.press("Look them through")
        self.wait_for("Take in 100 rows")
        self.at.press("Take in 100 rows")
        self.wait_for("Undo this moving in")

    def add(self, part: str, path: Path) -> None:
        self.at.page.get_by_label("What the sheet holds").select_option(part)
        self.at.page.locator("input[type=file]").set_input_files(path)
        self.at.press("Add the sheet")
        self.at.press("Save the matching")

    def given_four_of_whom_one_has_no_birth_date(self) -> None:
        self.begin()
        self.add("people", written(
            self.folder / "four.csv", CLIENTS,
            *(self.client(n) for n in range(3)), self.client(3, born="30/02/1950"),
        ))  # fmt: skip

    def when_the_other_systems_total_is_typed(self, people: int) -> None:
        self.at.press(re.compile("Type the other system"))
        self.at.write("People", str(people))
        self.at.press("Save the totals")

    def then_each_row_of_the_difference_is_explained(self) -> None:
        self.at.press("Look them through")
        self.wait_for("Take in 3 rows")
        self.at.press(re.compile("1 row not taken"))
        assert self.at.sees("what makes the difference")
        assert self.at.sees("four.csv, line 5")
        assert self.at.sees("Unexplained: 1 is")
        self.at.press("Moving in")
        self.at.press("Take in 3 rows")
        self.wait_for("Undo this moving in")
        self.first = self.at.page.url

    def when_a_newer_export_says_something_else_of_two(self) -> None:
        self.begin()
        self.add("people", written(
            self.folder / "newer.csv", CLIENTS,
            self.client(0), self.client(1, surname="Nunez-Hall"), self.client(2, phone="07700 900399"),
            self.client(3),
        ))  # fmt: skip
        self.at.press("Look them through")
        self.wait_for("Take in 1 row")
        assert self.at.sees("2 rows say something else than in the last export")
        self.at.press("Take in 1 row")
        self.wait_for("Undo this moving in")

    def then_both_are_seen_side_by_side_and_taken(self) -> None:
        at = self.at
        at.press(re.compile("2 rows say something else"))
        here = at.page.url
        card = at.part("Nunez-Hall", "section.kith-card")
        assert self.mark in card.inner_text()
        at.press("Take in what it says now", inside=card, exact=False)
        at.until(lambda: self.again(here, "Nunez-Hall"), "The changed name was not taken.")
        assert at.sees("07700 900399")
        at.press("Take in all of them")
        at.until(lambda: self.again(here, "07700 900399"), "The new number was not taken.")
        assert at.sees("Nothing on this page says anything else any more.")

    def again(self, here: str, gone: str) -> bool:
        """Whether something is gone from a page that is opened again."""
        self.at.open(here)
        return not self.at.sees(gone)

    def then_undoing_the_first_leaves_what_was_changed_and_says_so(self) -> None:
        self.at.open(self.first)
        self.undo()
        self.wait_for("What stays, because somebody worked on it")
        stays = self.at.page.get_by_role("table", name="What stays, because somebody worked on it")
        assert stays.get_by_role("row").count() == 3  # its head, and two of three people

    def begin(self) -> None:
        self.at.open("/desk/setup")
        self.at.press(re.compile("Moving in from another system"))
        self.at.press("Begin")

    def client(self, n: int, **other: str) -> tuple[str, ...]:
        said = {
            "surname": self.mark,
            "born": f"1950-01-0{n + 1}",
            "phone": f"07700 90030{n}",
            **other,
        }
        number = f"{self.mark}-{n}"
        return (number, f"Moved{n}", said["surname"], said["born"], said["phone"])

    def undo(self) -> None:
        self.at.page.get_by_text("Undo this moving in").first.click()
        self.at.press("Undo this moving in", inside=self.at.page.locator("details"))

    def then_it_can_be_undone(self) -> None:
        self.undo()
        self.wait_for("Everything that it made was taken back.")

    def wait_for(self, words: str) -> None:
        expect(self.at.page.get_by_text(words).first).to_be_visible(timeout=PATIENCE_SECONDS * 1000)
        self.at.look()


def test_three_faulty_rows_are_corrected_and_sent_again(
    visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    story = Story(visit, tmp_path)
    story.given_a_manager()
    story.when_a_sheet_with_three_faulty_rows_is_sent()
    story.and_the_refused_rows_are_corrected_and_sent_again()
    story.then_they_are_sorted_and_the_practice_hears()


def test_fifty_people_move_in_and_out_again(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    story = Story(visit, tmp_path)
    story.given_a_manager()
    story.when_fifty_people_are_moved_in()
    story.then_they_are_on_the_caseload_of_the_team()
    story.then_it_can_be_undone()


def test_totals_are_explained_and_a_newer_export_is_compared(
    visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    story = Story(visit, tmp_path)
    story.given_a_manager()
    story.given_four_of_whom_one_has_no_birth_date()
    story.when_the_other_systems_total_is_typed(5)
    story.then_each_row_of_the_difference_is_explained()
    story.when_a_newer_export_says_something_else_of_two()
    story.then_both_are_seen_side_by_side_and_taken()
    story.then_undoing_the_first_leaves_what_was_changed_and_says_so()
