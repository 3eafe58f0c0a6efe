"""What changed: completions of measures at start, review and end, and the person's own ratings."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.isolation.walls import BY_JOB, Wall
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case
from kith.pathway.plans.models import Goal
from kith.people.models import Person


class Moment(models.TextChoices):
    """When in the support a measure was taken."""

    START = "start", "Start"
    REVIEW = "review", "Review"
    END = "end", "End"


class Mode(models.TextChoices):
    """How the answers were given: reading aloud biases some measures upwards."""

    TOGETHER = "together", "Face to face, together"
    PHONE = "phone", "Read out by phone"
    ALONE = "alone", "Filled in by the person alone"


class Score(SchemeOwned):
    """One completion of a measure, or the reason why it was not taken.

    `answers` maps item number to answer as given; `result` holds the scored values by name. A score
    is corrected by a new one; the old one is `replaced`.
    """

    person = SchemeForeignKey(Person, related_name="scores")
    case = SchemeForeignKey(Case, related_name="scores")
    measure = models.CharField(max_length=20)
    moment = models.CharField(max_length=8, choices=Moment.choices)
    taken_on = models.DateField()
    mode = models.CharField(max_length=10, choices=Mode.choices, blank=True)
    answers = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    skipped_why = models.CharField(max_length=300, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)

    # Deleted only as moving in is undone, by its job; the history keeps the row (decision 0017).
    wall = Wall(delete=BY_JOB)
    classified = Classified(
        personal="person by by_name",
        sensitive="answers result skipped_why",
        operational="case measure moment taken_on mode replaced_at",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(skipped_why="") & ~Q(answers={}) | ~Q(skipped_why="") & Q(answers={}),
                name="score_taken_or_skipped",
            ),
            models.UniqueConstraint(
                fields=["scheme_id", "case", "measure", "moment", "taken_on"],
                condition=Q(replaced_at=None),
                name="score_once_a_day",
            ),
        ]


class GoalRating(SchemeOwned):
    """How near the person feels to a goal, 0 (not at all) to 10 (there)."""

    person = SchemeForeignKey(Person, related_name="goal_ratings")
    goal = SchemeForeignKey(Goal, related_name="ratings")
    case = SchemeForeignKey(Case, related_name="goal_ratings")
    moment = models.CharField(max_length=8, choices=Moment.choices)
    rating = models.PositiveSmallIntegerField()
    taken_on = models.DateField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    classified = Classified(
        personal="person", sensitive="rating", operational="goal case moment taken_on replaced_at"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(rating__range=(0, 10)), name="goalrating_range"),
            models.UniqueConstraint(
                fields=["scheme_id", "goal", "moment", "taken_on"],
                condition=Q(replaced_at=None),
                name="goalrating_once_a_day",
            ),
        ]
