"""Letters, e-mails and pages as stored pictures that a test compares.

    assert_looks_like("outcome-letter", pdf_picture(letter.pdf()))
    assert_reads_like("email-acknowledged", text)

Stored pictures lie in `tests/pictures/stored/`: small, of fictional people, on a fixed date. When one should look
otherwise from now on, make it anew and look at what changed before it is committed:

    KITH_MAKE_PICTURES=1 .venv/bin/python -m pytest -p tests.server tests/…
"""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageStat

STORED = Path(__file__).with_name("stored")
SWITCH = "KITH_MAKE_PICTURES"
GREYS = 16  # a stored picture needs no more, and is a third of the size
TILE = (24, 10)  # pixels: a word of a letter
# Mean difference of the pixels of a tile, 0 to 255. Smoothing by a third of a pixel, as another machine's might,
# gives 12; one other word in a line gives 34.
TOLERANCE = 20.0


def pdf_picture(document: bytes, *, dots_per_inch: int = 60) -> Image.Image:
    """Every page of a PDF, one below the other, in greys."""
    pdf = pypdfium2.PdfDocument(document)
    try:
        pages = [page.render(scale=dots_per_inch / 72).to_pil().convert("L") for page in pdf]
    finally:
        pdf.close()
    whole = Image.new("L", (max(p.width for p in pages), sum(p.height for p in pages)), 255)
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    return whole


def png_picture(picture: bytes, *, width: int = 480) -> Image.Image:
    """A picture of a page, such as a browser's, in greys and no wider than `width`."""
    with Image.open(io.BytesIO(picture)) as opened:
        grey = opened.convert("L")
    if grey.width <= width:
        return grey
    return grey.resize((width, round(grey.height * width / grey.width)), Image.Resampling.BOX)


def assert_looks_like(name: str, new: Image.Image, *, tolerance: float = TOLERANCE) -> None:
    """Fail, saying where the new picture is, when it differs from the stored one of that name.

    The measure is the mean difference of the pixels in the tile that differs most: over a whole page the white of
    the paper would hide a sentence.
    """
    stored = STORED / f"{name}.png"
    new = _few_greys(new)
    if os.environ.get(SWITCH):
        new.save(stored, optimize=True)
    if not stored.exists():
        raise AssertionError(
            f"There is no picture {stored}. The new one: {_kept(name, new)}. {_how()}"
        )
    with Image.open(stored) as opened:
        old = opened.convert("L")
    if old.size != new.size:
        raise AssertionError(
            f"{name} is {new.size} pixels and was {old.size}. The new picture: {_kept(name, new)}. {_how()}"
        )
    worst, where = most_different(old, new.convert("L"))
    if worst > tolerance:
        raise AssertionError(
            f"{name} looks different around pixel {where}: {worst:.1f} of 255, allowed {tolerance}."
            f" Stored: {stored}. The new picture: {_kept(name, new)}. {_how()}"
        )


def assert_reads_like(name: str, new: str) -> None:
    """Fail, saying where the new text is, when it differs from the stored one of that name at all."""
    stored = STORED / f"{name}.txt"
    if os.environ.get(SWITCH):
        stored.write_text(new, encoding="utf-8")
    kept = stored.read_text(encoding="utf-8") if stored.exists() else ""
    if kept != new:
        place = _folder() / f"{name}.txt"
        place.write_text(new, encoding="utf-8")
        raise AssertionError(
            f"{name} reads otherwise than {stored}. The new text: {place}. {_how()}"
        )


def most_different(old: Image.Image, new: Image.Image) -> tuple[float, tuple[int, int]]:
    """The mean difference of the tile that differs most, 0 to 255, and where it begins."""
    apart = ImageChops.difference(old, new)
    wide, high = TILE
    tiles = (
        (ImageStat.Stat(apart.crop((x, y, x + wide, y + high))).mean[0], (x, y))
        for y in range(0, max(apart.height - high, 0) + 1, high // 2)
        for x in range(0, max(apart.width - wide, 0) + 1, wide // 2)
    )
    return max(tiles)


def _few_greys(picture: Image.Image) -> Image.Image:
    """The same picture in evenly spaced greys, so that two made on one machine are the same bytes."""
    step = 255 / (GREYS - 1)
    return picture.convert("L").point([round(round(grey / step) * step) for grey in range(256)])


def _kept(name: str, picture: Image.Image) -> Path:
    place = _folder() / f"{name}.png"
    picture.save(place)
    return place


def _folder() -> Path:
    folder = Path(tempfile.gettempdir()) / "kith-pictures"
    folder.mkdir(exist_ok=True)
    return folder


def _how() -> str:
    return f"If this is how it should be, run the test again with {SWITCH}=1, look, and commit."
