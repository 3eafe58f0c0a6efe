"""What happens to a referral while it is sorted: read, asked about, sent on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.isolation.walls import BY_JOB, Wall
from kith.organisations.models import Membership
from kith.pathway.referrals.models.referral import Referral


class Reading(SchemeOwned):
    """Somebody who may decide has read a referral: the first one says when a human did."""

    referral = SchemeForeignKey(Referral, related_name="readings")
    by = SchemeForeignKey(Membership, related_name="+")
    read_at = models.DateTimeField(default=timezone.now)

    # Deleted only as moving in is undone, by its job; the history keeps the row (decision 0017).
    wall = Wall(delete=BY_JOB)
    classified = Classified(operational="referral by read_at")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id", "referral", "by"], name="reading_once")
        ]


class Question(SchemeOwned, Versioned):
    """Something the team asked the referrer. The referral stays in the queue and waits for the answer."""

    referral = SchemeForeignKey(Referral, related_name="questions")
    text = models.TextField()
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=140, blank=True)

    classified = Classified(
        personal="answered_by_name",
        sensitive="text answer",
        operational="referral asked_at asked_by answered_at version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="")
                | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="question_answered_when",
            )
        ]


class Redirect(SchemeOwned, Versioned):
    """Where a referral was sent instead, with what the person agreed to or what was done at once.

    To another scheme a job carries it after the minute in which it can be undone: `sent_at`. What goes wrong is
    tried again at `try_at`, and at last is a `problem` that `sent_by` hears of. `undone_at`: it was taken back, and
    goes nowhere whatever is decided next.
    """

    class To(models.TextChoices):
        SCHEME = "scheme", "Another service like ours"
        SERVICE = "service", "A group or service, whose name and number they were given"
        URGENT = "urgent", "Urgent help"

    referral = SchemeForeignKey(Referral, related_name="redirects")
    to = models.CharField(max_length=10, choices=To.choices)
    to_scheme_id = models.UUIDField(null=True, blank=True)
    to_name = models.CharField(max_length=300)
    words = models.TextField()
    sent_by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    classified = Classified(
        sensitive="to_name words problem",
        operational="referral to to_scheme_id sent_by tries try_at sent_at undone_at version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(to="scheme", to_scheme_id__isnull=False)
                | ~Q(to="scheme") & Q(to_scheme_id=None),
                name="redirect_scheme_is_named",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(undone_at=None), name="redirect_sent_or_undone"
            ),
        ]
