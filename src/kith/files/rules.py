"""Where the bytes of a file are."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings

from kith.files.models import StoredFile


def scheme_folder(scheme_id: UUID | None) -> Path:
    """The folder of a scheme's files; without a scheme, the folder that holds them all."""
    media = Path(settings.MEDIA_ROOT)
    return media if scheme_id is None else media / str(scheme_id)


def place_of(stored: StoredFile) -> Path:
    """The path of one file's bytes: named by ids alone, so that the disk tells no names."""
    return scheme_folder(stored.scheme_id) / str(stored.pk)
