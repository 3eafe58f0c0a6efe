"""The SNOMED CT codes that answers owe to practices, and the sheets they stand on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.isolation.walls import STAFF, Wall
from kith.organisations.models import Practice
from kith.pathway.referrals.models.referral import Referral
from kith.vocabulary import snomed


class CodesSheet(SchemeOwned):
    """What was owed to a practice since its last sheet, on a day. What is on it points here."""

    practice = SchemeForeignKey(Practice, related_name="+")
    made_on = models.DateField()

    classified = Classified(operational="practice made_on")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "practice", "made_on"], name="codessheet_once_a_day"
            )
        ]


class CodeOwed(SchemeOwned):
    """A SNOMED CT code that the person's answer owes their record: each once in an episode.

    An episode is one referral taken on with its re-openings. `told_at` is when a letter or a sheet first told the
    practice; `filed_on` when it was ticked, and `coded_first` whether the referrer had coded it by themselves.
    """

    referral = SchemeForeignKey(Referral, related_name="codes_owed")
    practice = SchemeForeignKey(Practice, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=18, choices=snomed.choices())
    owed_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    told_how = models.CharField(max_length=100, blank=True)
    sheet = SchemeForeignKey(CodesSheet, null=True, blank=True, related_name="codes")
    filed_on = models.DateField(null=True, blank=True)
    filed_by_name = models.CharField(max_length=200, blank=True)
    coded_first = models.BooleanField(null=True, blank=True)

    # Deleted only as a no is undone within its minute, or as moving in is (decision 0017); the history keeps it.
    wall = Wall(delete=STAFF)
    classified = Classified(
        personal="filed_by_name",
        sensitive="code",
        operational="referral practice owed_at told_at told_how sheet filed_on coded_first",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "referral", "code"], name="codeowed_once_an_episode"
            ),
            models.CheckConstraint(
                condition=Q(filed_on=None, coded_first=None)
                | Q(filed_on__isnull=False, coded_first__isnull=False),
                name="codeowed_filed_how",
            ),
        ]
        indexes = [
            models.Index(fields=["scheme_id", "practice", "filed_on"], name="codeowed_by_practice")
        ]
