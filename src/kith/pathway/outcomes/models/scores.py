"""What changed: completions of measures at start, review and end, and the person's own ratings."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.isolation.walls import BY_JOB, Wall
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case
from kith.pathway.plans.models import Action, Goal
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
    ALONE = "alone", "By the person alone, on a screen"
    PAPER = "paper", "On paper, typed in here"


class GivenIn(models.TextChoices):
    """In what language and format: a score of a translation is not a score of the original."""

    PRINTED = "printed", "In English, as it stands"
    INTERPRETED = "interpreted", "In another language, or through an interpreter"
    BSL = "bsl", "In British Sign Language"
    OTHER = "other", "In another format, such as easy read"


class NotNow(models.TextChoices):
    """Why a measure was not taken."""

    NOT_THE_TIME = "not_the_time", "Not the right time today"
    TIRED = "tired", "Too tired or unwell today"
    MORE_URGENT = "more_urgent", "Something more urgent came first"
    LANGUAGE = "language", "Not in their language, or no interpreter"
    WOULD_NOT = "would_not", "They would rather not"
    NO_USE = "no_use", "It would not help them"
    OTHER = "other", "Another reason"


class Score(SchemeOwned):
    """One completion of a measure, or the reason why it was not taken.

    `answers` maps item number to answer as given (`total`, where only a sum was brought); `result` holds
    the scored values by name. A score is corrected by a new one; the old one is `replaced`. One that was
    not taken may be asked for again from `ask_again_on`, or not at that moment.
    """

    person = SchemeForeignKey(Person, related_name="scores")
    case = SchemeForeignKey(Case, related_name="scores")
    measure = models.CharField(max_length=20)
    moment = models.CharField(max_length=8, choices=Moment.choices)
    taken_on = models.DateField()
    mode = models.CharField(max_length=10, choices=Mode.choices, blank=True)
    given_in = models.CharField(max_length=12, choices=GivenIn.choices, blank=True)
    format_note = models.CharField(max_length=200, blank=True)
    answers = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    skipped_for = models.CharField(max_length=16, choices=NotNow.choices, blank=True)
    skipped_why = models.CharField(max_length=300, blank=True)
    ask_again_on = models.DateField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)

    # Deleted only as moving in is undone, by its job; the history keeps the row (decision 0017).
    wall = Wall(delete=BY_JOB)
    classified = Classified(
        personal="person by by_name",
        sensitive="answers result skipped_for skipped_why given_in format_note",
        operational="case measure moment taken_on mode ask_again_on replaced_at",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(skipped_why="") & ~Q(answers={}) | ~Q(skipped_why="") & Q(answers={}),
                name="score_taken_or_skipped",
            ),
            models.CheckConstraint(
                condition=Q(ask_again_on=None, skipped_for="") | ~Q(skipped_why=""),
                name="score_asked_again_when_skipped",
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


class StepRating(SchemeOwned):
    """How confident the person is that a step of their plan will happen, 1 to 10, asked again.

    The first is on the step itself, as it was agreed.
    """

    person = SchemeForeignKey(Person, related_name="step_ratings")
    step = SchemeForeignKey(Action, related_name="ratings")
    case = SchemeForeignKey(Case, related_name="step_ratings")
    moment = models.CharField(max_length=8, choices=Moment.choices)
    confidence = models.PositiveSmallIntegerField()
    taken_on = models.DateField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    classified = Classified(
        personal="person",
        sensitive="confidence",
        operational="step case moment taken_on replaced_at",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(confidence__range=(1, 10)), name="steprating_range"),
            models.UniqueConstraint(
                fields=["scheme_id", "step", "moment", "taken_on"],
                condition=Q(replaced_at=None),
                name="steprating_once_a_day",
            ),
        ]


class OutsideScore(SchemeOwned):
    """A score of a measure that may not be given here, as somebody else obtained it."""

    person = SchemeForeignKey(Person, related_name="outside_scores")
    case = SchemeForeignKey(Case, related_name="outside_scores")
    measure = models.CharField(max_length=20)
    version = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=7, decimal_places=3)
    said = models.CharField(max_length=200, blank=True)
    scored_on = models.DateField()
    scored_by = models.CharField(max_length=200)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)

    classified = Classified(
        personal="person by by_name scored_by",
        sensitive="value said",
        operational="case measure version scored_on taken_back_at",
    )

    class Meta:
        default_permissions = ()
