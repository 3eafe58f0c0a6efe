"""Making strangers' text safe to keep and show: no control characters, no markup, no endless
length.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import Any

# C0 and C1 controls but tab and new line, bidirectional controls, invisible spaces, lone
# surrogates, noncharacters.
# Zero-width joiner and non-joiner stay: Persian, Hindi and emoji are spelled with them.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff]"
)
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|&(?:[a-zA-Z]{2,10}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "tr",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "blockquote",
        "hr",
        "dd",
        "dt",
        "dl",
    ]
)
_SILENT = frozenset({"script", "style", "template", "head", "title"})


def clean(
    value: str, notes: list[str], label: str, *, limit: int = 255, lines: bool = False
) -> str:
    """Return `value` as plain text of at most `limit` characters, on one line unless `lines`.

    `notes` receives a sentence for each thing that was taken away; `label` names the field in it.
    """
    # Longer input is cut before anything scans it, so that hostile text costs no more than long
    # text.
    cut = len(value) > limit * 4
    text = value[: limit * 4] if cut else value
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _MARKUP.search(text):
        text = plain(text)
    if _UNSAFE.search(text):
        text = _UNSAFE.sub("", text)
        notes.append(f"{label}: control or direction characters were removed")
    text = _tidy_lines(text) if lines else " ".join(text.split())
    if cut or len(text) > limit:
        notes.append(f"{label}: longer than {limit} characters, the rest was left out")
        text = text[:limit].rstrip()
    return text


def shown(value: Any) -> str:
    """Return a short, safe form of a refused value to quote in a sentence."""
    text = _UNSAFE.sub("", value if isinstance(value, str) else repr(value)[:200])
    text = " ".join(text[:200].split())
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


def plain(markup: str) -> str:
    """Return the words of a piece of HTML, a line for each block, without scripts and styles."""
    reader = _Words()
    markup = _without_comments(markup)
    try:
        reader.feed(markup)
        reader.close()
    except (AssertionError, ValueError):
        # The standard parser asserts on some malformed declarations; what is between tags is still
        # worth having.
        return html.unescape(re.sub(r"<[^<>]*>", " ", markup))
    return "".join(reader.words)


def storable_json(value: Any) -> Any:
    """Return a copy of a JSON value that PostgreSQL's jsonb accepts: U+FFFD for NUL and lone
    surrogates, null for infinity.
    """
    if isinstance(value, str):
        return re.sub("[\x00\ud800-\udfff]", "\ufffd", value)
    if isinstance(value, dict):
        return {storable_json(str(key)): storable_json(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [storable_json(entry) for entry in value]
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    return value


def _without_comments(markup: str) -> str:
    """Cut comments out first: the standard parser searches anew for the end of each open one."""
    kept = []
    rest = 0
    while (start := markup.find("<!--", rest)) >= 0:
        kept.append(markup[rest:start])
        end = markup.find("-->", start)
        rest = end + 3 if end >= 0 else len(markup)
    return "".join([*kept, markup[rest:]])


def _tidy_lines(text: str) -> str:
    tidy = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", tidy).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)
