"""The plan and its tree: needs, goals, actions. What is taken back stays as a row, and on no page but its own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.isolation.walls import BY_JOB, Wall
from kith.organisations.models import Membership, Reason
from kith.pathway.caseload.models import Case
from kith.people.models import Person
from kith.vocabulary import foundations


class Plan(SchemeOwned, Versioned):
    """One plan a case: strengths, “About me” (see about_me.py), with whom it was agreed, its review.

    `started_from` is the plan of an earlier case that it began as a copy of.
    """

    person = SchemeForeignKey(Person, related_name="plans")
    case = SchemeForeignKey(Case, related_name="plans")
    strengths = models.TextField(blank=True)
    what_matters = models.TextField(blank=True)
    who_matters = models.TextField(blank=True)
    communicate = models.TextField(blank=True)
    wellness = models.TextField(blank=True)
    please_do = models.TextField(blank=True)
    please_dont = models.TextField(blank=True)
    how_to_support = models.TextField(blank=True)
    also_worth_knowing = models.TextField(blank=True)
    supported_by = models.CharField(max_length=150, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    agreed_with = models.CharField(max_length=200, blank=True)
    also_present = models.CharField(max_length=200, blank=True)
    not_agreed_why = models.CharField(max_length=300, blank=True)
    review_on = models.DateField(null=True, blank=True)
    review_by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    started_from = SchemeForeignKey("self", null=True, blank=True, related_name="+")

    # Deleted only as moving in is undone, by its job; the history keeps the row (decision 0017).
    wall = Wall(delete=BY_JOB)
    classified = Classified(
        personal="person agreed_with also_present supported_by",
        sensitive="strengths what_matters who_matters communicate wellness please_do please_dont"
        " how_to_support also_worth_knowing not_agreed_why",
        operational="case agreed_on review_on review_by started_from version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id", "case"], name="plan_one_a_case"),
            models.CheckConstraint(
                condition=Q(agreed_on=None) | ~Q(agreed_with=""), name="plan_agreed_with"
            ),
        ]


class Need(SchemeOwned, Versioned):
    """Something that matters, under one of the foundations."""

    person = SchemeForeignKey(Person, related_name="needs")
    plan = SchemeForeignKey(Plan, related_name="needs")
    foundation = models.CharField(max_length=20, choices=foundations.choices())
    reason = SchemeForeignKey(Reason, null=True, blank=True, related_name="+")
    text = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    # Deleted only as moving in is undone, by its job; the history keeps the row (decision 0017).
    wall = Wall(delete=BY_JOB)
    classified = Classified(
        personal="person",
        sensitive="foundation reason text",
        operational="plan position ended_on taken_back_at version",
    )

    class Meta:
        default_permissions = ()


class Goal(SchemeOwned, Versioned):
    """What the person wants, and how important it is to them, 1 to 10."""

    class Status(models.TextChoices):
        OPEN = "open", "Working on it"
        REACHED = "reached", "Reached"
        PARTLY = "partly", "Partly reached"
        SET_ASIDE = "set_aside", "Set aside"

    person = SchemeForeignKey(Person, related_name="goals")
    need = SchemeForeignKey(Need, related_name="goals")
    text = models.TextField()
    importance = models.PositiveSmallIntegerField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    position = models.PositiveSmallIntegerField(default=0)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    # Deleted only as moving in is undone, by its job; the history keeps the row (decision 0017).
    wall = Wall(delete=BY_JOB)
    classified = Classified(
        personal="person",
        sensitive="text importance status",
        operational="need position taken_back_at version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(importance=None) | Q(importance__range=(1, 10)), name="goal_importance"
            )
        ]


class Action(SchemeOwned, Versioned):
    """Who does what by when, and how confident the person is that it will happen, 1 to 10."""

    class Who(models.TextChoices):
        PERSON = "person", "The person"
        WORKER = "worker", "Their link worker"
        PROFESSIONAL = "professional", "The GP or another professional"
        OTHER = "other", "Someone else"

    class Status(models.TextChoices):
        TO_DO = "to_do", "To do"
        DONE = "done", "Done"
        NOT_DONE = "not_done", "Will not happen"

    person = SchemeForeignKey(Person, related_name="actions")
    goal = SchemeForeignKey(Goal, related_name="actions")
    text = models.TextField()
    who = models.CharField(max_length=14, choices=Who.choices)
    who_name = models.CharField(max_length=140, blank=True)
    by_when = models.DateField(null=True, blank=True)
    confidence = models.PositiveSmallIntegerField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.TO_DO)
    done_on = models.DateField(null=True, blank=True)
    not_done_why = models.CharField(max_length=300, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    # Deleted only as moving in is undone, by its job; the history keeps the row (decision 0017).
    wall = Wall(delete=BY_JOB)
    classified = Classified(
        personal="person who_name",
        sensitive="text confidence not_done_why",
        operational="goal who by_when status done_on taken_back_at version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(confidence=None) | Q(confidence__range=(1, 10)),
                name="action_confidence",
            ),
            models.CheckConstraint(
                condition=Q(status="done", done_on__isnull=False)
                | ~Q(status="done") & Q(done_on=None),
                name="action_done_when",
            ),
            models.CheckConstraint(
                condition=Q(not_done_why="") | Q(status="not_done"), name="action_not_done_why"
            ),
        ]
