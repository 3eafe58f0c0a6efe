"""Days away and who covers: nobody's people are left to somebody who is away as well."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kith.organisations import actions, queries
from kith.organisations.models import Absence
from kith.ui import dates
from tests import cast
from tests.conftest import Company
from tests.unit.desk.people import case_of, member

Keys = Callable[[], dict[str, str]]


def days(row: Absence) -> tuple[int, int, str]:
    """First and last day from today on, and who covers."""
    first, last = (row.from_date - dates.today()).days, (row.to_date - dates.today()).days
    return first, last, row.cover.name.split()[0] if row.cover else ""


def away(name: str, first: int, last: int, cover: str = "") -> Absence:
    return actions.add_absence(
        by=cast.TESTS, member=member(name), cover=member(cover) if cover else None, note="At the sea",
        from_date=dates.today() + dt.timedelta(days=first),
        to_date=dates.today() + dt.timedelta(days=last),
    )  # fmt: skip


def of_nadia() -> list[tuple[int, int, str]]:
    rows = Absence.objects.filter(member=member("Nadia")).select_related("cover")
    assert {row.note for row in rows} == {"At the sea"}
    return [days(row) for row in rows.order_by("from_date")]


def test_whoever_covers_and_is_away_too_covers_the_other_days_only(in_bow: object) -> None:
    away("Nadia", 0, 10, "Bea")
    away("Bea", 4, 6)
    assert of_nadia() == [(0, 3, "Bea"), (4, 6, ""), (7, 10, "Bea")]


def test_away_at_either_end_or_throughout_nobody_covers_those_days(in_bow: object) -> None:
    away("Nadia", 2, 10, "Bea")
    away("Bea", 0, 3)
    assert of_nadia() == [(2, 3, ""), (4, 10, "Bea")]
    away("Bea", 4, 30)
    assert of_nadia() == [(2, 3, ""), (4, 10, "")]
    assert queries.covered_by([member("Bea").pk], dates.today() + dt.timedelta(days=5)) == []


def test_days_beside_those_of_the_cover_change_nothing(in_bow: object) -> None:
    away("Nadia", 2, 4, "Bea")
    away("Bea", 5, 6)
    assert of_nadia() == [(2, 4, "Bea")]


def test_the_page_says_whom_nobody_covers_then_and_today_asks_for_cover(
    company: Company, in_bow: object, key: Keys
) -> None:
    case_of()
    away("Nadia", 0, 5, "Bea")
    words = "On some of these days nobody covers Nadia Rahman"
    tess, day = company.client("tess"), dates.today() + dt.timedelta(days=1)
    assert "nobody covers" not in tess.get("/desk/").content.decode()
    date = {"day": day.day, "month": day.month, "year": day.year}
    typed = {
        "member": str(member("Bea").pk), "kind": "sick", "cover": "",
        **{f"{name}_{part}": str(of) for name in ("from_date", "to_date") for part, of in date.items()},
    }  # fmt: skip
    answer = tess.post("/desk/absences", {**key(), **typed}, follow=True)
    assert words in answer.content.decode()
    assert "nobody covers" in tess.get("/desk/").content.decode()
