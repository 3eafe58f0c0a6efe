"""The jobs of sheets of services."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from kith.exchange.directory_sheet.actions import JOB, KIND, opening
from kith.exchange.runs import jobs as runs


@app.task(name=JOB)
def work(*, scheme_id: str, run_id: str) -> None:
    """Look through, or take in, a sheet for a while."""
    runs.work_on(UUID(scheme_id), UUID(run_id), job=JOB, opening=opening)


@app.periodic(cron="* * * * *")
@app.task(name="directory_sheet.wake", queueing_lock="directory_sheet.wake")
def wake(timestamp: int = 0) -> None:
    """Go on with what a worker that died left under way. `timestamp` is the job's own."""
    runs.wake(KIND, JOB)
