"""Runs, as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from kith.exchange.runs.models import RefusedRow, Run, RunFile
from kith.exchange.runs.queries import kept_until
from kith.exchange.runs.states import RUNS, UNDER_WAY, RunState
from kith.ui.dates import date_and_time, medium_date

WORKING = {
    RunState.CHECKING: "Looking the rows through. Nothing is taken in yet.",
    RunState.TAKING: "Taking the rows in. You can leave this page: it goes on without you.",
    RunState.UNDOING: "Undoing. You can leave this page: it goes on without you.",
}


@dataclass(frozen=True, slots=True)
class RunPage:
    """One run: what is being done, how far it is, and what came of it."""

    id: Any
    state: str
    words: str
    is_under_way: bool
    working: str
    read: int
    lines: int
    taken: int
    already_there: int
    refused: int
    by_name: str
    sent_at: Any
    ended_at: Any
    stopped_why: str
    by_command: bool
    kept: str


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What a sheet said of itself."""

    name: str
    form: str
    columns: Sequence[Sequence[str]]
    ignored: Sequence[str]
    first: Sequence[dict[str, Any]]
    notices: Sequence[str]


def run_page(run: Run, files: Sequence[RunFile]) -> RunPage:
    """A run with the sums of its files."""
    return RunPage(
        id=run.pk,
        state=run.state,
        words=RUNS.said(run.state),
        is_under_way=run.state in UNDER_WAY,
        working=WORKING.get(RunState(run.state), ""),
        read=sum(file.rows for file in files),
        lines=sum(file.lines or 0 for file in files),
        taken=sum(file.taken for file in files),
        already_there=sum(file.already_there for file in files),
        refused=sum(file.refused for file in files),
        by_name=run.by_name,
        sent_at=run.created_at,
        ended_at=run.ended_at,
        stopped_why=run.stopped_why,
        by_command=run.by_id is None,
        kept=_kept(run, files),
    )


def _kept(run: Run, files: Sequence[RunFile]) -> str:
    """How long its sheets are kept, as a sentence; "" while something is done with them."""
    gone = [file.file.deleted_on for file in files if file.file.deleted_on]
    if gone:
        return f"Its sheets were deleted on {medium_date(max(gone))}. What came of each row stays here."
    if not files or run.state in UNDER_WAY:
        return ""
    return f"The sheets are kept until {medium_date(kept_until(run))}, then deleted."


def sheet_facts(file: RunFile) -> SheetFacts:
    """What the page says of a file."""
    facts = file.facts
    return SheetFacts(
        name=file.file.name,
        form=facts.get("form", ""),
        columns=facts.get("columns", []),
        ignored=facts.get("ignored", []),
        first=facts.get("first", []),
        notices=facts.get("notices", []),
    )


def refused_rows(rows: Iterable[RefusedRow]) -> list[list[Any]]:
    """Refused rows as cells of a table."""
    return [[f"Line {row.line:,}", row.column or "The row", row.reason] for row in rows]


def run_rows(runs: Iterable[Any], route: str) -> list[list[Any]]:
    """Runs (as `queries.newest` gives them) as cells of a table."""
    return [
        [
            {"text": date_and_time(run.created_at), "href": reverse(route, args=[run.pk])},
            run.by_name,
            RUNS.said(run.state),
            run.all_rows or 0,
            run.all_taken or 0,
            run.all_there or 0,
            run.all_refused or 0,
        ]
        for run in runs
    ]
