"""Reading a file back, and proving that it is the one that was kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from uuid import UUID

from kith.files.models import StoredFile, Upload, UploadPage
from kith.files.rules import place_of
from kith.resilience.errors import Refused
from kith.ui.dates import medium_date


class Damaged(Refused):
    """The bytes on the disk are missing or are not those that were kept."""


class Gone(Refused):
    """The bytes were deleted on their day."""


def read(stored: StoredFile) -> bytes:
    """The bytes of a file, as they were kept. Raises Gone once they were deleted, and Damaged when its size
    or sum is another.
    """
    if stored.deleted_on is not None:
        raise Gone(
            f"The file “{stored.name}” was deleted on {medium_date(stored.deleted_on)}, as it was to be."
        )
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


def pages(upload: Upload) -> list[UploadPage]:
    """The pages of an upload in their order; none while it is in quarantine or was refused."""
    if upload.state != Upload.State.CLEAR:
        return []
    return list(UploadPage.objects.filter(upload=upload).select_related("file").order_by("number"))


def original(upload: Upload) -> StoredFile | None:
    """The file as it came, once it could be drawn anew; None in quarantine, or when it was refused."""
    return upload.original if upload.state == Upload.State.CLEAR else None


def left(scheme_id: UUID, ids: Iterable[UUID]) -> list[Upload]:
    """Those of `ids` that are uploads of the scheme, the oldest first."""
    rows = Upload.objects.filter(scheme_id=scheme_id, pk__in=list(ids))
    return list(rows.order_by("created_at"))


def page_of(upload: Upload, number: int) -> StoredFile | None:
    """The picture of one page, if there is one to show."""
    return next((page.file for page in pages(upload) if page.number == number), None)
