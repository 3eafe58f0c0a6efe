"""How a run of moving in is worked through: by the engine, and backwards when it is undone."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from kith.exchange.moving_in import actions, queries
from kith.exchange.moving_in.actions.noting import keep_row, undo_row
from kith.exchange.moving_in.changed import Changed, changed_in, refused_for_it
from kith.exchange.moving_in.source import MovingSource, scene_of
from kith.exchange.moving_in.taking import Scene
from kith.exchange.runs import actions as runs
from kith.exchange.runs import engine
from kith.exchange.runs.models import Run, RunFile
from kith.files.queries import read
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused

UNDONE_AT_ONCE = 100


def opening(by: Actor, scheme_id: UUID, *, looking: bool) -> engine.Opening:
    """How the engine opens a mapped sheet."""

    def opened(file: RunFile, data: bytes) -> MovingSource:
        earlier = [
            (one, read(one.file))
            for one in file.run.files.select_related("file").filter(place__lt=file.place)
        ]
        scene = scene_of(by=by, scheme_id=scheme_id, looking=looking, earlier=earlier)
        return MovingSource(by=by, scheme_id=scheme_id, file=file, data=data, scene=scene)

    return opened


def take_changes(*, by: Actor, scheme_id: UUID, file: RunFile, lines: Sequence[int]) -> None:
    """Take in what lines of a newer export say, a hundred read at a time and each a transaction of its own;
    without lines, all that say something else. What cannot be taken keeps why. Raises Busy.
    """
    with engine.only_one(scheme_id):
        with context.in_scheme(scheme_id, actor=by.key):
            rows = refused_for_it(file)
            wanted = list(
                (rows.filter(line__in=lines) if lines else rows).values_list("line", flat=True)
            )
        for start in range(0, len(wanted), UNDONE_AT_ONCE):
            with context.in_scheme(scheme_id, actor=by.key):
                scene = scene_of(by=by, scheme_id=scheme_id, looking=False, earlier=[])
                for one in changed_in(file, wanted[start : start + UNDONE_AT_ONCE]):
                    _take_changed(by, file, one, scene)


def _take_changed(by: Actor, file: RunFile, one: Changed, scene: Scene) -> None:
    try:
        actions.take_changed(by=by, file=file, changed=one, scene=scene)
    except Refused as refusal:
        actions.note_problem(by=by, row=one.moved, why=refusal.message)
    except engine.NotTaken as refusal:
        actions.note_problem(by=by, row=one.moved, why=refusal.reason)


def undo(*, by: Actor, scheme_id: UUID, run: Run) -> None:
    """Take a run back, the last row first, a hundred in each transaction; what was changed since
    stays and is noted. After a stop it goes on with what is left. Raises Busy.
    """
    with engine.only_one(scheme_id):
        while True:
            with context.in_scheme(scheme_id, actor=by.key):
                left = queries.of_run(run).filter(undone_at=None, kept_why="").order_by("-number")
                rows = list(left[:UNDONE_AT_ONCE])
                for row in rows:
                    try:
                        undo_row(by=by, row=row)
                    except Refused as refusal:
                        keep_row(by=by, row=row, why=refusal.message)
                if not rows:
                    runs.finish(by=by, run=run)
                    return
