"""How a person is said on any page of the desk: age, language, safe ways, last words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from kith.people.models import Channel, ContactPoint, LinkedPerson, Person
from kith.people.rules import may_be_told
from kith.vocabulary import accessible_information, languages, phone

LAST_WORDS = 180
_SAFE = {
    Channel.CALL: "calls",
    Channel.VOICEMAIL: "voicemail",
    Channel.TEXT: "texts",
    Channel.EMAIL: "e-mail",
    Channel.LETTER: "letters",
    Channel.VISIT: "visits",
}


def safe_phone(point: ContactPoint | None) -> dict[str, str] | None:
    """A phone that is safe to call, as words and as a link, with when it is safe."""
    if point is None:
        return None
    return {
        "text": shown_phone(point.value),
        "href": f"tel:{point.value.split(';')[0]}",
        "when": point.when_safe,
        "note": point.note,
    }


def shown_phone(value: str) -> str:
    """A stored number as people read it; as it was kept when it is not one."""
    try:
        return phone.display(value)
    except phone.InvalidPhone:
        return value


def way(point: ContactPoint) -> dict[str, str]:
    """One way to reach somebody: what it is, what it is safe for, and when."""
    safe = [words for channel, words in _SAFE.items() if channel in point.safe_for]
    value = shown_phone(point.value) if point.kind == ContactPoint.Kind.PHONE else point.value
    if point.postcode and point.postcode not in value:
        value = f"{value}, {point.postcode}"
    return {
        "kind": ContactPoint.Kind(point.kind).label,
        "value": value,
        "safe": "Safe for " + _joined(safe) if safe else "Not safe for anything",
        "when": point.when_safe,
        "note": point.note,
        "preferred": "yes" if point.is_preferred else "",
    }


def told(linked: LinkedPerson, today: dt.date) -> dict[str, str]:
    """Somebody around the person, and what they may be told today."""
    return {
        "name": linked.name,
        "relationship": linked.relationship,
        "may": may_be_told(linked, today).label,
        "by": linked.on_whose_say_so,
        "phone": shown_phone(linked.phone) if linked.phone else "",
    }


def language_words(person: Person) -> str:
    """The language someone speaks, with whether an interpreter is needed; empty when not known."""
    language = languages.label(person.language) if person.language in languages.TABLE else ""
    interpreter = {True: "needs an interpreter", False: "no interpreter"}.get(
        person.needs_interpreter  # type: ignore[arg-type]
    )
    return ", ".join(part for part in (language, interpreter) if part)


def access_words(person: Person) -> list[str]:
    """What helps someone to read, hear and take part."""
    known = accessible_information.TABLE
    needs = [known.label(code) if code in known else code for code in person.access_needs]
    return [*needs, *([person.access_notes] if person.access_notes else [])]


def last_words(note: str) -> str:
    """The end of a note, from the start of a word, as the last thing that was said."""
    words = " ".join(note.split())
    if len(words) <= LAST_WORDS:
        return words
    return "…" + words[-LAST_WORDS:].partition(" ")[2]


def counted(number: int, one: str, many: str = "") -> str:
    """`1 call`, `3 calls`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def _joined(words: Iterable[str]) -> str:
    listed: list[Any] = list(words)
    return " and ".join([", ".join(listed[:-1]), listed[-1]] if len(listed) > 1 else listed)
