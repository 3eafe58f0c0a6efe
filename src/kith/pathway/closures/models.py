"""Finished: why, what was said, and the word owed to the referrer."""

from __future__ import annotations

from django.db import models

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.isolation.walls import BY_JOB, Wall
from kith.messages.models import Letter
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case
from kith.people.models import Person
from kith.vocabulary import closure_reasons


class Closure(SchemeOwned):
    """The end of a case. Re-opened inside the window, it keeps when and why."""

    person = SchemeForeignKey(Person, related_name="closures")
    case = SchemeForeignKey(Case, related_name="closures")
    reason = models.CharField(max_length=12, choices=closure_reasons.choices())
    summary = models.TextField(blank=True)
    requests_for_professionals = models.TextField(blank=True)
    why_now = models.TextField(blank=True)
    closed_at = models.DateTimeField()
    letter = SchemeForeignKey(Letter, null=True, blank=True, related_name="+")
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_why = models.CharField(max_length=300, blank=True)

    # Deleted only as moving in is undone, by its job; the history keeps the row (decision 0011).
    wall = Wall(delete=BY_JOB)
    classified = Classified(
        personal="person by by_name",
        sensitive="reason summary requests_for_professionals why_now reopened_why",
        operational="case closed_at letter reopened_at",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "case"],
                condition=models.Q(reopened_at=None),
                name="closure_one_in_force",
            ),
            models.CheckConstraint(
                condition=models.Q(reopened_at=None) | ~models.Q(reopened_why=""),
                name="closure_reopened_why",
            ),
        ]
