"""What the jobs of the slices share: one piece of work on a run, by whom it was begun."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from kith.exchange.runs import actions, engine, queries
from kith.exchange.runs.models import Run
from kith.exchange.runs.states import UNDER_WAY, RunState
from kith.exchange.tables.refusals import SheetRefused
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.resilience.errors import Refused


class OpeningOf(Protocol):
    """How a slice opens files for the engine, once it is known who works where."""

    def __call__(self, by: Actor, scheme_id: UUID, *, looking: bool) -> engine.Opening: ...


# A piece of work: the worker's other jobs, such as e-mail, come to their turn after it.
SECONDS = 60.0


def work_on(scheme_id: UUID, run_id: UUID, *, job: str, opening: OpeningOf) -> None:
    """Work on a run for a while, as whoever began it, and ask for the next piece.

    While another file is being taken in, it waits: `wake` comes again each minute.
    """
    with context.in_scheme(scheme_id, actor=f"job:{job}"):
        run = (
            Run.objects.select_related("by__partner").filter(pk=run_id, state__in=UNDER_WAY).first()
        )
        if run is None:
            return
        by = actor_of(run, job)
    try:
        done = engine.work(
            by=by,
            scheme_id=scheme_id,
            run_id=run_id,
            opening=opening(by, scheme_id, looking=run.state == RunState.CHECKING),
            seconds=SECONDS,
        )
    except (engine.Busy, SheetRefused, Refused):
        return  # it waits, or the run says why it stopped
    if not done:
        with context.in_scheme(scheme_id, actor=f"job:{job}"):
            actions.defer(run, job)


def actor_of(run: Run, job: str) -> Actor:
    """Whoever began the run, with that one seat; the job itself where a command did."""
    if run.by is None:
        return Actor.system(f"job:{job}")
    seat = organisations.seat_of(run.by)
    return Actor("staff", run.by_name, f"user:{run.by.user_id}", run.by.user_id, (seat,))


def wake(kind: str, job: str) -> None:
    """Ask for work on every run that is under way: a worker that died left it so."""
    for scheme_id in organisations.open_schemes():
        with context.in_scheme(scheme_id, actor=f"job:{job}"):
            for run in queries.under_way(scheme_id, kind):
                if run.by_id is not None:  # what a command began goes on by that command
                    actions.defer(run, job)
