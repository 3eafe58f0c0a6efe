"""How a service works, where its own words say so plainly: in a group or one to one, for women only,
open to people with no recourse to public funds. Anything less plain stays unknown, to be asked.
"""

from __future__ import annotations

import re
from typing import Any

from kith.exchange.directory_feed.records import FeedService

_WOMEN = re.compile(
    r"\b(?:women|ladies|female)[ -]only\b|\bonly (?:for|open to) women\b|\bfor women only\b", re.I
)
_ANYONE = re.compile(r"\b(?:men and women|women and men|all genders)\b", re.I)
_ONE_TO_ONE = re.compile(
    r"\b(?:one|1)[ -](?:to|2|:)[ -]?(?:one|1)\b|\b1:1\b|\bbefriend(?:er|ing)\b", re.I
)
_GROUP = re.compile(
    r"\b(?:group|club|class|classes|choir|caf[eé]|coffee morning|drop-in|workshop)s?\b", re.I
)
_NO_RECOURSE = re.compile(r"\bno recourse(?: to public funds)?\b|\bNRPF\b", re.I)
_CLOSED = re.compile(
    r"\b(?:not (?:open|available)|cannot|unable|must have recourse|excluding)\b", re.I
)


def how_it_works(service: FeedService) -> dict[str, Any]:
    """The columns of `directory.marks` for a service of a feed."""
    parts = (
        service.name,
        service.description,
        service.eligibility.text,
        *(term.name for term in service.terms),
    )
    words = "\n".join(parts)
    return {
        "setting": _setting(service.name, words),
        "is_women_only": _women(words),
        "takes_no_recourse": _no_recourse(words),
    }


def _setting(name: str, words: str) -> str:
    if _GROUP.search(name):
        return "group"
    alone, together = bool(_ONE_TO_ONE.search(words)), bool(_GROUP.search(words))
    if alone == together:
        return ""
    return "one_to_one" if alone else "group"


def _women(words: str) -> bool | None:
    if _WOMEN.search(words):
        return True
    return False if _ANYONE.search(words) else None


def _no_recourse(words: str) -> bool | None:
    said = [line for line in re.split(r"[.\n;]", words) if _NO_RECOURSE.search(line)]
    if not said:
        return None
    return not any(_CLOSED.search(line) for line in said)
