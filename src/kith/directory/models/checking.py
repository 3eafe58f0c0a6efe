"""Keeping listings true: who answers for one, what its own address was asked, and what waits for somebody."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.directory.models.service import Service
from kith.isolation.context import Kind as Context
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.isolation.walls import Wall
from kith.messages.models import Email
from kith.organisations.models import Membership


class CheckingPolicy(SchemeOwned):
    """Whether a scheme writes by itself to listings whose check is due, and to how many a day."""

    writes = models.BooleanField(default=True)
    most_a_day = models.PositiveSmallIntegerField(default=20)

    classified = Classified(operational="writes most_a_day")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["scheme_id"], name="checkingpolicy_once")]


class Keeper(SchemeOwned):
    """Who answers for a listing: `answers`, out there, and `member`, who looks after it here.

    Apart from the listing itself, whose row anybody may read once it is published.
    """

    service = SchemeForeignKey(Service, related_name="keepers")
    answers = models.CharField(max_length=200, blank=True)
    member = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")

    classified = Classified(personal="answers member", operational="service")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id", "service"], name="keeper_once_of_listing")
        ]


class Asking(SchemeOwned):
    """“Is this still right?”, sent to a listing's own address with a private link, and once again.

    The holder of the link reads this row and what was said by it. `ended_at`: nobody is reminded any more.
    """

    class Ended(models.TextChoices):
        ANSWERED = "answered", "They answered"
        CHECKED = "checked", "Somebody here checked it meanwhile"
        SILENT = "silent", "No answer"
        ANEW = "anew", "A new link was sent"

    service = SchemeForeignKey(Service, related_name="askings")
    to = models.EmailField(max_length=254)
    asked_at = models.DateTimeField()
    asked_again_at = models.DateTimeField(null=True, blank=True)
    email = SchemeForeignKey(Email, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=10, choices=Ended.choices, blank=True)

    wall = Wall(link_column="id")
    classified = Classified(
        personal="to", operational="service asked_at asked_again_at email ended_at ended_how"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "service"],
                condition=Q(ended_at=None),
                name="asking_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_how="")
                | (Q(ended_at__isnull=False) & ~Q(ended_how="")),
                name="asking_ended_how",
            ),
        ]
        indexes = [
            models.Index(fields=["scheme_id", "service", "-asked_at"], name="asking_of_listing")
        ]


class Matter(SchemeOwned):
    """Something about a listing that waits for somebody: what its own people said by their link, what a
    colleague reported, what its feed did, or a telephone call that is due.

    `said` are the fields that the listing's people put right, or its feed gave otherwise: field -> [before, after].
    The holder of a link writes one and reads those of their own link; nothing of the listing changes by it.
    `heard_at`: whoever reported it has read what became of it.
    """

    class Kind(models.TextChoices):
        RIGHT = "right", "Still right"
        CHANGED = "changed", "Put right by them"
        CLOSED = "closed", "Closed, they say"
        AGAIN = "again", "Asked for a new link"
        WRONG = "wrong", "Reported as wrong"
        RING = "ring", "To be rung"
        FEED = "feed", "Look what its feed did"

    class Became(models.TextChoices):
        DONE = "done", "The listing is right now"
        LEFT = "left", "The listing stays as it is"
        UNREACHED = "unreached", "Nobody could be reached"

    service = SchemeForeignKey(Service, related_name="matters")
    asking = SchemeForeignKey(Asking, null=True, blank=True, related_name="matters")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    said = models.JSONField(default=dict, blank=True)
    text = models.TextField(blank=True)
    reported_by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    reported_by_name = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_name = models.CharField(max_length=200, blank=True)
    became = models.CharField(max_length=10, choices=Became.choices, blank=True)
    answer = models.TextField(blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)

    wall = Wall(
        insert=(Context.LINK,),
        insert_check="(settled_at IS NULL) AND (reported_by_id IS NULL) AND (became = '')",
        insert_subject="asking_id",
        link_column="asking_id",
    )
    classified = Classified(
        personal="reported_by reported_by_name settled_by_name",
        operational="service asking kind said text settled_at became answer heard_at",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "service"],
                condition=Q(kind="ring", settled_at=None),
                name="matter_one_call_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, became="")
                | (Q(settled_at__isnull=False) & ~Q(became="")),
                name="matter_settled_how",
            ),
            models.CheckConstraint(
                condition=~Q(kind="wrong") | ~Q(text=""), name="matter_says_what_is_wrong"
            ),
        ]
        indexes = [
            models.Index(
                fields=["scheme_id", "created_at"],
                condition=Q(settled_at=None),
                name="matter_waiting",
            )
        ]
