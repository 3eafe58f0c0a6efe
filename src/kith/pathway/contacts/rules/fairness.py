"""Whether a try to reach somebody was a fair one: by a way that works and is safe, in words they understand.

Source: the product's rule on attempts, after the Accessible Information Standard (DCB1605): somebody who was
rung in a language they do not speak was not tried.
"""

from __future__ import annotations

from kith.pathway.contacts.models import Outcome
from kith.people.models import Person
from kith.vocabulary import accessible_information, languages
from kith.vocabulary.accessible_information import Category

SOMEBODY_INTERPRETED = frozenset({"1", "2", "3"})


def asks_for(person: Person) -> str:
    """What a try has to be, to be understood: "in Sylheti", "by letter", or empty when nothing is on record."""
    parts = []
    if person.needs_interpreter:
        spoken = languages.label(person.language) if person.language else "their language"
        parts.append(f"in {spoken}")
    parts += [
        accessible_information.label(code).lower()
        for code in person.access_needs
        if accessible_information.category(code) is Category.CONTACT
    ]
    return " and ".join(parts)


def counts_as_try(
    person: Person,
    *,
    outcome: str,
    unsafe: bool,
    interpreter: str = "",
    as_asked: bool = False,
    asks_answer: bool = False,
) -> bool:
    """Whether the policy on attempts may count it.

    `unsafe` says that a way not marked safe was used, `as_asked` that it was as `asks_for` says. A wrong or
    dead number was no try, nor one they could not have understood, nor what was sent without asking for an
    answer (`asks_answer`), such as when somebody will ring.
    """
    if unsafe or outcome == Outcome.WRONG_NUMBER:
        return False
    if outcome == Outcome.SENT and not asks_answer:
        return False
    return not asks_for(person) or as_asked or interpreter in SOMEBODY_INTERPRETED
