"""Files that a test sends: made here, never stored."""

from __future__ import annotations

import io
import struct
import zlib

import typst
from PIL import Image


def pdf(text: str = "Dear colleagues, please see Maya.", pages: int = 1) -> bytes:
    """A PDF of so many pages, each with the text."""
    source = "#pagebreak()\n".join([f"#[{text}]\n"] * pages)
    return typst.compile(source.encode())


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **saving: object) -> bytes:
    """A picture, black on its left and white on its right."""
    image = Image.new("RGB", size, "white")
    image.paste((0, 0, 0), (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.save(out, kind, **saving)
    return out.getvalue()


def with_exif() -> bytes:
    """A JPEG turned on its side, with a place and a camera in its EXIF."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Camera of Maya"
    exif[0x8825] = {1: "N", 2: (51.0, 31.0, 0.0)}
    return picture(exif=exif)


def bomb() -> bytes:
    """A PNG of a few kilobytes that says it is 30,000 by 30,000."""

    def chunk(name: bytes, data: bytes) -> bytes:
        summed = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", summed)

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 3751 * 3000, 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def locked_pdf() -> bytes:
    """A PDF whose trailer names an encryption that no password of ours opens."""
    body = b"%PDF-1.4\n"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
        b"<</Filter/Standard/V 1/R 2/P -4/O<" + b"28" * 32 + b">/U<" + b"37" * 32 + b">>>",
    ]
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 5\n0000000000 65535 f \n"
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = (
        b"trailer\n<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<01><01>]>>\nstartxref\n%d\n%%%%EOF\n"
    )
    return body + table + trailer % len(body)
