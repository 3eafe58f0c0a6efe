"""A sheet of referrals, from its bytes to the scheme's referrals."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from kith.audit.write import action
from kith.exchange.referral_sheet.preview import facts_of
from kith.exchange.referral_sheet.sheet import read_sheet
from kith.exchange.referral_sheet.source import ReferralSource
from kith.exchange.runs import actions as runs
from kith.exchange.runs import engine, queries
from kith.exchange.runs.actions import Came, Refusal
from kith.exchange.runs.engine import Progress
from kith.exchange.runs.models import Run, RunFile
from kith.exchange.runs.states import RunState
from kith.exchange.tables.refusals import SheetRefused
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.pathway.referrals.queries.doors import closed_words
from kith.resilience.errors import Refused
from kith.vocabulary.doors import Door

JOB = "referral_sheet.work"
KIND = Run.Kind.REFERRALS
PART = "referrals"
DRY_RUN = "This was a dry run: nothing was written."
WENT_ON = "This sheet was begun before and stopped: it went on where it stopped."


@action("referral_sheet.send")
def send(*, by: Actor, scheme_id: UUID, name: str, content: bytes) -> Run:
    """Keep a sheet and have it looked through by a job; nothing is taken in before `take_in`.

    Raises Refused when the file is no sheet of referrals, the disk cannot keep it, or the scheme takes no sheets.
    """
    if closed := closed_words(scheme_id, Door.SHEET):
        raise Refused(closed)
    try:
        run = _begun(by, scheme_id, name, content, RunState.CHECKING)
    except SheetRefused as refusal:
        raise Refused(str(refusal), field="file") from refusal
    runs.defer(run, JOB)
    return run


@action("referral_sheet.take_in")
def take_in(*, by: Actor, run: Run) -> Run:
    """Have a sheet that was looked through taken in, or go on with one that stopped.

    Raises Refused unless it is either.
    """
    act = runs.go_on if run.state == RunState.STOPPED else runs.take_in
    act(by=by, run=run)
    runs.defer(run, JOB)
    return run


def opening(by: Actor, scheme_id: UUID, *, looking: bool) -> engine.Opening:
    """How the engine opens a referral sheet."""

    def opened(file: RunFile, data: bytes) -> ReferralSource:
        sheet = read_sheet(data, file.file.name)
        return ReferralSource(by=by, scheme_id=scheme_id, sheet=sheet, looking=looking)

    return opened


def import_sheet(
    *,
    by: Actor,
    scheme_id: UUID,
    data: bytes,
    filename: str,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Take the referrals of a sheet (the whole file as `data`) into a scheme.

    Returns counts (`rows`, `taken`, `already_there`), one entry of `refused` for each row that was
    not taken (`line` as the file numbers it, the `column`'s own name or "" for the whole row, and
    the `reason`), and `notices` about the sheet. The same person, referral date and referring
    organisation is the same referral; without a date, the same person and organisation. A dry run
    tries every row and keeps nothing. `progress` is told how many rows were read so far, of how many.

    Raises SheetRefused when the file is no sheet or is damaged further down, and Refused while
    another sheet is being taken in; then nothing of it was taken. It is taken in batch by batch: the
    same file, sent again after a stop, goes on where that stopped.
    """
    with engine.only_one(scheme_id):
        if dry_run:
            return _tried(by, scheme_id, data, filename, progress)
        with context.in_scheme(scheme_id, actor=by.key):
            run = queries.unfinished(scheme_id, KIND, hashlib.sha256(data).hexdigest())
            notices = [WENT_ON] if run is not None else []
            run = run or _begun(by, scheme_id, filename, data, RunState.TAKING)
            if run.state == RunState.STOPPED:
                runs.go_on(by=by, run=run)
        engine.work(
            by=by,
            scheme_id=scheme_id,
            run_id=run.pk,
            opening=opening(by, scheme_id, looking=False),
            progress=progress,
        )
        with context.in_scheme(scheme_id, actor=by.key):
            [file] = queries.files_of(run)
            refused = [
                Refusal(row.line, row.column, row.reason)
                for row in queries.refusals(file).iterator()
            ]
    came = Came(file.position, file.rows, file.taken, file.already_there, refused)
    return _answer(came, [*notices, *file.facts["notices"]])


def _begun(by: Actor, scheme_id: UUID, name: str, content: bytes, state: RunState) -> Run:
    facts = facts_of(content, name)
    run = runs.begin(by=by, scheme_id=scheme_id, kind=KIND, state=state)
    runs.add_file(by=by, run=run, part=PART, name=name, content=content, facts=facts)
    return run


def _tried(
    by: Actor, scheme_id: UUID, data: bytes, filename: str, progress: Progress | None
) -> dict[str, Any]:
    """What would come of a sheet; nothing of it is kept, and no batch is held longer than it takes."""
    total = sum(1 for _ in read_sheet(data, filename).rows)
    with context.in_scheme(scheme_id, actor=by.key):
        source = ReferralSource(
            by=by, scheme_id=scheme_id, sheet=read_sheet(data, filename), looking=True
        )
    whole = Came()
    for came in engine.batches(by, scheme_id, source, looking=True):
        whole.rows += came.rows
        whole.taken += came.taken
        whole.already_there += came.already_there
        whole.refused += came.refused
        if progress is not None:
            progress(whole.rows, total)
    return _answer(whole, [*source.notices(), DRY_RUN])


def _answer(came: Came, notices: list[str]) -> dict[str, Any]:
    return {
        "rows": came.rows,
        "taken": came.taken,
        "already_there": came.already_there,
        "refused": [
            {"line": row.line, "column": row.column, "reason": row.reason} for row in came.refused
        ],
        "notices": notices,
    }
