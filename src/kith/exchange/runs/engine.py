"""Works through a run, a batch at a time: each batch and its position are one transaction.

A process that dies between two batches leaves the position behind the first; whoever goes on starts
at the second. Whoever works holds a lock of the database session, which ends with the process.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, Protocol
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from kith.audit.write import apart, wholly
from kith.exchange.runs import actions, queries
from kith.exchange.runs.actions import Came, Refusal
from kith.exchange.runs.models import Run, RunFile
from kith.exchange.runs.states import RunState
from kith.exchange.tables.refusals import SheetRefused
from kith.files import queries as files
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused

BATCH = 200
AT_ONCE = "Someone else was writing about this person at the same moment: send the sheet again."
Progress = Callable[[int, int], None]
"""Told how many rows of a file were read so far, and how many it has."""


class Source(Protocol):
    """What a slice knows of one file."""

    def rows(self, *, after: int) -> Iterator[Any]:
        """The rows below a line, each with its `line`. May raise SheetRefused."""
        ...

    def take(self, row: Any) -> None:
        """Take a row in. Raises ThereAlready, NotTaken or Refused."""
        ...

    def notices(self) -> list[str]:
        """What is to know of the file, once its rows are used up."""
        ...


Opening = Callable[[RunFile, bytes], Source]


class NotTaken(Exception):
    """A row cannot be taken; `column` is its own name for it, or "" for the whole row."""

    def __init__(self, reason: str, column: str = "") -> None:
        super().__init__(reason)
        self.reason, self.column = reason, column


class ThereAlready(Exception):
    """What a row says was here before it."""


class Busy(Refused):
    """Another file is being taken into the scheme at this moment."""

    def __init__(self) -> None:
        super().__init__(
            "Another sheet is being taken into this scheme: nothing of this one was taken;"
            " wait until that is done and send it again."
        )


class _OnlyLooking(Exception):
    """Ends a batch that is only looked at, and with it everything it wrote."""


@contextmanager
def only_one(scheme_id: UUID) -> Iterator[None]:
    """One file at a time goes into a scheme: two who send the same one would each miss what the
    other has not yet kept. Raises Busy.
    """
    key = f"referral sheet {scheme_id}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        if not cursor.fetchone()[0]:
            raise Busy()
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])


def work(
    *,
    by: Actor,
    scheme_id: UUID,
    run_id: UUID,
    opening: Opening,
    progress: Progress | None = None,
    seconds: float | None = None,
) -> bool:
    """Work on a run until it is done (True), or until `seconds` are over (False).

    A file that turns out to be damaged, or missing from the disk, stops the run with a sentence.
    Raises Busy when somebody is at work in this scheme.
    """
    ends_at = None if seconds is None else time.monotonic() + seconds
    with only_one(scheme_id):
        try:
            return _work(by, scheme_id, run_id, opening, progress, ends_at)
        except (SheetRefused, Refused) as refusal:
            with context.in_scheme(scheme_id, actor=by.key):
                run = Run.objects.get(pk=run_id)
                actions.stop(by=by, run=run, why=str(refusal))
            raise


def _work(
    by: Actor,
    scheme_id: UUID,
    run_id: UUID,
    opening: Opening,
    progress: Progress | None,
    ends_at: float | None,
) -> bool:
    with context.in_scheme(scheme_id, actor=by.key):
        run = Run.objects.get(pk=run_id)
        waiting = [file for file in queries.files_of(run) if not file.is_read]
    looking = run.state == RunState.CHECKING
    for file in waiting:
        source = _opened(by, scheme_id, file, opening)
        for came in batches(by, scheme_id, source, looking=looking, file=file):
            if progress is not None:
                progress(file.rows, file.lines or file.rows)
            if ends_at is not None and time.monotonic() > ends_at and came.rows:
                return False
        with context.in_scheme(scheme_id, actor=by.key):
            actions.note_read(by=by, file=file, notices=source.notices())
    with context.in_scheme(scheme_id, actor=by.key):
        actions.finish(by=by, run=run)
    return True


def _opened(by: Actor, scheme_id: UUID, file: RunFile, opening: Opening) -> Source:
    """The file's source; read to its end once before anything of it is taken, so that a file that
    is damaged further down is refused whole.
    """
    with context.in_scheme(scheme_id, actor=by.key):
        data = files.read(file.file)
    if file.lines is None:
        with context.in_scheme(scheme_id, actor=by.key):
            lines = sum(1 for _ in opening(file, data).rows(after=0))
            actions.note_length(by=by, file=file, lines=lines)
    with context.in_scheme(scheme_id, actor=by.key):
        return opening(file, data)


def batches(
    by: Actor, scheme_id: UUID, source: Source, *, looking: bool, file: RunFile | None = None
) -> Iterator[Came]:
    """What came of each batch, which is taken in (or, `looking`, tried and taken back) as it is
    asked for. With a `file`, its position moves with each.
    """
    rows = source.rows(after=file.position if file else 0)
    while batch := list(islice(rows, BATCH)):
        with context.in_scheme(scheme_id, actor=by.key):
            came = _taken(source, batch, looking=looking)
            if file is not None:
                actions.note_batch(by=by, file=file, came=came)
        yield came


def _taken(source: Source, batch: list[Any], *, looking: bool) -> Came:
    came = Came()
    try:
        with transaction.atomic(), wholly():
            for row in batch:
                came.rows += 1
                came.position = row.line
                _take(source, row, came)
            if looking:
                raise _OnlyLooking
    except _OnlyLooking:
        pass
    return came


def _take(source: Source, row: Any, came: Came) -> None:
    try:
        with apart():
            source.take(row)
    except ThereAlready:
        came.already_there += 1
    except NotTaken as refusal:
        came.refused.append(Refusal(row.line, refusal.column, refusal.reason))
    except Refused as refusal:
        came.refused.append(Refusal(row.line, refusal.field or "", refusal.message))
    except IntegrityError:
        came.refused.append(Refusal(row.line, "", AT_ONCE))
    else:
        came.taken += 1
