"""Files kept for a scheme: whole or not at all, and proved when they are read."""

from __future__ import annotations

import errno
import os
import stat
import time
import uuid
from pathlib import Path

import pytest
from django.db import transaction

from kith.files import actions, jobs, queries
from kith.files.models import StoredFile
from kith.files.rules import place_of
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused
from tests import cast


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings) -> Path:  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


def kept(by: Actor, content: bytes = b"What was said", name: str = "note.pdf") -> StoredFile:
    return actions.keep(
        by=by, scheme_id=cast.BOW, name=name, content_type="application/pdf", content=content
    )


def test_a_file_is_read_back_as_it_was_kept(in_bow: Actor) -> None:
    stored = kept(in_bow, b"\x00\xff bytes")

    assert queries.read(StoredFile.objects.get(pk=stored.pk)) == b"\x00\xff bytes"


def test_an_empty_file_is_a_file(in_bow: Actor) -> None:
    assert queries.read(kept(in_bow, b"")) == b""


def test_only_our_own_account_can_read_the_disk(in_bow: Actor, media: Path) -> None:
    place = place_of(kept(in_bow))

    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(media.stat().st_mode) == 0o700


def test_the_disk_tells_no_names(in_bow: Actor, media: Path) -> None:
    stored = kept(in_bow, name="Amira Begum.pdf")

    assert [str(p.relative_to(media)) for p in media.rglob("*") if p.is_file()] == [
        f"{cast.BOW}/{stored.pk}"
    ]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\letters\\one.pdf", "one.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("\x00", "file"),
        ("n" * 300, "n" * 200),
    ],
)
def test_a_name_is_no_path_and_hides_nothing(in_bow: Actor, given: str, shown: str) -> None:
    assert kept(in_bow, name=given).name == shown


@pytest.mark.parametrize("damage", [b"What was sajd", b"What was", b""])
def test_a_damaged_file_is_refused_and_a_whole_one_is_not(in_bow: Actor, damage: bytes) -> None:
    whole, damaged = kept(in_bow), kept(in_bow)
    place_of(damaged).write_bytes(damage)

    assert queries.read(whole) == b"What was said"
    with pytest.raises(queries.Damaged, match="damaged"):
        queries.read(damaged)


def test_a_missing_file_is_refused_with_a_sentence(in_bow: Actor) -> None:
    stored = kept(in_bow)
    place_of(stored).unlink()

    with pytest.raises(queries.Damaged, match="cannot be read from the disk"):
        queries.read(stored)


@pytest.mark.parametrize("step", ["fsync", "open"])
def test_a_full_disk_is_a_sentence_and_leaves_nothing(
    in_bow: Actor, media: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    kept(in_bow)
    before = sorted(media.rglob("*"))
    with monkeypatch.context() as patch:
        patch.setattr(os, step, _full)
        with pytest.raises(Refused, match="no space left on device.*nothing was saved"):
            kept(in_bow)

    assert sorted(media.rglob("*")) == before
    assert StoredFile.objects.count() == 1


def test_a_folder_that_cannot_be_made_is_a_sentence(in_bow: Actor, media: Path) -> None:
    media.write_text("A file stands where the folder should be.")

    with pytest.raises(Refused, match="nothing was saved"):
        kept(in_bow)


def test_the_sweep_takes_what_was_rolled_back_and_nothing_else(in_bow: Actor, media: Path) -> None:
    whole = kept(in_bow)
    with transaction.atomic():
        lost = kept(in_bow)
        transaction.set_rollback(True)
    recent = media / str(cast.BOW) / str(uuid.uuid4())
    part = media / str(cast.BOW) / f".{uuid.uuid4()}.part"
    foreign = media / str(cast.BOW) / "README"
    for path in (recent, part, foreign):
        path.write_bytes(b"x")
    for path in (place_of(whole), place_of(lost), part, foreign):
        a_day_ago = time.time() - jobs.LEAVE_SECONDS - 60
        os.utime(path, (a_day_ago, a_day_ago))

    assert jobs.sweep() == 2
    assert queries.read(whole) == b"What was said"
    assert not place_of(lost).exists()
    assert not part.exists()
    assert recent.exists()
    assert foreign.exists()


def test_a_sweep_without_any_files_does_nothing(in_bow: Actor) -> None:
    assert jobs.sweep() == 0


def test_a_strangers_files_are_not_there(in_poplar: Actor, media: Path) -> None:
    from kith.isolation import context

    with context.in_scheme(cast.BOW, actor="job:tests"):
        stored = kept(in_poplar)
        assert StoredFile.objects.filter(pk=stored.pk).exists()

    assert not StoredFile.objects.filter(pk=stored.pk).exists()


def _full(*args: object, **kwargs: object) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")
