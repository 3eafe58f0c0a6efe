"""What the team knows better than the feeds its entries come from, and what it keeps to itself."""

from __future__ import annotations

from django.db import models

from kith.directory.models.service import Service
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned


class Correction(SchemeOwned):
    """One field of a service from a feed, put right here: it stands until the feed says the same.

    `theirs` is what the feed says, `ours` what was put in its place: of where, when and who runs it, and of languages
    and words, the whole (`as_a_whole.py`).
    """

    service = SchemeForeignKey(Service, related_name="corrections")
    field = models.CharField(max_length=40)
    theirs = models.JSONField(null=True, blank=True)
    ours = models.JSONField(null=True, blank=True)
    corrected_by = models.CharField(max_length=200)
    corrected_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    caught_up = models.BooleanField(default=False)

    classified = Classified(
        operational="service field theirs ours corrected_by corrected_at ended_at caught_up"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "service", "field"],
                condition=models.Q(ended_at=None),
                name="correction_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(caught_up=False) | ~models.Q(ended_at=None),
                name="correction_caught_up_has_ended",
            ),
        ]


class TeamNote(SchemeOwned):
    """What the team tells itself of a service ("ring after 11, lift broken"). It is in no public row
    and in no export of the directory.
    """

    service = SchemeForeignKey(Service, related_name="team_notes")
    text = models.TextField()
    written_by = models.CharField(max_length=200)
    written_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)

    classified = Classified(operational="service text written_by written_at ended_at ended_by")

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="team_note_says_something")
        ]


class NotTheSame(SchemeOwned):
    """Two entries that look like one service, of which somebody said that they are two."""

    one = SchemeForeignKey(Service, related_name="+")
    other = SchemeForeignKey(Service, related_name="+")
    said_by = models.CharField(max_length=200)

    classified = Classified(operational="one other said_by")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "one", "other"], name="not_the_same_said_once"
            )
        ]
