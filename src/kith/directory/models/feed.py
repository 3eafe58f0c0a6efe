"""Where directory entries come from."""

from __future__ import annotations

from django.db import models

from kith.isolation.models import Classified, SchemeOwned


class Feed(SchemeOwned):
    """One source of services: a feed's address or a file's name, and how its last import went."""

    source = models.CharField(max_length=500)
    title = models.CharField(max_length=200, blank=True)
    version = models.CharField(max_length=40, blank=True)
    last_pulled_at = models.DateTimeField(null=True, blank=True)
    last_result = models.JSONField(default=dict)

    classified = Classified(operational="source title version last_pulled_at last_result")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id", "source"], name="feed_once_in_scheme")
        ]

    def __str__(self) -> str:
        return self.title or self.source
