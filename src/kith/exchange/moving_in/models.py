"""What was moved in: each row of the other system, by its old number, and the rows it became."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.exchange.runs.models import Run, RunFile
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.isolation.walls import STAFF, Wall

FILE_LINES = 2_000_000  # more than any sheet has: a row's number orders it in its run


class MovedRow(SchemeOwned):
    """One row of the other system, taken in by a run. By its `old_id` it is known again.

    `made` lists the rows it became: [table, id, version or mark], in the order in which they were
    made; `row_id` is the first of them, or who was on record before (`joined`). `digest` tells
    whether a newer export says something else; when that was taken in, `said_in` and `said_line` are the
    sheet and line that say it, and `change_problem` is why it could not be.
    """

    run = SchemeForeignKey(Run, related_name="moved")
    part = models.CharField(max_length=12)
    old_id = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    row_id = models.UUIDField()
    joined = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    made = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True, blank=True)
    kept_why = models.CharField(max_length=300, blank=True)
    said_in = SchemeForeignKey(RunFile, null=True, blank=True, related_name="+")
    said_line = models.PositiveIntegerField(null=True, blank=True)
    change_problem = models.CharField(max_length=300, blank=True)

    wall = Wall(read=STAFF)
    classified = Classified(
        personal="old_id",
        operational="run part number line row_id joined digest made undone_at kept_why said_in said_line"
        " change_problem",
    )

    class Meta:
        default_permissions = ()
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "part", "old_id"],
                condition=Q(undone_at=None),
                name="movedrow_once",
            ),
            models.UniqueConstraint(
                fields=["scheme_id", "run", "number"], name="movedrow_in_order"
            ),
        ]


class Mapping(SchemeOwned):
    """How the columns and words of a kind of sheet were matched, to be used again.

    `headings` is what the sheets have in common; the newest of the same headings is offered.
    """

    part = models.CharField(max_length=12)
    headings = models.JSONField()
    columns = models.JSONField()
    words = models.JSONField(default=dict)
    by_name = models.CharField(max_length=200)

    wall = Wall(read=STAFF)
    classified = Classified(personal="words by_name", operational="part headings columns")

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["scheme_id", "part", "-created_at"], name="mapping_newest")]
