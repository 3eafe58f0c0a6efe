"""From the first sheet to the last act: added, mapped, looked through, taken in, undone."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.audit.write import action
from kith.exchange.moving_in import queries
from kith.exchange.moving_in.fields import PARTS, guess
from kith.exchange.moving_in.lists import Lists
from kith.exchange.moving_in.models import Mapping
from kith.exchange.moving_in.reading import MappedSheet, open_table, words_of
from kith.exchange.moving_in.taking import ENDED
from kith.exchange.runs import actions as runs
from kith.exchange.runs.models import Run, RunFile
from kith.exchange.runs.states import RUNS, RunState
from kith.exchange.tables.refusals import SheetRefused
from kith.files.queries import read
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused
from kith.resilience.versions import change

JOB = "moving_in.work"
KIND = Run.Kind.MOVING_IN
DAYS_TO_UNDO = 7
TOTALS = ("people", "open_cases", "closed_cases", "contacts")
_ORDER = ("people", ENDED, "cases", "contacts", "plans", "scores")


@action("moving_in.begin")
def begin(*, by: Actor, scheme_id: UUID) -> Run:
    """Begin to move in; sheets are added next."""
    return runs.begin(by=by, scheme_id=scheme_id, kind=KIND, state=RunState.MAPPING)


@action("moving_in.add_sheet")
def add_sheet(*, by: Actor, run: Run, part: str, name: str, content: bytes) -> RunFile:
    """Add a sheet of one part, its columns matched as last time or else guessed.

    Raises Refused for another part, a file that is no sheet, or a run that is past its mapping.
    """
    _check_mapping(run)
    if part not in PARTS:
        raise Refused("Choose what the sheet holds.", field="part")
    try:
        table = open_table(content, name, part)
    except SheetRefused as refusal:
        raise Refused(str(refusal), field="file") from refusal
    headings = list(table.headings)
    known = queries.mapping_for(run.scheme_id, part, headings)
    mapping = (
        {"columns": known.columns, "words": known.words}
        if known
        else {"columns": guess(PARTS[part], headings), "words": {}}
    )
    facts = {
        "form": table.form,
        "headings": headings,
        "remembered": known is not None,
        "words": words_of(table, MappedSheet.of(part, mapping), Lists(run.scheme_id)),
    }
    file = runs.add_file(
        by=by, run=run, part=part, name=name, content=content, facts=facts, mapping=mapping
    )
    if part == "cases":
        runs.place_file(by=by, run=run, part=ENDED, file=file.file, facts=facts, mapping=mapping)
    _put_in_order(run)
    file.refresh_from_db()
    return file


@action("moving_in.map_sheet")
def map_sheet(
    *, by: Actor, file: RunFile, columns: dict[str, int], words: dict[str, dict[str, str]]
) -> RunFile:
    """Say which column is which and which word means what; remembered for the next such sheet.

    Raises Refused when a column that is needed is matched to none.
    """
    _check_mapping(file.run)
    part = PARTS[file.part]
    missing = [f for f in part.fields if f.needed and f.name not in columns]
    if missing:
        names = ", ".join(f"“{field.label}”" for field in missing)
        raise Refused(f"Choose a column for {names}.", field=missing[0].name)
    mapping = {"columns": columns, "words": words}
    table = open_table(read(file.file), file.file.name, file.part)
    found = words_of(table, MappedSheet.of(file.part, mapping), Lists(file.scheme_id))
    facts = {**file.facts, "words": found}
    for one in file.run.files.filter(file_id=file.file_id):
        if one.part in (file.part, ENDED):
            change(one, mapping=mapping, facts=facts)
    Mapping.objects.create(
        scheme_id=file.scheme_id,
        part=file.part,
        headings=file.facts["headings"],
        columns=columns,
        words=words,
        by_name=by.name,
    )
    file.mapping, file.facts = mapping, facts
    return file


@action("moving_in.look")
def look(*, by: Actor, run: Run) -> Run:
    """Have the sheets looked through. Raises Refused without a sheet, or with one not mapped."""
    files = list(run.files.all())
    if not files:
        raise Refused("Add a sheet first.")
    for file in files:
        part = PARTS["cases" if file.part == ENDED else file.part]
        if any(f.needed and f.name not in file.mapping["columns"] for f in part.fields):
            raise Refused(f"Match the columns of “{file.file.name}” first.")
    runs.look(by=by, run=run)
    runs.defer(run, JOB)
    return run


@action("moving_in.map_again")
def map_again(*, by: Actor, run: Run) -> Run:
    """Go back to the mapping of a run that was looked through. Raises Refused otherwise."""
    RUNS.check(run.state, RunState.MAPPING)
    change(run, state=RunState.MAPPING, stopped_why="", stopped_while="")
    return run


@action("moving_in.say_totals")
def say_totals(*, by: Actor, run: Run, **totals: int | None) -> Run:
    """Note what the other system counts, to be set beside what its sheets hold."""
    change(run, totals={name: totals.get(name) for name in TOTALS})
    return run


@action("moving_in.take_in")
def take_in(*, by: Actor, run: Run) -> Run:
    """Have what was looked through taken in, or go on where it stopped. Raises Refused."""
    act = runs.go_on if run.state == RunState.STOPPED else runs.take_in
    act(by=by, run=run)
    runs.defer(run, JOB)
    return run


@action("moving_in.undo")
def undo(*, by: Actor, run: Run) -> Run:
    """Have a run taken back, within seven days of its end. Raises Refused afterwards."""
    RUNS.check(run.state, RunState.UNDOING)
    assert run.ended_at is not None
    if timezone.now() - run.ended_at > datetime.timedelta(days=DAYS_TO_UNDO):
        raise Refused(
            f"This could be undone for {DAYS_TO_UNDO} days. Nothing was changed: correct what is"
            " wrong on the records themselves."
        )
    change(run, state=RunState.UNDOING)
    runs.defer(run, JOB)
    return run


def _check_mapping(run: Run) -> None:
    if run.state != RunState.MAPPING:
        raise Refused("Its sheets were looked through already. Go back to the mapping first.")


def _put_in_order(run: Run) -> None:
    """People before their cases, ended cases before open ones, and then what hangs on them."""
    files: list[Any] = sorted(run.files.all(), key=lambda one: (_ORDER.index(one.part), one.place))
    for place, file in enumerate(files):
        change(file, place=1000 + place)
    for place, file in enumerate(files):
        change(file, place=place)
