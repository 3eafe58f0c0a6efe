"""The write door of runs. Each batch and the moving of its file's position are one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from kith.audit.write import action
from kith.exchange.runs import queries
from kith.exchange.runs.models import RefusedRow, Run, RunFile
from kith.exchange.runs.states import RUNS, RunState
from kith.files import actions as files
from kith.files.models import StoredFile
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused
from kith.resilience.versions import change

COUNTS = ("rows", "taken", "already_there", "refused")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row was not taken: its line, the column's own name or "" for the whole row."""

    line: int
    column: str
    reason: str


@dataclass(slots=True)
class Came:
    """What came of the rows of a batch."""

    position: int = 0
    rows: int = 0
    taken: int = 0
    already_there: int = 0
    refused: list[Refusal] = field(default_factory=list)


@action("runs.begin")
def begin(*, by: Actor, scheme_id: UUID, kind: str, state: RunState = RunState.CHECKING) -> Run:
    """A run of `kind`, in `state`, without files yet."""
    return Run.objects.create(
        scheme_id=scheme_id,
        kind=kind,
        state=state,
        by_id=by.membership_id(scheme_id),
        by_name=by.name,
    )


@action("runs.add_file")
def add_file(
    *,
    by: Actor,
    run: Run,
    part: str,
    name: str,
    content: bytes,
    facts: dict[str, Any] | None = None,
    mapping: dict[str, Any] | None = None,
) -> RunFile:
    """Keep a file's bytes and put it at the end of the run. Raises Refused when the disk is full."""
    stored = files.keep(
        by=by,
        scheme_id=run.scheme_id,
        name=name,
        content_type="application/octet-stream",
        content=content,
    )
    return place_file(by=by, run=run, part=part, file=stored, facts=facts, mapping=mapping)


@action("runs.place_file")
def place_file(
    *,
    by: Actor,
    run: Run,
    part: str,
    file: StoredFile,
    facts: dict[str, Any] | None = None,
    mapping: dict[str, Any] | None = None,
) -> RunFile:
    """Put a file that is kept at the end of the run, to be read as `part`."""
    return RunFile.objects.create(
        scheme_id=run.scheme_id,
        run=run,
        part=part,
        place=run.files.count(),
        file=file,
        facts=facts or {},
        mapping=mapping or {},
    )


@action("runs.note_batch")
def note_batch(*, by: Actor, file: RunFile, came: Came) -> RunFile:
    """Move a file's position behind a batch, in the batch's own transaction, with what was seen on the way."""
    RefusedRow.objects.bulk_create(
        RefusedRow(
            scheme_id=file.scheme_id,
            file=file,
            round=file.round,
            line=row.line,
            column=row.column[:100],
            reason=row.reason,
        )
        for row in came.refused
    )
    change(
        file,
        facts=file.facts,
        position=came.position,
        rows=F("rows") + came.rows,
        taken=F("taken") + came.taken,
        already_there=F("already_there") + came.already_there,
        refused=F("refused") + len(came.refused),
    )
    file.refresh_from_db(fields=COUNTS)
    return file


@action("runs.note_length")
def note_length(*, by: Actor, file: RunFile, lines: int) -> RunFile:
    """Note how many rows a file has, known once it was read to its end."""
    change(file, lines=lines)
    return file


@action("runs.note_read")
def note_read(*, by: Actor, file: RunFile, notices: Sequence[str] = ()) -> RunFile:
    """Note that a file was read to its end, with what is to know of it."""
    change(file, is_read=True, facts={**file.facts, "notices": list(notices)})
    return file


@action("runs.finish")
def finish(*, by: Actor, run: Run) -> Run:
    """Every file was read: what was being done is done."""
    done = {
        RunState.CHECKING: RunState.CHECKED,
        RunState.TAKING: RunState.TAKEN,
        RunState.UNDOING: RunState.UNDONE,
    }[RunState(run.state)]
    RUNS.check(run.state, done)
    change(run, state=done, ended_at=timezone.now())
    return run


@action("runs.stop")
def stop(*, by: Actor, run: Run, why: str) -> Run:
    """Stop a run, saying why; what was taken in stays, and it can go on."""
    RUNS.check(run.state, RunState.STOPPED)
    change(run, state=RunState.STOPPED, stopped_why=why[:500], stopped_while=run.state)
    return run


@action("runs.go_on")
def go_on(*, by: Actor, run: Run) -> Run:
    """Go on where a run stopped. Raises Refused for one that did not stop."""
    then = RunState(run.stopped_while) if run.state == RunState.STOPPED else RunState.TAKING
    RUNS.check(run.state, then)
    change(run, state=then, stopped_why="", stopped_while="")
    return run


@action("runs.look")
def look(*, by: Actor, run: Run) -> Run:
    """Begin to look through a run's files; nothing of people is kept. Raises Refused."""
    return _start(run, RunState.CHECKING, keep_seen=False)


@action("runs.take_in")
def take_in(*, by: Actor, run: Run) -> Run:
    """Begin to take a run's files in. Raises Refused unless it was looked through."""
    return _start(run, RunState.TAKING, keep_seen=True)


def _start(run: Run, state: RunState, *, keep_seen: bool) -> Run:
    if run.state == RunState.STOPPED:
        raise Refused("This stopped on its way. Go on where it stopped.")
    RUNS.check(run.state, state)
    for file in run.files.all():
        seen = {"looked": {name: getattr(file, name) for name in COUNTS}} if keep_seen else {}
        change(
            file,
            facts={**file.facts, **seen},
            round=file.round + 1,
            position=0,
            is_read=False,
            **dict.fromkeys(COUNTS, 0),
        )
    change(run, state=state, ended_at=None)
    return run


@action("runs.forget_sheets")
def forget_sheets(*, by: Actor, scheme_id: UUID) -> int:
    """Delete the sheets whose time is over, and the rows of them that were shown; how many. What came of each
    row stays.
    """
    due = list(queries.to_forget(scheme_id))
    for file in due:
        change(file, facts={name: seen for name, seen in file.facts.items() if name != "first"})
    for stored in {file.file_id: file.file for file in due}.values():
        files.delete_bytes(by=by, stored=stored)
    return len(due)


def defer(run: Run, job: str) -> None:
    """Ask for the job that works on a run; once is enough."""
    waiting = app.configure_task(job, queueing_lock=f"{job} {run.pk}")
    with suppress(AlreadyEnqueued), transaction.atomic():
        waiting.defer(scheme_id=str(run.scheme_id), run_id=str(run.pk))
