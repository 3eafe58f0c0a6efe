"""What a newer export says is taken in where a manager wants it, row by row."""

from __future__ import annotations

from collections.abc import Sequence

from procrastinate.contrib.django import app

from kith.audit.write import action
from kith.exchange.moving_in import taking
from kith.exchange.moving_in.actions.noting import note_moved, undo_row
from kith.exchange.moving_in.changed import Changed
from kith.exchange.moving_in.changing import CHANGERS
from kith.exchange.moving_in.models import MovedRow
from kith.exchange.moving_in.taking import Scene
from kith.exchange.runs.models import RunFile
from kith.exchange.runs.states import RunState
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused
from kith.resilience.versions import change

CHANGES = "moving_in.take_changes"


@action("moving_in.want_changes")
def want_changes(*, by: Actor, file: RunFile, lines: Sequence[int] = ()) -> RunFile:
    """Have a job take in what these lines of a newer export say, or (without any) all that say something
    else. Raises Refused before the sheet itself was taken in.
    """
    if file.run.state != RunState.TAKEN:
        raise Refused("Take the sheets in first: what has changed is taken after what is new.")
    app.configure_task(CHANGES).defer(
        scheme_id=str(file.scheme_id),
        file_id=str(file.pk),
        lines=list(lines),
        member_id=str(by.membership_id(file.scheme_id) or ""),
    )
    return file


@action("moving_in.take_changed")
def take_changed(*, by: Actor, file: RunFile, changed: Changed, scene: Scene) -> MovedRow:
    """Take in what a newer row says; in a job's context. A contact, plan or score is taken back and made
    anew. Raises Refused and NotTaken, changing nothing, where it cannot be.
    """
    row, moved = changed.now, changed.moved
    changer = CHANGERS.get(moved.part)
    if changer is not None:
        changer(changed, scene)
        change(moved, digest=row.digest(), said_in=file, said_line=row.line, change_problem="")
        return moved
    undo_row(by=by, row=moved)
    made = taking.TAKERS[moved.part](row, scene)
    assert made is not None
    return note_moved(
        by=by, file=file, part=moved.part, line=row.line, old_id=moved.old_id, digest=row.digest(),
        made=made,
    )  # fmt: skip


@action("moving_in.note_problem")
def note_problem(*, by: Actor, row: MovedRow, why: str) -> MovedRow:
    """Note why what a newer row says was not taken in."""
    change(row, change_problem=why[:300])
    return row
