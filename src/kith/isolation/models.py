"""The base of every row that belongs to a scheme."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from kith.isolation import context
from kith.isolation.walls import STAFF, Wall


class Classified:
    """What each field of a model is, for subject access, scrubbed copies and retention.

    personal     says who someone is
    sensitive    says something about their life, health or safety
    operational  needed to run the service, of no interest about a person
    """

    def __init__(self, *, personal: str = "", sensitive: str = "", operational: str = "") -> None:
        self.personal = frozenset(personal.split())
        self.sensitive = frozenset(sensitive.split())
        self.operational = frozenset(operational.split())

    @property
    def fields(self) -> frozenset[str]:
        """Every field named, in whichever class."""
        return self.personal | self.sensitive | self.operational


class Guarded(models.Manager):
    """Refuses without a context, since a policy over an empty table never fires."""

    def get_queryset(self) -> models.QuerySet:
        """Every row the context may see. Raises NoContext without one."""
        context.current()
        return super().get_queryset()


class SchemeOwned(models.Model):
    """A row of one scheme: its id, its scheme, when it was written."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme_id: models.UUIDField = models.UUIDField(editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = Guarded()

    wall: ClassVar[Wall] = Wall()
    classified: ClassVar[Classified]
    base_fields: ClassVar[frozenset[str]] = frozenset({"id", "scheme_id", "created_at"})

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A row that two people may edit at once: every update raises its version by trigger."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class PrivateLink(SchemeOwned):
    """An address without an account: for one `purpose` (a room and what it opens there) about one subject.

    Its token is not kept; see `isolation.links`.
    """

    purpose = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    expires_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    wall = Wall(read=STAFF)
    classified = Classified(operational="purpose subject_id expires_at ended_at")

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["scheme_id", "subject_id"], name="privatelink_by_subject")]
