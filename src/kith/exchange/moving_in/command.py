"""Moving in by command: the sheets of a folder, matched by a mapping."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from kith.exchange.moving_in import actions
from kith.exchange.moving_in.fields import PARTS
from kith.exchange.moving_in.work import opening
from kith.exchange.runs import engine, queries
from kith.exchange.runs.models import Run, RunFile
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused
from kith.vocabulary.terms import fold

DRY_RUN = "This was a dry run: nothing of people was written."


def import_folder(
    *,
    by: Actor,
    scheme_id: UUID,
    folder: Path,
    mapping: Mapping[str, Any],
    dry_run: bool,
    progress: engine.Progress | None = None,
) -> dict[str, Any]:
    """Move in the sheets that `mapping` names: part -> `file`, and `columns` (field -> heading) and
    `words` (field -> word -> our code), both of which may be left out.

    Returns the counts of each part, and every refused row. Raises Refused, and takes nothing, for a
    mapping that names no part of ours, a file that is not there, or a heading that it does not have.
    """
    with engine.only_one(scheme_id):
        with context.in_scheme(scheme_id, actor=by.key):
            run = actions.begin(by=by, scheme_id=scheme_id)
            for part in _parts(mapping):
                _add(by, run, folder, part, mapping[part])
            actions.look(by=by, run=run)
        _work(by, scheme_id, run, looking=True, progress=progress)
        if not dry_run:
            with context.in_scheme(scheme_id, actor=by.key):
                run.refresh_from_db()
                actions.take_in(by=by, run=run)
            _work(by, scheme_id, run, looking=False, progress=progress)
        with context.in_scheme(scheme_id, actor=by.key):
            return _answer(run, [DRY_RUN] if dry_run else [])


def _parts(mapping: Mapping[str, Any]) -> list[str]:
    unknown = sorted(set(mapping) - set(PARTS))
    if unknown or not mapping:
        raise Refused(
            f"The mapping names {', '.join(unknown) or 'nothing'}: nothing was taken. The parts are"
            f" {', '.join(PARTS)}."
        )
    return [part for part in PARTS if part in mapping]


def _add(by: Actor, run: Run, folder: Path, part: str, given: Mapping[str, Any]) -> None:
    path = folder / Path(str(given.get("file", ""))).name
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read: nothing was taken.") from error
    file = actions.add_sheet(by=by, run=run, part=part, name=path.name, content=content)
    columns = {**file.mapping["columns"], **_positions(file, given.get("columns", {}))}
    words = {**file.mapping.get("words", {}), **given.get("words", {})}
    actions.map_sheet(by=by, file=file, columns=columns, words=words)


def _positions(file: RunFile, columns: Mapping[str, str]) -> dict[str, int]:
    at = {fold(heading): n for n, heading in reversed(list(enumerate(file.facts["headings"])))}
    known = {field.name for field in PARTS[file.part].fields}
    for name, heading in columns.items():
        if name not in known or fold(heading) not in at:
            raise Refused(
                f"The mapping says that “{heading}” of {file.file.name} is {name}: there is no such"
                " heading or field. Nothing was taken."
            )
    return {name: at[fold(heading)] for name, heading in columns.items()}


def _work(
    by: Actor, scheme_id: UUID, run: Run, *, looking: bool, progress: engine.Progress | None
) -> None:
    engine.work(
        by=by,
        scheme_id=scheme_id,
        run_id=run.pk,
        opening=opening(by, scheme_id, looking=looking),
        progress=progress,
    )


def _answer(run: Run, notices: list[str]) -> dict[str, Any]:
    files = queries.files_of(run)
    names = {file.pk: file.file.name for file in files}
    return {
        "parts": {
            file.part: {
                "rows": file.rows,
                "taken": file.taken,
                "already_there": file.already_there,
                "refused": file.refused,
            }
            for file in files
        },
        "refused": [
            {
                "file": names[row.file_id],
                "line": row.line,
                "column": row.column,
                "reason": row.reason,
            }
            for row in queries.refusals_of(files)
        ],
        "notices": [*notices, *(n for file in files for n in file.facts.get("notices", []))],
    }
