"""A letter to the person, to an address that they said is safe."""

from __future__ import annotations

import datetime

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.messages import actions as messages
from kith.messages.documents.letterhead import Letterhead
from kith.messages.documents.person_letter import PersonLetter
from kith.messages.documents.render import UnprintableText
from kith.messages.models import Letter
from kith.organisations import queries as organisations
from kith.pathway.contacts.actions.happened import record
from kith.pathway.contacts.rules import LETTER, asks_for
from kith.people.models import Channel, ContactPoint, Person
from kith.resilience.errors import Refused
from kith.ui import dates

KIND, LARGE_PRINT = "person_letter", "large-print"
# What a letter that is made here meets of itself.
MET = frozenset({LARGE_PRINT})


@action("contacts.write_letter")
def write_letter(
    *,
    by: Actor,
    person: Person,
    point: ContactPoint,
    words: str,
    as_asked: bool = False,
    asks_answer: bool = False,
    next_step: str = "",
    next_step_on: datetime.date | None = None,
) -> Letter:
    """Make a letter to somebody at an address of theirs: it is owed until it is marked as sent, and noted as sent
    to them, with what is next.

    `words` are paragraphs, a line each; in large print where their record asks for it. What else the record asks for
    is so where `as_asked` says it, such as braille; only a letter that asks for an answer (`asks_answer`) can be the
    one that comes after the tries, from the day it is marked as sent. Raises Refused without
    words, for an address that is not marked safe for letters, and for words that cannot be printed.
    """
    if not words.strip():
        raise Refused("Write what the letter says.", field="words")
    if point.person_id != person.pk or not point.is_safe_for(Channel.LETTER):
        raise Refused(
            "This address is not marked safe for letters. Ask them, or try another way.", field="to"
        )
    made = _letter(by, person, point, words)
    letter = messages.store_letter(
        by=by,
        scheme_id=person.scheme_id,
        kind=KIND,
        person_id=person.pk,
        to_name=person.full_name,
        to_organisation="",
        to_address="\n".join(made.address),
        document=_printed(made),
    )
    record(
        by=by, person=person, outcome="sent", medium=LETTER, note=words.strip(), point=point, letter=letter,
        as_asked=as_asked or not asks_for(person, LETTER, met=MET), asks_answer=asks_answer,
        next_step=next_step, next_step_on=next_step_on,
    )  # fmt: skip
    return letter


def _letter(by: Actor, person: Person, point: ContactPoint, words: str) -> PersonLetter:
    scheme = organisations.scheme(person.scheme_id)
    lines = [*point.value.splitlines(), point.postcode]
    return PersonLetter(
        scheme=Letterhead(
            scheme.name, tuple(scheme.address.splitlines()), scheme.phone, scheme.email
        ),
        date=dates.today(),
        name=person.full_name,
        called=person.called,
        address=tuple(line.strip() for line in lines if line.strip()),
        words=words.strip(),
        worker=by.name,
        large_print=LARGE_PRINT in person.access_needs,
    )


def _printed(letter: PersonLetter) -> bytes:
    try:
        return letter.pdf()
    except UnprintableText as error:
        raise Refused(
            f"The letter could not be made, so nothing was saved. {error}", field="words"
        ) from error
