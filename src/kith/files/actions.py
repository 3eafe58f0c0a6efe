"""Keeping a file: its bytes on the disk first, then its row, so that a row never lacks its bytes.

This room is below the log; the action that keeps a file for a reason writes the line.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID, uuid4

from django.db import transaction
from procrastinate.contrib.django import app

from kith.files.examining import Examined, check_kind, check_size, examine
from kith.files.models import StoredFile, Upload, UploadPage
from kith.files.queries import read
from kith.files.rules import place_of, scheme_folder
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import today

UNKNOWN_TYPE = "application/octet-stream"


def keep(*, by: Actor, scheme_id: UUID, name: str, content_type: str, content: bytes) -> StoredFile:
    """Keep a file for a scheme; it never changes afterwards.

    If the transaction is rolled back the bytes stay behind without a row, and the sweep
    (`files.sweep`) takes them away. Raises Refused, and keeps nothing, when the disk is full or
    cannot be written to.
    """
    stored = StoredFile(
        id=uuid4(),
        scheme_id=scheme_id,
        name=_plain(name),
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    try:
        _write(place_of(stored), content)
    except OSError as error:
        raise Refused(
            f"The file could not be kept ({_reason(error)}), so nothing was saved."
            " Tell whoever looks after this installation, then try again."
        ) from error
    with transaction.atomic():
        stored.save(force_insert=True)
    return stored


def take_in(*, by: Actor, scheme_id: UUID, name: str, content: bytes) -> Upload:
    """Look into a file that staff send and keep it with its pages. Raises Refused, keeping nothing, for
    one that cannot be shown.
    """
    found = examine(content)
    original = keep(
        by=by, scheme_id=scheme_id, name=name, content_type=found.content_type, content=content
    )
    upload = Upload.objects.create(scheme_id=scheme_id, original=original, state=Upload.State.CLEAR)
    _keep_pages(by, upload, found)
    return upload


def leave(*, by: Actor, scheme_id: UUID, name: str, content: bytes) -> Upload:
    """Keep what a stranger sends in quarantine, where nobody sees it until a job has looked into it.

    Raises Refused for one that is empty, too large, or by its first bytes of no kind that we take.
    """
    check_size(content)
    check_kind(content)
    original = keep(
        by=by, scheme_id=scheme_id, name=name, content_type=UNKNOWN_TYPE, content=content
    )
    upload = Upload(scheme_id=scheme_id, original=original)
    # Without a look first: a stranger may write here and read nothing.
    upload.save(force_insert=True)
    app.configure_task("files.look_into").defer(scheme_id=str(scheme_id), upload_id=str(upload.pk))
    return upload


def look_into(*, by: Actor, upload: Upload) -> Upload:
    """Lift the quarantine of a file that can be shown, or keep why it cannot; once."""
    if upload.state != Upload.State.QUARANTINE:
        return upload
    try:
        found = examine(read(upload.original))
    except Refused as refusal:
        change(upload, state=Upload.State.REFUSED, problem=refusal.message[:300])
        return upload
    _keep_pages(by, upload, found)
    change(upload, state=Upload.State.CLEAR)
    return upload


def forget(*, by: Actor, uploads: Iterable[Upload]) -> int:
    """Delete what a stranger left and nobody took for a person's; how many. Their bytes go with the next sweep."""
    count = 0
    for upload in uploads:
        pages = UploadPage.objects.filter(upload=upload)
        drawn = list(pages.values_list("file_id", flat=True))
        pages.delete()
        Upload.objects.filter(pk=upload.pk).delete()
        StoredFile.objects.filter(pk__in=[*drawn, upload.original_id]).delete()
        count += 1
    return count


def delete_bytes(*, by: Actor, stored: StoredFile) -> StoredFile:
    """Delete what a file holds, for good, when the transaction is committed; that it was there stays."""
    change(stored, deleted_on=today())
    place = place_of(stored)
    transaction.on_commit(lambda: place.unlink(missing_ok=True))
    return stored


def _keep_pages(by: Actor, upload: Upload, found: Examined) -> None:
    for number, page in enumerate(found.pages, start=1):
        file = keep(
            by=by,
            scheme_id=upload.scheme_id,
            name=f"page {number}",
            content_type=page.content_type,
            content=page.content,
        )
        UploadPage.objects.create(
            scheme_id=upload.scheme_id,
            upload=upload,
            number=number,
            file=file,
            width=page.width,
            height=page.height,
        )


def _write(place: Path, content: bytes) -> None:
    """Whole or not at all: written under another name, made to last, then renamed."""
    folder = place.parent
    _private_folder(scheme_folder(None))
    _private_folder(folder)
    draft = folder / f".{place.name}.part"
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.rename(place)
        _make_last(folder)
    except OSError:
        for left in (draft, place):
            with contextlib.suppress(OSError):
                left.unlink()
        raise


def _private_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make_last(folder.parent)


def _make_last(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _plain(name: str) -> str:
    """A name that is no path and hides no characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return shown.strip()[:200] or "file"


def _reason(error: OSError) -> str:
    return (error.strerror or "the disk does not answer").lower()
