"""What the public suggests for the directory."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.directory.models.service import Service
from kith.isolation.context import Kind as Context
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.isolation.walls import STAFF, Wall


class Suggestion(SchemeOwned):
    """A service that somebody without an account suggests; colleagues add it or drop it with one reason.

    `sender_email` is there to be asked back, and is taken away once the suggestion is settled. `doubt` says
    why nobody may have written it.
    """

    class Became(models.TextChoices):
        ADDED = "added", "Added"
        DROPPED = "dropped", "Not added"

    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    place = models.TextField(blank=True)
    contact = models.CharField(max_length=300, blank=True)
    sender_email = models.EmailField(max_length=254, blank=True)
    doubt = models.CharField(max_length=100, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_name = models.CharField(max_length=200, blank=True)
    became = models.CharField(max_length=10, choices=Became.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    service = SchemeForeignKey(Service, null=True, blank=True, related_name="+")

    # Deleted where probably nobody wrote it and nobody took it for a person's.
    wall = Wall(
        read=STAFF,
        insert=(Context.PUBLIC,),
        insert_check="((settled_at IS NULL) AND (service_id IS NULL) AND (became = ''))",
        delete=(Context.JOB,),
        history=False,
    )
    classified = Classified(
        personal="sender_email settled_by_name",
        operational="name description place contact doubt settled_at became reason service",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None, became="")
                | (Q(settled_at__isnull=False) & ~Q(became="") & Q(sender_email="")),
                name="suggestion_settled_without_sender",
            ),
            models.CheckConstraint(
                condition=~Q(became="dropped") | ~Q(reason=""), name="suggestion_dropped_why"
            ),
        ]
