"""Runs as their pages and jobs read them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.http import Http404
from django.utils import timezone

from kith.accounts.permissions import Permission, holds
from kith.exchange.runs.models import RefusedRow, Run, RunFile
from kith.exchange.runs.states import UNDER_WAY, RunState
from kith.isolation.actor import Actor
from kith.ui.dates import day_of

# Ours: long enough to correct what was refused and to be told what a newer export says otherwise.
DAYS_KEPT = 90


def run_for(actor: Actor, permission: Permission, kind: str, run_id: UUID) -> Run:
    """A run of one's own schemes. Raises the one 404 for any other."""
    run = Run.objects.filter(pk=run_id, kind=kind).first()
    if run is None or not holds(actor, permission, run.scheme_id):
        raise Http404
    return run


def newest(actor: Actor, permission: Permission, kind: str) -> QuerySet[Run]:
    """The runs of the schemes where the actor may, the newest first, with their sums."""
    schemes = [one for one in actor.schemes if holds(actor, permission, one)]
    return (
        Run.objects.filter(scheme_id__in=schemes, kind=kind)
        .annotate(
            all_rows=Sum("files__rows"),
            all_taken=Sum("files__taken"),
            all_there=Sum("files__already_there"),
            all_refused=Sum("files__refused"),
        )
        .order_by("-created_at")
    )


def files_of(run: Run) -> list[RunFile]:
    """The files of a run in the order in which they are read, each with its stored file."""
    return list(run.files.select_related("file"))


def file_for(actor: Actor, permission: Permission, kind: str, file_id: UUID) -> RunFile:
    """A file of a run of one's own schemes. Raises the one 404 for any other."""
    file = RunFile.objects.select_related("run", "file").filter(pk=file_id, run__kind=kind).first()
    if file is None or not holds(actor, permission, file.scheme_id):
        raise Http404
    return file


def refusals_of(files: Sequence[RunFile]) -> QuerySet[RefusedRow]:
    """The rows refused in the present round of several files, file by file."""
    rounds = Q(pk=None)
    for file in files:
        rounds |= Q(file=file, round=file.round)
    return RefusedRow.objects.filter(rounds).order_by("file__place", "line")


def refusals(file: RunFile) -> QuerySet[RefusedRow]:
    """The rows refused in the file's present round."""
    return RefusedRow.objects.filter(file=file, round=file.round)


def under_way(scheme_id: UUID, kind: str) -> list[Run]:
    """The runs that a job should be working on."""
    return list(Run.objects.filter(scheme_id=scheme_id, kind=kind, state__in=UNDER_WAY))


def unfinished(scheme_id: UUID, kind: str, sha256: str) -> Run | None:
    """The run in which this very file is being taken in and has not come to its end."""
    return (
        Run.objects.filter(
            scheme_id=scheme_id,
            kind=kind,
            state__in=(RunState.TAKING, RunState.STOPPED),
            files__file__sha256=sha256,
        )
        .exclude(stopped_while=RunState.CHECKING)
        .first()
    )


def to_forget(scheme_id: UUID) -> QuerySet[RunFile]:
    """The sheets that were kept for as long as they are: of runs that ended, or were left, so long ago."""
    before = timezone.now() - datetime.timedelta(days=DAYS_KEPT)
    ended = Q(run__ended_at__lt=before) | Q(run__ended_at=None, run__created_at__lt=before)
    rows = RunFile.objects.filter(ended, scheme_id=scheme_id, file__deleted_on=None)
    return rows.exclude(run__state__in=UNDER_WAY).select_related("file", "run")


def kept_until(run: Run) -> datetime.date:
    """The day after which a run's sheets are deleted."""
    return day_of((run.ended_at or run.created_at) + datetime.timedelta(days=DAYS_KEPT))


def run_of(run_id: UUID) -> Run | None:
    """A run with whoever began it, for its job."""
    return Run.objects.select_related("by__partner").filter(pk=run_id).first()
