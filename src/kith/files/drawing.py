"""What is inside a file that somebody sent, and its pages drawn as pictures.

Run as a program (`python -m kith.files.drawing FILE FOLDER`), in a process of its own with little memory and
little time: whatever a file does to the libraries that read it, it does not to the product. The answer on
standard output is JSON, either `{"kind", "pages": [{"name", "type", "width", "height"}]}` or `{"refused"}`.
Names and declared types are not looked at: the first bytes decide.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

MOST_PAGES = 30
MOST_PIXELS = 40_000_000
WIDTH = 1240  # an A4 page at 150 dots an inch
LONGEST_SIDE = 2400
MEMORY = 1_500_000_000
SECONDS = 40

NO_KIND = "This file is no PDF, JPEG or PNG, whatever its name says. Choose another."
HEIC = (
    "This photo is in the HEIC format, which we cannot read. Send it as a JPEG: take a screenshot of it,"
    " or on an iPhone choose Settings, Camera, Formats, Most compatible and take it again."
)
LOCKED = "This PDF is locked with a password. Ask for one without, or print it to a new PDF."
BROKEN = (
    "This file is damaged or is not what it says it is, so it cannot be shown. Ask for it again."
)


class Refused(Exception):
    """What cannot be drawn, in a sentence for a person."""


def kind_of(start: bytes) -> str:
    """pdf, jpeg or png by the first bytes of a file. Raises Refused for anything else."""
    if start.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if start[4:8] == b"ftyp" and start[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1"):
        raise Refused(HEIC)
    if b"%PDF-" in start[:1024]:
        return "pdf"
    raise Refused(NO_KIND)


def draw(source: Path, folder: Path) -> dict[str, Any]:
    """Draw the pages of a file into a folder. Raises Refused when they cannot be."""
    with source.open("rb") as file:
        kind = kind_of(file.read(1024))
    pages = _pages_of_pdf(source, folder) if kind == "pdf" else [_picture(source, folder, kind)]
    return {"kind": kind, "pages": pages}


def _pages_of_pdf(source: Path, folder: Path) -> list[dict[str, Any]]:
    import pypdfium2  # type: ignore[import-untyped]

    try:
        pdf = pypdfium2.PdfDocument(source)
        count = len(pdf)
    except pypdfium2.PdfiumError as error:
        raise Refused(LOCKED if "assword" in str(error) else BROKEN) from error
    if not count:
        raise Refused(BROKEN)
    if count > MOST_PAGES:
        raise Refused(
            f"This PDF has {count} pages and we take at most {MOST_PAGES}. Send the letter alone."
        )
    return [_page(pdf[number], folder, number + 1) for number in range(count)]


def _page(page: Any, folder: Path, number: int) -> dict[str, Any]:
    width, height = (max(side, 1.0) for side in page.get_size())
    scale = min(WIDTH / width, 2 * LONGEST_SIDE / height, 4.0)
    picture = page.render(scale=scale).to_pil().convert("RGB")
    return _kept(picture, folder, number, "png")


def _picture(source: Path, folder: Path, kind: str) -> dict[str, Any]:
    from PIL import Image, ImageOps

    # Judged by hand before a pixel is unpacked, rather than by the library's warning.
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(source, formats=[kind.upper()]) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Refused("This picture is too large to open. Take it again at a usual size.")
        turned = ImageOps.exif_transpose(opened).convert("RGB")
    turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return _kept(turned, folder, 1, kind)


def _kept(picture: Any, folder: Path, number: int, kind: str) -> dict[str, Any]:
    """Written anew from its pixels: no place, camera or comment comes along."""
    name = f"{number:03d}"
    clean = picture.copy()
    clean.info = {}
    clean.save(folder / name, format=kind.upper(), quality=88)
    return {
        "name": name,
        "type": f"image/{kind}",
        "width": clean.width,
        "height": clean.height,
    }


def main(arguments: list[str]) -> int:
    """Draw, and say what came of it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        said = draw(Path(arguments[0]), Path(arguments[1]))
    except Refused as refusal:
        said = {"refused": str(refusal)}
    except Exception:  # whatever a hostile file brings out of a library
        said = {"refused": BROKEN}
    sys.stdout.write(json.dumps(said))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
