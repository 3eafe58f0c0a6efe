"""A programme of the scheme: what it asks, the stages it knows, what it reminds of, whom it is for."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.isolation.walls import Wall
from kith.organisations.models.practices import ReferringOrganisation
from kith.organisations.models.scheme import SHOWN_TO_PUBLIC


class Programme(SchemeOwned, Versioned):
    """A strand of the scheme with its own people and funder, such as a cancer programme.

    Its catchment is its `districts` (such as E3) and its referrers; with neither, it is for anywhere.
    `asks_concerns`: referrers and workers may enter the concerns of a holistic needs assessment.
    """

    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    condition = models.CharField(max_length=100, blank=True)
    districts = ArrayField(models.CharField(max_length=4), default=list, blank=True)
    asks_concerns = models.BooleanField(default=False)
    is_open = models.BooleanField(default=True)

    wall = Wall(read=SHOWN_TO_PUBLIC)
    classified = Classified(
        operational="name description condition districts asks_concerns is_open version"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id", "name"], name="programme_once_in_scheme")
        ]

    def __str__(self) -> str:
        return self.name


class ProgrammeReferrer(SchemeOwned):
    """A place whose staff may refer to a programme, wherever the person lives."""

    programme = SchemeForeignKey(Programme, related_name="referrers")
    organisation = SchemeForeignKey(ReferringOrganisation, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    wall = Wall(read=SHOWN_TO_PUBLIC)
    classified = Classified(operational="programme organisation ended_at")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "programme", "organisation"],
                condition=Q(ended_at=None),
                name="programmereferrer_once",
            )
        ]


class ProgrammeQuestion(SchemeOwned):
    """A question of a programme's own. It stops being asked; answers that were given stay."""

    class Kind(models.TextChoices):
        TEXT = "text", "A few words"
        LONG_TEXT = "long_text", "A longer text"
        ONE_OF = "one_of", "One of a list"
        SEVERAL_OF = "several_of", "Several of a list"
        DATE = "date", "A date"
        YES_NO = "yes_no", "Yes or no"
        LETTER_TO = "letter_to", "Who else gets the letter at the end"

    class Moment(models.TextChoices):
        REFERRAL = "referral", "When someone is referred"
        FIRST_CONVERSATION = "first", "In the first conversation"

    programme = SchemeForeignKey(Programme, related_name="questions")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.TEXT)
    label = models.CharField(max_length=150)
    hint = models.CharField(max_length=250, blank=True)
    choices = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    is_required = models.BooleanField(default=False)
    asked = models.CharField(max_length=10, choices=Moment.choices, default=Moment.REFERRAL)
    position = models.PositiveSmallIntegerField(default=0)
    is_asked = models.BooleanField(default=True)

    wall = Wall(read=SHOWN_TO_PUBLIC)
    classified = Classified(
        operational="programme kind label hint choices is_required asked position is_asked"
    )

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.label


class ProgrammeStage(SchemeOwned):
    """A stage that a person of the programme may be at, such as "Start of treatment"."""

    programme = SchemeForeignKey(Programme, related_name="stages")
    label = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField(default=0)
    is_offered = models.BooleanField(default=True)

    wall = Wall(read=SHOWN_TO_PUBLIC)
    classified = Classified(operational="programme label position is_offered")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.label


class ProgrammePrompt(SchemeOwned):
    """What a programme reminds a worker of: so many days after a stage, or after the case opened."""

    programme = SchemeForeignKey(Programme, related_name="prompts")
    text = models.CharField(max_length=150)
    why = models.CharField(max_length=250, blank=True)
    after_stage = SchemeForeignKey(ProgrammeStage, null=True, blank=True, related_name="+")
    after_days = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)
    is_offered = models.BooleanField(default=True)

    classified = Classified(
        operational="programme text why after_stage after_days position is_offered"
    )

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.text
