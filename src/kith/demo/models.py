"""Which parts of the demonstration have been told, so that an interrupted load goes on where it stopped."""

from __future__ import annotations

from django.db import models

from kith.isolation.context import Kind
from kith.isolation.models import Classified, SchemeOwned
from kith.isolation.walls import Wall


class Told(SchemeOwned):
    """One part of a scheme's demonstration, written in the transaction that told it."""

    part = models.CharField(max_length=40)

    wall = Wall(read=(Kind.JOB,), write=(Kind.JOB,), append_only=True, history=False)
    classified = Classified(operational="part")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id", "part"], name="told_once_in_scheme")
        ]
