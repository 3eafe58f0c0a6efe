"""Looks into what strangers left, and takes away bytes whose row was rolled back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from procrastinate.contrib.django import app

from kith.files import actions, queries
from kith.files.models import Upload
from kith.files.rules import scheme_folder
from kith.isolation import context
from kith.isolation.actor import Actor

# Longer than any transaction that might still bring the row.
LEAVE_SECONDS = 24 * 3600


@app.task(name="files.look_into")
def look_into(scheme_id: str, upload_id: str) -> None:
    """Look into one file that a stranger left, and lift its quarantine if it can be shown."""
    name = "job:files.look_into"
    with context.in_scheme(UUID(scheme_id), actor=name):
        upload = Upload.objects.select_related("original").filter(pk=upload_id).first()
        if upload is not None:
            actions.look_into(by=Actor.system(name), upload=upload)


@app.periodic(cron="17 3 * * *")
@app.task(name="files.sweep", queueing_lock="files.sweep", pass_context=False)
def sweep(timestamp: int = 0) -> int:
    """Delete files a day old or more that no row knows. Returns how many.

    `timestamp` is the periodic job's own and is not used.
    """
    return sum(_sweep_scheme(scheme_id) for scheme_id in _schemes_on_disk())


def _schemes_on_disk() -> Iterator[UUID]:
    media = scheme_folder(None)
    for folder in sorted(media.iterdir()) if media.is_dir() else ():
        named = _as_id(folder.name)
        if folder.is_dir() and named is not None:
            yield named


def _sweep_scheme(scheme_id: UUID) -> int:
    old = [path for path in scheme_folder(scheme_id).iterdir() if _is_old(path)]
    ids = {found for path in old if (found := _as_id(path.name))}
    with context.in_scheme(scheme_id, actor="job:files.sweep"):
        known = queries.known(scheme_id, ids)
    orphans = [path for path in old if _is_ours(path) and _as_id(path.name) not in known]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _is_old(path: Path) -> bool:
    try:
        return path.is_file() and time.time() - path.stat().st_mtime > LEAVE_SECONDS
    except FileNotFoundError:
        return False


def _is_ours(path: Path) -> bool:
    """A file under its id, or one that was never finished; anything else is not ours to delete."""
    return _as_id(path.name) is not None or (
        path.name.endswith(".part")
        and _as_id(path.name.removeprefix(".").removesuffix(".part")) is not None
    )


def _as_id(name: str) -> UUID | None:
    try:
        found = UUID(name)
    except ValueError:
        return None
    return found if str(found) == name else None
