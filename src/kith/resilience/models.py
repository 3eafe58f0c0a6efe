"""Rows that make a form safe to send twice, to leave half-written and to be pounded on."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from kith.isolation.context import Kind
from kith.isolation.models import Classified, Guarded
from kith.isolation.walls import Wall


class ActorOwned(models.Model):
    """A row that belongs to whoever acts, and is seen by nobody else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    actor = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = Guarded()

    wall: ClassVar[Wall] = Wall(
        scheme_column=None, actor_column="actor", history=False, delete=(Kind.SCHEME,)
    )
    base_fields: ClassVar[frozenset[str]] = frozenset({"id", "actor", "created_at"})

    class Meta:
        abstract = True


class SentForm(ActorOwned):
    """A form that was carried out: the same key again gets the same answer and no second effect."""

    key = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    location = models.CharField(max_length=500, blank=True)

    classified = Classified(operational="key fingerprint location")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["actor", "key"], name="sentform_once_per_actor")
        ]


class Draft(ActorOwned):
    """What someone typed into a form and has not sent."""

    form = models.CharField(max_length=300)
    typed = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    classified = Classified(operational="form saved_at", sensitive="typed")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["actor", "form"], name="draft_once_per_form")
        ]


class Allowance(models.Model):
    """A bucket of tokens that refills: how often something may be tried.

    Holds only a hash of who tried what, so it belongs to no scheme and no actor.
    """

    bucket = models.CharField(primary_key=True, max_length=64)
    tokens = models.FloatField()
    filled_at = models.DateTimeField()

    classified = Classified(operational="bucket tokens filled_at")
    base_fields: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        default_permissions = ()
