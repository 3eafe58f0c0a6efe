"""What the jobs of the slices share: one piece of work on a run, by whom it was begun."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from procrastinate.contrib.django import app

from kith.exchange.runs import actions, engine, queries
from kith.exchange.runs.models import Run
from kith.exchange.runs.states import UNDER_WAY, RunState
from kith.exchange.tables.refusals import SheetRefused
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.models import Membership
from kith.resilience.errors import Refused


class OpeningOf(Protocol):
    """How a slice opens files for the engine, once it is known who works where."""

    def __call__(self, by: Actor, scheme_id: UUID, *, looking: bool) -> engine.Opening: ...


# A piece of work: the worker's other jobs, such as e-mail, come to their turn after it.
SECONDS = 60.0


@app.periodic(cron="41 3 * * *")
@app.task(name="runs.forget_sheets", queueing_lock="runs.forget_sheets")
def forget_sheets(timestamp: int = 0) -> None:
    """Delete the sheets whose time is over. `timestamp` is the periodic job's own and is not used."""
    name = "job:runs.forget_sheets"
    for scheme_id in organisations.open_schemes():
        with context.in_scheme(scheme_id, actor=name):
            actions.forget_sheets(by=Actor.system(name), scheme_id=scheme_id)


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
    return _as_staff(run.by) if run.by is not None else Actor.system(f"job:{job}")


def actor_of_member(member_id: str, job: str) -> Actor:
    """Whoever asked for a job, with that one seat; the job itself for no membership."""
    rows = Membership.objects.select_related("partner")
    return _as_staff(rows.get(pk=member_id)) if member_id else Actor.system(f"job:{job}")


def _as_staff(member: Membership) -> Actor:
    seat = organisations.seat_of(member)
    return Actor("staff", member.name, f"user:{member.user_id}", member.user_id, (seat,))


def wake(kind: str, job: str) -> None:
    """Ask for work on every run that is under way: a worker that died left it so."""
    for scheme_id in organisations.open_schemes():
        with context.in_scheme(scheme_id, actor=f"job:{job}"):
            for run in queries.under_way(scheme_id, kind):
                if run.by_id is not None:  # what a command began goes on by that command
                    actions.defer(run, job)
