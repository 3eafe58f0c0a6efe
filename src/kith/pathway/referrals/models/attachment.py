"""Files that came along: those of a referral, and letters that wait to be typed in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.files.models import Upload
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.organisations.models import Membership
from kith.pathway.referrals.models.referral import Referral


class Attachment(SchemeOwned):
    """A file of a referral. Whoever may see the record may see it; whoever may read the referral alone, when it
    `came_along` with that.
    """

    class What(models.TextChoices):
        LETTER = "letter", "The letter as it came"
        ASSESSMENT = "assessment", "Holistic needs assessment"
        OTHER = "other", "Something else"

    referral = SchemeForeignKey(Referral, related_name="attachments")
    upload = SchemeForeignKey(Upload, related_name="+")
    what = models.CharField(max_length=10, choices=What.choices, default=What.OTHER)
    by_name = models.CharField(max_length=200)
    came_along = models.BooleanField(default=False)

    classified = Classified(
        personal="by_name", sensitive="upload", operational="referral what came_along"
    )

    class Meta:
        default_permissions = ()


class IncomingLetter(SchemeOwned, Versioned):
    """An e-mailed PDF or a photo of a letter, until somebody has typed it in or put it aside.

    `taken_by` is who is on it. Exactly one of `referral` and `aside_why` ends the waiting.
    """

    upload = SchemeForeignKey(Upload, related_name="+")
    came_on = models.DateField()
    came_from = models.CharField(max_length=200, blank=True)
    by_name = models.CharField(max_length=200)
    taken_by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    referral = SchemeForeignKey(Referral, null=True, blank=True, related_name="+")
    aside_why = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    classified = Classified(
        personal="came_from by_name taken_by",
        sensitive="upload aside_why",
        operational="came_on taken_at referral ended_at version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, referral=None, aside_why="")
                | Q(ended_at__isnull=False, referral__isnull=False, aside_why="")
                | Q(ended_at__isnull=False, referral=None) & ~Q(aside_why=""),
                name="incomingletter_ended_how",
            )
        ]
        indexes = [
            models.Index(fields=["scheme_id", "ended_at", "came_on"], name="incomingletter_queue")
        ]
