"""Turns a template and data into a document, on this machine alone.

A template is a file of `templates/`; data reaches it as one JSON input and is only ever shown,
never read as markup: what people typed cannot run, read a file or change the page. Fonts come
with Kith (Noto Sans: Latin, Greek, Cyrillic, Arabic, Bengali, Devanagari, Ethiopic, Gujarati,
Gurmukhi, Hebrew, Tamil). A document with characters that these lack (Chinese, emoji) is made with
the machine's own fonts as well. Where those lack it too, the character is an empty box, and the
PDF is still tagged but does not call itself PDF/UA, which promises that all can be read.
"""

import json
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

_HERE = Path(__file__).parent
TEMPLATES = _HERE / "templates"
FONTS = _HERE / "data" / "fonts"

# Marks that turn the reading direction by force: a letter must read as it was typed.
_DIRECTION_MARKS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


class UnprintableText(ValueError):
    """Text that no document can hold; the message is a sentence for people."""


def pdf(template: str | Path, data: Mapping[str, Any]) -> bytes:
    """Return a tagged PDF (PDF/UA-1, ISO 14289-1) of a template.

    `template` is the name of a file in `templates/` without its ending, or the path of a room's
    own; `data` is what it shows: strings, numbers, booleans, lists and mappings. The same data give
    the same bytes.

    Raises UnprintableText for NUL and other control characters, KeyError for an unknown template.
    """
    return _made(template, data)[0]


def png(template: str | Path, data: Mapping[str, Any], *, ppi: float = 110) -> list[bytes]:
    """Return one PNG picture for each page of a template; raises as `pdf` does."""
    _, compiler = _made(template, data)
    pages = compiler.compile(format="png", ppi=ppi)
    return pages if isinstance(pages, list) else [_one(pages)]


# What is tried in turn: the machine's own fonts as well, and the promise of PDF/UA.
_WAYS: tuple[tuple[bool, Literal["ua-1"] | None], ...] = (
    (False, "ua-1"),
    (True, "ua-1"),
    (True, None),
)


def _made(template: str | Path, data: Mapping[str, Any]) -> tuple[bytes, typst.Compiler]:
    """Return the PDF made in the first way that can show every character, and how it was made."""
    source = _template(template)
    inputs = {"data": json.dumps(_printable(data), ensure_ascii=False)}
    for system_fonts, standard in _WAYS:
        compiler = typst.Compiler(
            source, root=source.parent, font_paths=_fonts(system=system_fonts), sys_inputs=inputs
        )
        try:
            return _one(compiler.compile(format="pdf", pdf_standards=standard)), compiler
        except typst.TypstError as failure:
            if standard is None or "could not be displayed" not in failure.message:
                raise
    raise AssertionError("the last way asks for no standard, so it raises or returns")


def _one(made: bytes | list[bytes] | None) -> bytes:
    assert isinstance(made, bytes)
    return made


def _template(name: str | Path) -> Path:
    if isinstance(name, Path):
        return name
    found = {path.stem: path for path in TEMPLATES.glob("*.typ")}
    return found[name]


@lru_cache(maxsize=2)
def _fonts(*, system: bool) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=system, include_embedded_fonts=False, font_paths=[FONTS]
    )


def _printable(value: Any) -> Any:
    """Return a copy of data whose every string can be printed."""
    if isinstance(value, str):
        return _printable_text(value)
    if isinstance(value, Mapping):
        return {str(key): _printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(item) for item in value]
    return value


def _printable_text(text: str) -> str:
    ended = text.replace("\r\n", "\n").replace("\r", "\n").translate(_DIRECTION_MARKS)
    if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t" for c in ended):
        raise UnprintableText(
            "The text has characters that cannot be printed. Delete them, or type it again."
        )
    return unicodedata.normalize("NFC", ended)
