"""A run: one or several files of one sender, how far each was read, and what was refused."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.exchange.runs.states import RUNS, RunState
from kith.files.models import StoredFile
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.isolation.walls import STAFF, Wall
from kith.organisations.models import Membership


class Run(SchemeOwned, Versioned):
    """Files that are looked through, then taken in, batch by batch.

    `totals` are what the sender says the other system counts, by name. `stopped_why` is a sentence,
    `stopped_while` the state it goes on in.
    """

    class Kind(models.TextChoices):
        REFERRALS = "referrals", "A sheet of referrals"
        MOVING_IN = "moving_in", "Moving in"
        SERVICES = "services", "A sheet of services"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=RUNS.choices, default=RunState.CHECKING)
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)
    stopped_why = models.CharField(max_length=500, blank=True)
    stopped_while = models.CharField(max_length=10, blank=True)
    totals = models.JSONField(default=dict, blank=True)

    wall = Wall(read=STAFF)
    classified = Classified(
        personal="by by_name",
        operational="kind state ended_at stopped_why stopped_while totals version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="stopped") | ~Q(stopped_why=""), name="run_stopped_why"
            )
        ]
        indexes = [models.Index(fields=["scheme_id", "kind", "-created_at"], name="run_newest")]


class RunFile(SchemeOwned, Versioned):
    """One file of a run. `position` is the line up to which it was read, moved with each batch.

    `round` counts the times it was begun from the top: to look through it, and to take it in.

    `part` says what its rows are; `mapping` which column is which; `facts` what was seen of it: how
    it was read, its headings, its first rows, and the counts of looking through.
    """

    run = SchemeForeignKey(Run, related_name="files")
    part = models.CharField(max_length=12)
    place = models.PositiveSmallIntegerField(default=0)
    file = SchemeForeignKey(StoredFile, related_name="+")
    mapping = models.JSONField(default=dict, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    lines = models.PositiveIntegerField(null=True, blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    already_there = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    is_read = models.BooleanField(default=False)

    wall = Wall(read=STAFF, history=False)  # moved by every batch: its old values say nothing
    classified = Classified(
        personal="facts",
        operational="run part place file mapping lines round position rows taken already_there refused"
        " is_read version",
    )

    class Meta:
        default_permissions = ()
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["scheme_id", "run", "place"], name="runfile_in_order")
        ]


class RefusedRow(SchemeOwned):
    """A row that was not taken in a round of its file: where, and why in a sentence."""

    file = SchemeForeignKey(RunFile, related_name="refusals")
    round = models.PositiveSmallIntegerField()
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=100, blank=True)
    reason = models.TextField()

    wall = Wall(read=STAFF, append_only=True)
    classified = Classified(operational="file round line column reason")

    class Meta:
        default_permissions = ()
        ordering = ["line"]
        indexes = [
            models.Index(fields=["scheme_id", "file", "round", "line"], name="refusedrow_by_line")
        ]
