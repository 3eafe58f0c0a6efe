"""Sheets as a page: looked through first, taken in after, corrected and sent again."""

from __future__ import annotations

import csv
import io
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kith.exchange.referral_sheet import actions, jobs
from kith.exchange.runs import engine
from kith.exchange.runs.models import RefusedRow, Run
from kith.isolation import context
from kith.pathway.referrals.models import Referral
from tests import cast
from tests.unit.exchange.referral_sheet.sheets import AMINA, HEADER, as_csv

ZOË = ("9990000026", "Zoë", "Núñez", "1990-01-31", "020 7946 0123", "", "2026-11-03")
FAULTY = (
    ("9990000019", "Ada", "One", "1950-01-01", "07700 900101", "", "2026-11-02"),
    ("", "Ben", "Two", "", "07700 900102", "", "2026-11-02"),
    ("", "Cy", "Three", "1950-01-03", "", "=HYPERLINK(1)", "2026-11-02"),
)


def sent(client: Any, data: bytes, name: str = "march.csv") -> Any:
    return client.post(
        "/desk/sheets",
        {"file": SimpleUploadedFile(name, data), "idempotency_key": str(uuid.uuid4())},
    )


def pressed(client: Any, address: str) -> Any:
    return client.post(address, {"idempotency_key": str(uuid.uuid4())})


def worked(run_id: str) -> None:
    jobs.work(scheme_id=str(cast.BOW), run_id=run_id)


def in_bow() -> Any:
    return context.in_scheme(cast.BOW, actor="tests")


@pytest.fixture
def mo(company: Any) -> Any:
    return company.client("mo")


def test_three_faulty_rows_are_shown_corrected_and_sent_again(mo: Any) -> None:
    answer = sent(mo, as_csv(HEADER, AMINA, *FAULTY, ZOË))
    assert answer.status_code == 302
    place = answer["Location"]
    run_id = place.rsplit("/", 1)[1]
    assert "Looking the rows through" in mo.get(place).content.decode()

    worked(run_id)
    looked = mo.get(place).content.decode()
    assert "Take in 2 referrals" in looked
    assert "Line 3" in looked
    assert "date_of_birth" in looked
    with in_bow():
        assert not Referral.objects.exists()

    pressed(mo, f"{place}/take-in")
    worked(run_id)
    done = mo.get(place).content.decode()
    assert "Rows that were not taken" in done
    with in_bow():
        assert Referral.objects.count() == 2

    given = mo.get(f"{place}/refused").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(given)))
    assert [row["first_name"] for row in rows] == ["Ada", "Ben", "Cy"]
    assert rows[2]["risks"] == "'=HYPERLINK(1)"
    corrected = [[row[name] for name in HEADER] for row in rows]
    corrected[0][0], corrected[1][3], corrected[2][4] = "", "1950-01-02", "07700 900103"
    again = sent(mo, as_csv(HEADER, *corrected, AMINA))["Location"]
    worked(again.rsplit("/", 1)[1])
    assert "Take in 3 referrals" in mo.get(again).content.decode()
    pressed(mo, f"{again}/take-in")
    worked(again.rsplit("/", 1)[1])
    with in_bow():
        assert Referral.objects.count() == 5
        run = Run.objects.get(pk=again.rsplit("/", 1)[1])
        file = run.files.get()
    assert (file.rows, file.taken, file.already_there, file.refused) == (4, 3, 1, 0)
    assert "Mo Castellanos" in mo.get("/desk/sheets").content.decode()


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"%PDF-1.7\n", "is a PDF"), (b"colour,size\nred,3\n", "headings that we know")],
)
def test_what_is_no_sheet_is_refused_on_the_form(mo: Any, data: bytes, said: str) -> None:
    answer = sent(mo, data)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    with in_bow():
        assert not Run.objects.exists()
    assert sent(mo, as_csv(HEADER, AMINA)).status_code == 302


def test_a_sheet_of_another_scheme_is_not_found(mo: Any, company: Any) -> None:
    place = sent(mo, as_csv(HEADER, AMINA))["Location"]
    assert mo.get(place).status_code == 200
    for path in (place, f"{place}/refused"):
        assert company.client("max").get(path).status_code == 404
    assert pressed(company.client("max"), f"{place}/take-in").status_code == 404
    assert company.client("nadia").get(place).status_code == 403


def test_work_that_stops_after_a_batch_goes_on_behind_it(
    mo: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = sent(mo, as_csv(HEADER, AMINA, *FAULTY, ZOË))["Location"].rsplit("/", 1)[1]
    worked(run_id)
    pressed(mo, f"/desk/sheets/{run_id}/take-in")
    monkeypatch.setattr(engine, "BATCH", 2)
    with in_bow():
        run = Run.objects.get(pk=run_id)
        by = cast.TESTS
    opening = actions.opening(by, cast.BOW, looking=False)
    work = {"by": by, "scheme_id": cast.BOW, "run_id": run.pk, "opening": opening}
    assert engine.work(**work, seconds=0) is False
    with in_bow():
        file = run.files.get()
        assert (file.position, file.rows, file.taken, file.refused) == (3, 2, 1, 1)
    assert engine.work(**work) is True
    with in_bow():
        file.refresh_from_db()
        assert (file.rows, file.taken, file.already_there, file.refused) == (5, 2, 0, 3)
        assert RefusedRow.objects.filter(file=file, round=file.round).count() == 3


def test_a_run_left_under_way_is_taken_up_by_the_minute(mo: Any) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    run_id = sent(mo, as_csv(HEADER, AMINA))["Location"].rsplit("/", 1)[1]
    jobs.wake()
    jobs.wake()
    waiting = ProcrastinateJob.objects.filter(task_name=actions.JOB, args__run_id=run_id)
    assert waiting.count() == 1
