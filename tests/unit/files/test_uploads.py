"""Files that somebody sends: looked into apart, drawn anew, and shown only when they can be."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from PIL import Image

from kith.files import actions, jobs, queries
from kith.files.models import StoredFile, Upload
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.isolation.context import Kind
from kith.resilience.errors import Refused
from tests import cast, documents


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings) -> Path:  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


def taken(by: Actor, content: bytes, name: str = "letter.pdf") -> Upload:
    return actions.take_in(by=by, scheme_id=cast.BOW, name=name, content=content)


def opened(file: StoredFile) -> Image.Image:
    return Image.open(io.BytesIO(queries.read(file)))


def test_a_pdf_becomes_pictures_and_its_original_stays(in_bow: Actor) -> None:
    sent = documents.pdf(pages=2)
    upload = taken(in_bow, sent)

    assert [page.number for page in queries.pages(upload)] == [1, 2]
    assert queries.page_of(upload, 1).content_type == "image/png"
    assert opened(queries.page_of(upload, 2)).width == 1240
    assert queries.page_of(upload, 3) is None
    assert queries.read(upload.original) == sent
    assert upload.original.content_type == "application/pdf"


def test_a_photo_is_turned_and_says_nothing_of_where_it_was_taken(in_bow: Actor) -> None:
    sent = documents.with_exif()
    upload = taken(in_bow, sent, "photo.jpg")
    shown = opened(queries.page_of(upload, 1))

    assert shown.size == (40, 60), "upright, as the camera's own mark says"
    assert not shown.getexif()
    assert b"Camera of Maya" not in queries.read(queries.page_of(upload, 1))
    assert b"Camera of Maya" in queries.read(upload.original), "the original is kept as it was"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"<html><script>alert(1)</script></html>", "no PDF, JPEG or PNG"),
        (b"%PDF-1.7 and nothing more", "damaged"),
        (b"\xff\xd8\xff\xe0 no picture", "damaged"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, "HEIC"),
        (b"%PDF-" + b"0" * 10_000_001, "larger than 10 MB"),
        (documents.bomb(), "too large to open"),
        (documents.locked_pdf(), "locked with a password"),
    ],
    ids=["empty", "page", "no pdf", "no jpeg", "heic", "large", "bomb", "locked"],
)
def test_what_cannot_be_shown_is_refused_and_nothing_is_kept(
    in_bow: Actor, content: bytes, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        taken(in_bow, content, "letter.pdf")
    assert not StoredFile.objects.exists()
    assert not Upload.objects.exists()


def test_a_pdf_of_500_pages_is_refused_and_one_of_30_is_not(in_bow: Actor) -> None:
    with pytest.raises(Refused, match="500 pages and we take at most 30"):
        taken(in_bow, documents.pdf("x", pages=500))
    assert len(queries.pages(taken(in_bow, documents.pdf("x", pages=30)))) == 30


@pytest.mark.parametrize("name", ["../../etc/passwd.png", "C:\\x\\passwd.png", "\u202epasswd.png"])
def test_a_name_is_neither_a_path_nor_hides_a_character(in_bow: Actor, name: str) -> None:
    assert taken(in_bow, documents.picture("PNG"), name).original.name == "passwd.png"


def test_what_a_stranger_leaves_is_seen_by_nobody_until_it_was_looked_into(db: None) -> None:
    stranger = Actor.public("browser")
    with context.enter(Kind.PUBLIC, schemes=[cast.BOW], actor=stranger.key):
        good, bad = (
            actions.leave(by=stranger, scheme_id=cast.BOW, name="a.pdf", content=content)
            for content in (documents.pdf(), b"%PDF-1.7 no")
        )
        with pytest.raises(DatabaseError), transaction.atomic():
            list(Upload.objects.all())
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert queries.pages(Upload.objects.get(pk=good.pk)) == []
    for upload in (good, bad):
        jobs.look_into(scheme_id=str(cast.BOW), upload_id=str(upload.pk))
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert len(queries.pages(Upload.objects.get(pk=good.pk))) == 1
        refused = Upload.objects.get(pk=bad.pk)
        assert (refused.state, queries.pages(refused)) == ("refused", [])
        assert "damaged" in refused.problem
