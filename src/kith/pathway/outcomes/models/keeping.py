"""How a scheme keeps the library: what it uses, who responds, what it may show, its own questions."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.organisations.models import Membership


class Setting(SchemeOwned, Versioned):
    """What a scheme decided about one measure: whether it is used, asked at natural moments, and why.

    `responder` is told when an answer asks somebody to act. Without a row the library's own default holds.
    """

    measure = models.CharField(max_length=20)
    is_on = models.BooleanField()
    is_prompted = models.BooleanField(default=False)
    responder = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300)

    classified = Classified(operational="measure is_on is_prompted responder reason version")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id", "measure"], name="setting_once_a_measure")
        ]


class Registration(SchemeOwned):
    """The permission of a measure's owner to show its questions here, and the questions, as they were loaded.

    `text` holds `asks`, `items`, `answers` and `notice`. It ends; it is not changed.
    """

    measure = models.CharField(max_length=20)
    organisation = models.CharField(max_length=200)
    registered_on = models.DateField()
    reference = models.CharField(max_length=200)
    text = models.JSONField()
    by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)

    classified = Classified(
        personal="by_name",
        operational="measure organisation registered_on reference text ended_at",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "measure"],
                condition=Q(ended_at=None),
                name="registration_one_in_force",
            )
        ]


class OwnQuestion(SchemeOwned):
    """A question of the scheme's own, answered with a number. Other words are another question, which
    `follows` it: scores stay with the words that were asked.
    """

    class Better(models.TextChoices):
        HIGHER = "higher", "A higher number is better"
        LOWER = "lower", "A lower number is better"

    words = models.CharField(max_length=300)
    title = models.CharField(max_length=80)
    least = models.PositiveSmallIntegerField(default=0)
    most = models.PositiveSmallIntegerField(default=10)
    least_words = models.CharField(max_length=60, blank=True)
    most_words = models.CharField(max_length=60, blank=True)
    better = models.CharField(max_length=6, choices=Better.choices)
    minimum_age = models.PositiveSmallIntegerField(default=18)
    alert_at = models.PositiveSmallIntegerField(null=True, blank=True)
    follows = SchemeForeignKey("self", null=True, blank=True, related_name="followed_by")
    ended_at = models.DateTimeField(null=True, blank=True)

    classified = Classified(
        operational="words title least most least_words most_words better minimum_age alert_at"
        " follows ended_at"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(most__gt=F("least")) & Q(most__lte=100), name="ownquestion_range"
            ),
            models.CheckConstraint(
                condition=Q(alert_at=None)
                | Q(alert_at__gte=F("least")) & Q(alert_at__lte=F("most")),
                name="ownquestion_alert_in_range",
            ),
            models.UniqueConstraint(
                fields=["scheme_id", "follows"], name="ownquestion_followed_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """Its name among the measures."""
        return f"own-{self.pk.hex[:12]}"
