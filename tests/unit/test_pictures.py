"""The comparison with stored pictures tells a changed sentence from another machine's smoothing."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from tests.pictures import compare
from tests.pictures.compare import assert_looks_like, assert_reads_like, pdf_picture
from tests.unit.messages.documents.test_documents import LETTER


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(compare, "STORED", tmp_path)
    (tmp_path / "new").mkdir()
    monkeypatch.setattr(compare, "_folder", lambda: tmp_path / "new")
    return tmp_path


@pytest.fixture
def letter(stored: Path, monkeypatch: pytest.MonkeyPatch) -> Image.Image:
    """A letter whose picture is stored."""
    picture = pdf_picture(LETTER.pdf())
    with monkeypatch.context() as making:
        making.setenv(compare.SWITCH, "1")
        assert_looks_like("letter", picture)
        assert_reads_like("text", "Hello\n")
    return picture


def test_the_same_letter_looks_the_same(letter: Image.Image) -> None:
    assert_looks_like("letter", letter)
    assert_looks_like("letter", letter.filter(ImageFilter.GaussianBlur(0.4)))
    assert_reads_like("text", "Hello\n")


def test_one_changed_word_is_seen_and_the_new_picture_is_kept(
    letter: Image.Image, stored: Path
) -> None:
    changed = dataclasses.replace(LETTER, requested_actions=("Please review her eyesight.",))
    with pytest.raises(AssertionError, match="looks different around pixel") as failure:
        assert_looks_like("letter", pdf_picture(changed.pdf()))
    assert str(stored / "new" / "letter.png") in str(failure.value)
    with pytest.raises(AssertionError, match="reads otherwise"):
        assert_reads_like("text", "Hallo\n")


def test_a_picture_of_another_size_and_one_that_is_not_there_fail(letter: Image.Image) -> None:
    with pytest.raises(AssertionError, match="pixels and was"):
        assert_looks_like("letter", letter.crop((0, 0, 100, 100)))
    with pytest.raises(AssertionError, match="There is no picture"):
        assert_looks_like("another", letter)
