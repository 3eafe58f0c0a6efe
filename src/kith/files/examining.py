"""Looking into a file in a process of its own; see `drawing`."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kith.files import drawing
from kith.resilience.errors import Refused

MOST_BYTES = 10_000_000
EXTENSIONS = ("pdf", "jpg", "jpeg", "png", "heic")
WAIT_SECONDS = 60
TOO_LONG = (
    "This file took too long to open, so it was not kept. Try once more; if that fails too, send it as a"
    " picture, or with fewer pages."
)
TYPES = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}


@dataclass(frozen=True)
class Drawn:
    """One page as a picture."""

    content: bytes
    content_type: str
    width: int
    height: int


@dataclass(frozen=True)
class Examined:
    """A file that was understood: its true type, and its pages."""

    content_type: str
    pages: tuple[Drawn, ...]


def examine(content: bytes) -> Examined:
    """What a file is, and its pages as pictures. Raises Refused, with what to do, for one that is not ours
    to open: of another kind, damaged, locked, too long or too large.
    """
    check_size(content)
    check_kind(content)
    with tempfile.TemporaryDirectory(prefix="kith-file-") as name:
        folder = Path(name)
        (folder / "source").write_bytes(content)
        said = _drawn(folder / "source", folder)
        if "refused" in said:
            raise Refused(said["refused"], field="file")
        pages = tuple(
            Drawn((folder / one["name"]).read_bytes(), one["type"], one["width"], one["height"])
            for one in said["pages"]
        )
    return Examined(TYPES[said["kind"]], pages)


def check_kind(content: bytes) -> None:
    """Raises Refused for a file whose first bytes are no PDF's, JPEG's or PNG's. Nothing else is read."""
    try:
        drawing.kind_of(content[:1024])
    except drawing.Refused as refusal:
        raise Refused(str(refusal), field="file") from refusal


def check_size(content: bytes) -> None:
    """Raises Refused for a file that is empty or larger than 10 MB."""
    if not content:
        raise Refused("This file is empty. Choose another.", field="file")
    if len(content) > MOST_BYTES:
        raise Refused("This file is larger than 10 MB. Send a smaller one.", field="file")


def _drawn(source: Path, folder: Path) -> dict[str, Any]:
    # Nothing of our surroundings, such as the database's password, goes along.
    command = [sys.executable, "-I", "-m", "kith.files.drawing", str(source), str(folder)]
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=WAIT_SECONDS, check=True, env={}, cwd=folder
        )
        said: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return {"refused": TOO_LONG}
    except (subprocess.SubprocessError, ValueError):
        return {"refused": drawing.BROKEN}
    return said
