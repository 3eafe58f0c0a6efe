"""What the plan said when it was agreed, or when a correction of the person's was taken over."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.isolation.walls import Wall
from kith.organisations.models import Membership
from kith.pathway.plans.models.plan import Plan
from kith.people.models import Person


class PlanVersion(SchemeOwned):
    """The whole plan as it stood (`contents`, made by plans.wording.contents), numbered from 1; never changed."""

    class Why(models.TextChoices):
        AGREED = "agreed", "Agreed"
        CORRECTED = "corrected", "Corrected by the person"

    person = SchemeForeignKey(Person, related_name="plan_versions")
    plan = SchemeForeignKey(Plan, related_name="versions")
    number = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=10, choices=Why.choices)
    made_at = models.DateTimeField()
    contents = models.JSONField()
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)

    wall = Wall(append_only=True)
    classified = Classified(
        personal="person by by_name", sensitive="contents", operational="plan number why made_at"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "plan", "number"], name="planversion_numbered_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="planversion_from_one"),
        ]
