"""Where directory entries come from, and each visit there."""

from __future__ import annotations

from django.db import models

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned


class Feed(SchemeOwned):
    """One source of services: a feed's address or a file's name, how often it is read, and how its
    last import went.

    `outcome` and `sentence` are those of the last visit that was more than a look, `wrong_since` the
    first of those that failed, were empty or were held back without one that went well since. Since
    `ended_at` it is not read any more: its entries stay, and it can be taken up again.
    """

    SENT = "sheet:"
    """How the source begins of a list that is sent as a sheet, and so never read."""

    class Every(models.TextChoices):
        BY_HAND = "", "Only when somebody asks"
        NIGHT = "night", "Every night"
        WEEK = "week", "Every week"

    source = models.CharField(max_length=500)
    title = models.CharField(max_length=200, blank=True)
    version = models.CharField(max_length=40, blank=True)
    every = models.CharField(max_length=10, choices=Every.choices, blank=True)
    last_pulled_at = models.DateTimeField(null=True, blank=True)
    last_result = models.JSONField(default=dict)
    outcome = models.CharField(max_length=10, blank=True)
    sentence = models.TextField(blank=True)
    wrong_since = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    classified = Classified(
        operational="source title version every last_pulled_at last_result outcome sentence wrong_since ended_at"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id", "source"], name="feed_once_in_scheme")
        ]

    def __str__(self) -> str:
        return self.title or self.source

    @property
    def is_sent(self) -> bool:
        """Whether it is a list of the scheme's own, that comes as a sheet."""
        return self.source.startswith(self.SENT)


class FeedVisit(SchemeOwned):
    """One visit to a feed and its report: the counts, what was before and after, what was not taken.

    `changes` hold at most a few hundred rows of service, field, before and after; `came` and `went` as
    many names of services that are new and that were not in it. `held` are the feed's own ids of those
    that were too many to be believed gone: whoever keeps the directory says so of the newest visit.
    """

    class Outcome(models.TextChoices):
        TAKEN = "taken", "Taken in"
        PART = "part", "Taken in, but the feed was not whole"
        HELD = "held", "Taken in, but nothing was marked as gone"
        EMPTY = "empty", "Empty: nothing was changed"
        FAILED = "failed", "Failed: nothing was changed"
        LOOKED = "looked", "Looked at only"

    feed = SchemeForeignKey(Feed, related_name="visits")
    at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    sentence = models.TextField(blank=True)
    counts = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    refused = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    came = models.JSONField(default=list)
    went = models.JSONField(default=list)
    held = models.JSONField(default=list)

    classified = Classified(
        operational="feed at asked_by outcome sentence counts changes refused warnings came went held"
    )

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["scheme_id", "feed", "-at"], name="visits_of_feed")]
