"""A whole sheet by the product's own job: looked through, taken in, killed half-way with SIGKILL, gone on.

The job works in a process of its own, as the product's worker does. Its greatest memory is read from the kernel
(VmHWM in /proc/<pid>/status, man 5 proc), so Linux alone says it; a process that is killed is read until then.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID

LOOK_EVERY_SECONDS = 0.25


def measure(scheme: str, rows: int) -> dict[str, float]:
    """Rows, seconds and memory of both passes. Raises RuntimeError when a row is missing or there twice."""
    from bench.imports import sheet
    from kith.exchange.referral_sheet import actions
    from kith.isolation import context
    from kith.isolation.actor import Actor
    from kith.organisations.queries import scheme_of_slug
    from kith.pathway.referrals.models import Referral

    by, scheme_id = Actor.system("the benchmark"), scheme_of_slug(scheme)
    assert scheme_id is not None
    with context.in_scheme(scheme_id, actor=by.key):
        before = Referral.objects.count()
        run = actions.send(
            by=by, scheme_id=scheme_id, name="sheet.csv", content=sheet(rows).encode()
        )
    looked = Worker(scheme_id, run.pk).ends()
    with context.in_scheme(scheme_id, actor=by.key):
        run.refresh_from_db()
        actions.take_in(by=by, run=run)
    killed = Worker(scheme_id, run.pk).is_killed_at(rows // 2)
    went_on = Worker(scheme_id, run.pk).ends()
    with context.in_scheme(scheme_id, actor=by.key):
        came = Referral.objects.count() - before
    if came != rows:
        raise RuntimeError(f"{rows} rows became {came} referrals.")
    taking = killed["seconds"] + went_on["seconds"]
    return {
        "rows": rows,
        "look_seconds": round(looked["seconds"], 1),
        "seconds": round(taking, 1),
        "rows_per_second": round(rows / taking, 1),
        "killed_at_row": killed["position"],
        "peak_rss_mb": round(max(one["peak_mb"] for one in (looked, killed, went_on))),
    }


class Worker:
    """The job in a process of its own."""

    def __init__(self, scheme_id: UUID, run_id: UUID) -> None:
        self.scheme_id, self.run_id, self.peak_mb = scheme_id, run_id, 0.0
        self.began = time.monotonic()
        command = [sys.executable, "-m", "bench.sheet", str(scheme_id), str(run_id)]
        self.process = subprocess.Popen(command)

    def ends(self) -> dict[str, float]:
        """Wait until it has done everything. Raises RuntimeError when it fails."""
        while self.process.poll() is None:
            self._look()
        if self.process.returncode:
            raise RuntimeError("The job failed.")
        return self._said()

    def is_killed_at(self, row: int) -> dict[str, float]:
        """Kill it, as a power cut would, once it is past a row."""
        while self.process.poll() is None and self._position() < row:
            self._look()
        self.process.kill()
        self.process.wait()
        return self._said()

    def _look(self) -> None:
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:  # it has just ended, or this is not Linux
            status = ""
        for line in status.splitlines():
            if line.startswith("VmHWM"):
                self.peak_mb = int(line.split()[1]) / 1000
        time.sleep(LOOK_EVERY_SECONDS)

    def _position(self) -> int:
        from kith.exchange.runs import queries
        from kith.isolation import context

        with context.in_scheme(self.scheme_id, actor="system:the benchmark"):
            run = queries.run_of(self.run_id)
            assert run is not None
            return sum(file.rows for file in queries.files_of(run))

    def _said(self) -> dict[str, float]:
        return {
            "seconds": time.monotonic() - self.began,
            "peak_mb": self.peak_mb,
            "position": self._position(),
        }


def work(scheme_id: str, run_id: str) -> None:
    """The job, piece after piece, until nothing of the run is under way."""
    from kith.exchange.referral_sheet import jobs
    from kith.exchange.runs import queries
    from kith.exchange.runs.states import UNDER_WAY
    from kith.isolation import context

    while True:
        jobs.work(scheme_id=scheme_id, run_id=run_id)
        with context.in_scheme(UUID(scheme_id), actor="system:the benchmark"):
            run = queries.run_of(UUID(run_id))
        if run is None or run.state not in UNDER_WAY:
            return


if __name__ == "__main__":
    import django

    django.setup()
    if len(sys.argv) > 1:
        work(*sys.argv[1:])
    else:
        given: dict[str, Any] = json.load(sys.stdin)
        json.dump(measure(given["scheme"], given["rows"]), sys.stdout)
