"""An answer that asks somebody to act, open until they have."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.concerns.models import Concern, Ladder
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case
from kith.pathway.outcomes.models.scores import Score
from kith.people.models import Person


class Alert(SchemeOwned):
    """What an answer said, whom we told, and who took it up when. Until somebody does, `ladder` asks the next;
    `concern` is what was raised about it.
    """

    person = SchemeForeignKey(Person, related_name="measure_alerts")
    case = SchemeForeignKey(Case, related_name="measure_alerts")
    score = SchemeForeignKey(Score, related_name="alerts")
    said = models.TextField()
    responder = SchemeForeignKey(Membership, related_name="measure_alerts")
    raised_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    acknowledged_by_name = models.CharField(max_length=200, blank=True)
    done = models.TextField(blank=True)
    ladder = SchemeForeignKey(Ladder, null=True, blank=True, related_name="measure_alerts")
    concern = SchemeForeignKey(Concern, null=True, blank=True, related_name="measure_alerts")

    classified = Classified(
        personal="person by_name acknowledged_by acknowledged_by_name",
        sensitive="said done",
        operational="case score responder raised_at acknowledged_at ladder concern",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None, done="")
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False) & ~Q(done=""),
                name="measurealert_acknowledged_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["scheme_id", "score"], name="measurealert_once_a_score"
            ),
        ]
