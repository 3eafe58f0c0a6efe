"""What might go wrong, as stated (PRSB Social Prescribing v1.1, section 17: mandatory)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.isolation.walls import BY_JOB, Wall
from kith.organisations.models import Membership
from kith.people.models.person import Person


class RiskStatement(SchemeOwned):
    """One answer to "what might go wrong?": a risk, or none known to someone on a day.

    A person without any statement has not been asked yet. A statement ends; it is not deleted.
    """

    class Kind(models.TextChoices):
        STATED = "stated", "A risk"
        NONE_KNOWN = "none_known", "None known"

    person = SchemeForeignKey(Person, related_name="risks")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    text = models.TextField(blank=True)
    stated_by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    stated_by_name = models.CharField(max_length=200)
    stated_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)

    # Deleted only as moving in is undone, by its job; the history keeps the row (decision 0017).
    wall = Wall(delete=BY_JOB)
    classified = Classified(
        sensitive="kind text ended_why",
        personal="person stated_by stated_by_name",
        operational="stated_on ended_on",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="none_known", text="") | Q(kind="stated") & ~Q(text=""),
                name="risk_text_when_stated",
            )
        ]
