"""A sheet of services, from its bytes to the directory: sent, its columns matched, looked through, taken in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from kith.audit.write import action
from kith.directory import actions as directory
from kith.directory.models import Feed
from kith.exchange.directory_sheet.columns import NAME
from kith.exchange.directory_sheet.guessing import examples_of, guessed, shortened
from kith.exchange.directory_sheet.source import TABULAR, ServiceSource, open_sheet
from kith.exchange.directory_sheet.tabular import tables_of
from kith.exchange.moving_in.models import Mapping
from kith.exchange.moving_in.queries import mapping_for
from kith.exchange.runs import actions as runs
from kith.exchange.runs import engine
from kith.exchange.runs.models import Run, RunFile
from kith.exchange.runs.states import RUNS, RunState
from kith.exchange.tables.refusals import SheetRefused
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.vocabulary.terms import fold

JOB = "directory_sheet.work"
KIND = Run.Kind.SERVICES


@action("directory_sheet.send_services")
def send_services(*, by: Actor, scheme_id: UUID, title: str, name: str, content: bytes) -> Run:
    """Keep a sheet of services as the newest of the list called `title`.

    HSDS in tables is looked through at once; of a plain sheet the columns are matched first, as last time or else as
    they seem. Raises Refused when the file is no sheet of services or the disk cannot keep it.
    """
    if not fold(title):
        raise Refused("Say what you call this list.", field="title")
    try:
        part, facts, columns = _read(scheme_id, name, content)
    except SheetRefused as refusal:
        raise Refused(str(refusal), field="file") from refusal
    state = RunState.CHECKING if part == TABULAR else RunState.MAPPING
    run = runs.begin(by=by, scheme_id=scheme_id, kind=KIND, state=state)
    mapping = {"columns": columns, "feed": str(_list_called(by, scheme_id, title).pk)}
    runs.add_file(
        by=by, run=run, part=part, name=name, content=content, facts=facts, mapping=mapping
    )
    if state == RunState.CHECKING:
        runs.defer(run, JOB)
    return run


@action("directory_sheet.map_services")
def map_services(*, by: Actor, file: RunFile, columns: dict[str, int]) -> RunFile:
    """Say which column is which, remembered for the next sheet with these headings; and have it looked through.

    Raises Refused when no column holds the name, and for a sheet that is past that.
    """
    if "name" not in columns:
        raise Refused("Choose the column that holds the name of the service.", field="name")
    if file.run.state == RunState.CHECKED:
        RUNS.check(file.run.state, RunState.MAPPING)
        change(file.run, state=RunState.MAPPING)
    if file.run.state != RunState.MAPPING:
        raise Refused("This sheet is past its matching. Send it again to match it otherwise.")
    change(file, mapping={**file.mapping, "columns": columns})
    Mapping.objects.create(
        scheme_id=file.scheme_id, part=NAME, headings=file.facts["headings"], columns=columns,
        words={}, by_name=by.name,
    )  # fmt: skip
    runs.look(by=by, run=file.run)
    runs.defer(file.run, JOB)
    return file


@action("directory_sheet.take_in_services")
def take_in_services(*, by: Actor, run: Run) -> Run:
    """Have a sheet that was looked through taken in, or go on where it stopped. Raises Refused unless it is either."""
    act = runs.go_on if run.state == RunState.STOPPED else runs.take_in
    act(by=by, run=run)
    runs.defer(run, JOB)
    return run


def opening(by: Actor, scheme_id: UUID, *, looking: bool) -> engine.Opening:
    """How the engine opens a sheet of services."""

    def opened(file: RunFile, data: bytes) -> ServiceSource:
        return ServiceSource(by=by, scheme_id=scheme_id, file=file, data=data, looking=looking)

    return opened


def _read(scheme_id: UUID, name: str, content: bytes) -> tuple[str, dict[str, Any], dict[str, int]]:
    """What a file is, what it says of itself, and its columns as they are matched."""
    tables = tables_of(content, f"“{name}”")
    if tables is not None:
        names = ", ".join(f"{table} ({len(rows):,})" for table, rows in sorted(tables.items()))
        return TABULAR, {"form": f"HSDS in tables: {names}", "headings": []}, {}
    table = open_sheet(content, name)
    headings = list(table.headings)
    known = mapping_for(scheme_id, NAME, headings)
    held = examples_of(table.rows, len(headings))
    columns = known.columns if known else guessed(headings, held)
    facts = {
        "form": table.form,
        "headings": headings,
        "examples": [shortened(texts) for texts in held],
        "remembered": known is not None,
    }
    return NAME, facts, columns


def _list_called(by: Actor, scheme_id: UUID, title: str) -> Feed:
    source = f"{Feed.SENT}{fold(title)}"[:500]
    found = Feed.objects.filter(scheme_id=scheme_id, source=source).first()
    return found or directory.add_feed(by=by, scheme_id=scheme_id, source=source, title=title)
