"""The e-mails the scheme can send, each a file of `templates/messages/`.

An e-mail says that something is waiting, and where. It is read on other people's screens, so it
can hold nothing about a person: a text admits only the variables below. `listing` is the name of a service, as
anybody may read it in the directory.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from string import Template

from django.conf import settings

from kith.resilience.errors import Refused

FOLDER = Path(__file__).parent / "templates" / "messages"
VARIABLES = frozenset({"scheme", "phone", "link", "reference", "listing"})


@dataclass(frozen=True, slots=True)
class Text:
    """A subject of one line and a body in plain text."""

    subject: str
    body: str


def kinds() -> list[str]:
    """The kinds of e-mail there are, by name."""
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def wants(kind: str) -> frozenset[str]:
    """The variables a kind needs. Raises KeyError for a kind that does not exist."""
    return frozenset(_template(kind).get_identifiers())


def source(kind: str) -> str:
    """A kind as it is written in its file. Raises KeyError for a kind that does not exist."""
    return _template(kind).template.strip()


def written(kind: str, *, words: str = "", **values: str) -> Text:
    """An e-mail of that kind, in the scheme's own `words` where it has some.

    `link` must be a page of this installation. Raises KeyError for an unknown kind, ValueError for
    a variable too many or too few (defects both), and Refused for a value of more than one line.
    """
    wanted = wants(kind)
    if set(values) != wanted:
        raise ValueError(f"An e-mail of kind {kind} takes {sorted(wanted)}, not {sorted(values)}.")
    if not values.get("link", settings.SITE_URL).startswith(settings.SITE_URL):
        raise ValueError("An e-mail links to pages of this installation alone.")
    for name, value in values.items():
        if len(value.splitlines()) > 1:
            raise Refused(f"The {name} must be one line. Nothing was sent.")
    template = Template(words.replace("\r\n", "\n")) if words else _template(kind)
    subject, _, body = template.substitute(values).strip().partition("\n\n")
    return Text(subject.removeprefix("Subject: ").strip()[:200], body.strip() + "\n")


@functools.cache
def _template(kind: str) -> Template:
    known = {path.stem: path for path in FOLDER.glob("*.txt")}
    return Template(known[kind].read_text(encoding="utf-8"))
