"""Looking at a sample of the work: what was drawn, what was found, what was told to whom."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case


class QualityRound(SchemeOwned):
    """A sample of cases, drawn with a seed: the same seed from the same cases draws the same."""

    seed = models.PositiveIntegerField()
    drawn_at = models.DateTimeField()
    drawn_by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    drawn_by_name = models.CharField(max_length=200)

    classified = Classified(personal="drawn_by drawn_by_name", operational="seed drawn_at")

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["scheme_id", "-drawn_at"], name="qualityround_recent")]


class QualityCheck(SchemeOwned, Versioned):
    """One case of a sample: looked at or not yet, and what its worker was told, until they have read it."""

    round = SchemeForeignKey(QualityRound, related_name="checks")
    case = SchemeForeignKey(Case, related_name="quality_checks")
    worker = SchemeForeignKey(Membership, related_name="+")
    number = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by_name = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    classified = Classified(
        personal="case worker done_by_name",
        sensitive="words",
        operational="round number done_at settled_at version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "round", "case"], name="qualitycheck_once_a_round"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(done_at__isnull=False),
                name="qualitycheck_settled_after_done",
            ),
        ]
        indexes = [
            models.Index(
                fields=["scheme_id", "worker"],
                condition=Q(done_at__isnull=False, settled_at=None),
                name="qualitycheck_to_read",
            )
        ]


class QualityAnswer(SchemeOwned):
    """What was found to one question of the checklist (`rules.CHECKLIST`)."""

    class Found(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "Not yet"
        NOT_HERE = "not_here", "Does not apply"

    check_of = SchemeForeignKey(QualityCheck, related_name="answers")
    question = models.CharField(max_length=20)
    found = models.CharField(max_length=8, choices=Found.choices)

    classified = Classified(sensitive="found", operational="check_of question")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "check_of", "question"], name="qualityanswer_once"
            )
        ]
