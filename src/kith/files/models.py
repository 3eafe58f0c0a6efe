"""Files kept for the scheme: their names and sums here, their bytes under the media folder."""

from __future__ import annotations

from django.db import models

from kith.isolation.models import Classified, SchemeOwned


class StoredFile(SchemeOwned):
    """One file that never changes; `sha256` proves it."""

    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    classified = Classified(personal="name", operational="content_type size sha256")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
