"""Reading a file back, and proving that it is the one that was kept."""

from __future__ import annotations

import hashlib
from uuid import UUID

from kith.files.models import StoredFile
from kith.files.rules import place_of
from kith.resilience.errors import Refused


class Damaged(Refused):
    """The bytes on the disk are missing or are not those that were kept."""


def read(stored: StoredFile) -> bytes:
    """The bytes of a file, as they were kept. Raises Damaged when its size or sum is another."""
    try:
        content = place_of(stored).read_bytes()
    except OSError as error:
        raise Damaged(
            f"The file “{stored.name}” cannot be read from the disk."
            " Tell whoever looks after this installation: it may be in the last backup."
        ) from error
    if len(content) != stored.size or hashlib.sha256(content).hexdigest() != stored.sha256:
        raise Damaged(
            f"The file “{stored.name}” is damaged, so it is not shown."
            " Tell whoever looks after this installation: it may be in the last backup."
        )
    return content


def known(scheme_id: UUID, ids: set[UUID]) -> set[UUID]:
    """Those of `ids` that are files of the scheme."""
    rows = StoredFile.objects.filter(scheme_id=scheme_id, pk__in=ids)
    return set(rows.values_list("pk", flat=True))
