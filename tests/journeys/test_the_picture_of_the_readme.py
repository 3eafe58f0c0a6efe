"""The picture at the top of the README is of the product as it is.

As a newcomer
I want to see what it looks like before I install anything
so that I know in a glance whether it is for me.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from pathlib import Path

from tests.journeys.visitor import Visitor

ROOT = Path(__file__).resolve().parents[2]
PICTURE = Path("docs/pictures/today.png")
WIDTH, HEIGHT = 1280, 800


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height in pixels, from the header (PNG specification, section 11.2.1)."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_the_picture_of_the_readme(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    # Given the link worker's day in the demonstration
    at = visit(WIDTH, HEIGHT)
    at.sign_in("linkworker")
    assert at.page.locator("#now").count() == 1
    assert at.page.locator(".kith-items li").count()
    # When its picture is taken (KITH_PICTURES=1 writes the README's anew)
    taken = tmp_path / "today.png"
    at.page.screenshot(path=taken)
    if os.environ.get("KITH_PICTURES") == "1":
        (ROOT / PICTURE).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / PICTURE).write_bytes(taken.read_bytes())
    # Then it is of the size the README expects, and so is the one that is kept
    assert size_of(taken.read_bytes()) == (WIDTH, HEIGHT)
    assert size_of((ROOT / PICTURE).read_bytes()) == (WIDTH, HEIGHT)
    assert str(PICTURE) in (ROOT / "README.md").read_text(encoding="utf-8")
