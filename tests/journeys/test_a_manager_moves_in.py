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

from tests.journeys.visitor import Visitor

HEADER = (
    "first_name",
    "last_name",
    "date_of_birth",
    "phone",
    "referrer_organisation",
    "referred_on",
)
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
        self.at, self.folder = visit(), folder
        self.mark = f"Sheet{time.time_ns() % 1_000_000}"

    def given_a_manager(self) -> None:
        self.at.sign_in("manager")

    def when_a_sheet_with_three_faulty_rows_is_sent(self) -> None:
        rows = [
            (f"Good{n}", self.mark, f"195{n}-02-03", f"07700 90020{n}", self.mark, "2026-11-02")
            for n in range(4)
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
        assert [row["first_name"] for row in rows] == ["Good1", "Good2", "Good3"]
        for row in rows:
            row["date_of_birth"] = row["date_of_birth"].replace("30/02/1951", "") or "1951-03-01"
            row["phone"] = row["phone"] or "07700 900209"
        corrected = [tuple(row[name] for name in HEADER) for row in rows]
        self.send(written(self.folder / "again.csv", HEADER, *corrected))
        self.at.press("Take in 3 referrals")
        self.wait_for("The referrals are in the queue")

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
        self.at.open("/desk/setup")
        self.at.press(re.compile("Moving in from another system"))
        self.at.press("Begin")
        self.add("people", written(
            self.folder / "people.csv", ("Client ID", "Forename", "Surname", "DOB", "Phone"), *people
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

    def then_it_can_be_undone(self) -> None:
        self.at.page.get_by_text("Undo this moving in").first.click()
        self.at.press("Undo this moving in", inside=self.at.page.locator("details"))
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


def test_fifty_people_move_in_and_out_again(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    story = Story(visit, tmp_path)
    story.given_a_manager()
    story.when_fifty_people_are_moved_in()
    story.then_it_can_be_undone()
