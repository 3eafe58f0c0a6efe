"""A process that is killed while it takes a sheet in, and the same command given again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from bench.imports import nhs_number
from kith.exchange.runs.models import RunFile
from kith.isolation import context
from kith.pathway.referrals.models import Referral
from kith.people.models import ContactPoint, Person
from tests import cast
from tests.unit.cli.test_operating import _owner_of, server
from tests.unit.exchange.referral_sheet.sheets import HEADER, as_csv

ROWS = 900
PATIENCE_SECONDS = 90


def people() -> list[tuple[str, ...]]:
    return [
        (nhs_number(n), f"Given{n}", "Bench", "1950-01-01", f"07700 900{n:03}", "", "2026-11-02")
        for n in range(ROWS)
    ]


def counted() -> tuple[int, int, int]:
    with context.in_scheme(cast.BOW, actor="tests"):
        return Person.objects.count(), Referral.objects.count(), ContactPoint.objects.count()


def test_killed_half_way_it_goes_on_and_makes_nothing_twice(
    committed: None, tmp_path: Path
) -> None:
    sheet = tmp_path / "march.csv"
    sheet.write_bytes(as_csv(HEADER, *people()))
    command = [
        str(Path(sys.executable).with_name("kith")),
        *("referrals", "import", str(sheet), "--scheme", "bow", "--format", "json"),
    ]
    environment = {
        **{name: os.environ[name] for name in ("PATH", "KITH_HOME")},
        "DATABASE_URL": _owner_of(server.OWN),
    }
    first = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while not _is_half_way():
        assert first.poll() is None, "it was done before it could be killed"
        assert time.monotonic() < give_up_at
        time.sleep(0.05)
    first.send_signal(signal.SIGKILL)
    first.wait()
    people_then, referrals_then, _ = counted()
    assert 0 < referrals_then < ROWS
    assert people_then == referrals_then

    again = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    answer = json.loads(again.stdout)
    assert (answer["rows"], answer["taken"], answer["already_there"]) == (ROWS, ROWS, 0)
    assert answer["refused"] == []
    assert counted() == (ROWS, ROWS, ROWS)


def _is_half_way() -> bool:
    with context.in_scheme(cast.BOW, actor="tests"):
        return any(file.rows for file in RunFile.objects.all())
