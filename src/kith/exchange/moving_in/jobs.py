"""The jobs of moving in."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from kith.exchange.moving_in.actions import CHANGES, JOB, KIND
from kith.exchange.moving_in.work import opening, undo
from kith.exchange.moving_in.work import take_changes as changes
from kith.exchange.runs import engine, queries
from kith.exchange.runs import jobs as runs
from kith.exchange.runs.models import RunFile
from kith.exchange.runs.states import RunState
from kith.isolation import context


@app.task(name=JOB)
def work(*, scheme_id: str, run_id: str) -> None:
    """Look through, take in or take back for a while."""
    scheme, run_key = UUID(scheme_id), UUID(run_id)
    with context.in_scheme(scheme, actor=f"job:{JOB}"):
        run = queries.run_of(run_key)
        by = runs.actor_of(run, JOB) if run else None
    if run is None or by is None or run.state != RunState.UNDOING:
        runs.work_on(scheme, run_key, job=JOB, opening=opening)
        return
    try:
        undo(by=by, scheme_id=scheme, run=run)
    except engine.Busy:
        return  # the minute's waking comes again


@app.task(name=CHANGES)
def take_changes(*, scheme_id: str, file_id: str, lines: list[int], member_id: str) -> None:
    """Take in what lines of a newer export say, as whoever asked; while a sheet is being taken in, later."""
    scheme = UUID(scheme_id)
    with context.in_scheme(scheme, actor=f"job:{CHANGES}"):
        file = RunFile.objects.select_related("run", "file").filter(pk=file_id).first()
        by = runs.actor_of_member(member_id, CHANGES)
    if file is None:
        return
    try:
        changes(by=by, scheme_id=scheme, file=file, lines=lines)
    except engine.Busy:
        again = app.configure_task(CHANGES, schedule_in={"seconds": 30})
        again.defer(scheme_id=scheme_id, file_id=file_id, lines=[*lines], member_id=member_id)


@app.periodic(cron="* * * * *")
@app.task(name="moving_in.wake", queueing_lock="moving_in.wake")
def wake(timestamp: int = 0) -> None:
    """Go on with what a worker that died left under way. `timestamp` is the job's own."""
    runs.wake(KIND, JOB)
