"""A page as a checker reads it: its elements, its forms, its addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote_plus

ADDRESSES = ("href", "src", "action", "formaction", "data-url", "content", "srcset")
SPOKEN = ("tel:", "sms:", "mailto:", "data:")


@dataclass
class FormOnPage:
    """A form: where it goes, how, and the names of its fields."""

    action: str
    method: str
    names: set[str] = field(default_factory=set)


class Page(HTMLParser):
    """What was found in a page's HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lang = ""
        self.title = ""
        self.headings = 0
        self.forms: list[FormOnPage] = []
        self.addresses: list[str] = []
        self.inline: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._open.append(tag)
        self.lang = given.get("lang", "") if tag == "html" else self.lang
        self.headings += tag == "h1"
        if tag == "form":
            method = given.get("method", "get").lower()
            self.forms.append(FormOnPage(given.get("action", ""), method))
        if tag in ("input", "select", "textarea", "button") and self.forms and "name" in given:
            self.forms[-1].names.add(given["name"])
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(f"<{tag}>")
        for name, value in given.items():
            if name == "style" or name.startswith("on"):
                self.inline.append(f"<{tag} {name}={value!r}>")
            if name in ADDRESSES or name.startswith("hx-"):
                if value.lower().startswith("javascript:"):
                    self.inline.append(f"<{tag} {name}={value!r}>")
                if tag != "meta" and not value.startswith(SPOKEN):
                    self.addresses.append(unquote_plus(value))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data


def faults(html: str, private: tuple[str, ...]) -> list[str]:
    """What every page must be and this one is not. `private` may stand in no address."""
    page = Page(html)
    said = []
    if page.headings != 1:
        said.append(f"has {page.headings} h1")
    if not page.title.strip() or page.title.strip() == "Kith":
        said.append(f"is titled {page.title.strip()!r}")
    if page.lang != "en-GB":
        said.append(f"has the language {page.lang!r}")
    said += [f"holds inline script or style: {what}" for what in page.inline]
    said += [
        f"says {word!r} in the address {address}"
        for address in page.addresses
        for word in private
        if word in address.lower()
    ]
    return said
