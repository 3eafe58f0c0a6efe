"""Whether a try to reach somebody was a fair one: by a way that works and is safe, in words they understand.

Source: the product's rule on attempts, after the Accessible Information Standard (DCB1605) with its four kinds of
need: somebody who was rung in a language they do not speak was not tried. Which need bears on which way is ours
(decision 0048).
"""

from __future__ import annotations

from collections.abc import Collection

from kith.pathway.contacts.models import Outcome
from kith.people.models import Channel, Person
from kith.vocabulary import languages

SOMEBODY_INTERPRETED = frozenset({"1", "2", "3"})
LETTER = "letter"
SENT = frozenset({"05", "06", "08", LETTER})
_HEARD, _MET = frozenset({"02"}), frozenset({"01", "03", "group", "98"})
_SAID = _HEARD | _MET

# Who says everything again: it takes twice the time, and somebody has to be found.
INTERPRETERS = {
    "bsl-interpreter": "with a British Sign Language interpreter",
    "deafblind-interpreter": "with a deafblind manual interpreter",
    "lipspeaker": "with a lipspeaker",
    "speech-to-text": "with a speech-to-text reporter",
    "makaton-signer": "with a Makaton signer",
}
# Whose own language is not the one we write in, so that a text is no nearer to them than a call.
READ_WITH = "read with whoever interprets for them"
_NOT_WRITTEN = frozenset({"bsl-interpreter", "deafblind-interpreter", "makaton-signer"})
_CONTACT = {
    "contact-by-letter": "by letter",
    "contact-by-email": "by email",
    "contact-by-text": "by text message",
    "contact-by-phone": "by phone",
    "contact-by-text-relay": "by text relay",
    "contact-by-bsl-relay": "by video with a British Sign Language interpreter",
    "contact-through-carer": "through a carer or someone they name",
}
_WAY_OF = {
    LETTER: "contact-by-letter",
    "05": "contact-by-email",
    "06": "contact-by-text",
    "08": "contact-by-text",
    "02": "contact-by-phone",
    "04": "contact-by-text-relay",
}
_CHANNEL_OF = {
    "contact-by-letter": Channel.LETTER,
    "contact-by-email": Channel.EMAIL,
    "contact-by-text": Channel.TEXT,
    "contact-by-phone": Channel.CALL,
}
# What else a try has to be, and by which ways that matters: what is written is read, what is said is heard.
_OTHERWISE: dict[str, tuple[str, frozenset[str]]] = {
    "large-print": ("in large print", SENT),
    "easy-read": ("in easy read", SENT),
    "braille": ("in braille", SENT),
    "audio": ("recorded, to be heard", SENT),
    "bsl-video": ("in British Sign Language", SENT | _SAID),
    "electronic": ("a file that a screen reader can read", frozenset({LETTER})),
    "coloured-paper": ("on coloured paper", frozenset({LETTER})),
    "spoken": ("read out to them", SENT),
    "notetaker": ("with a notetaker", _SAID),
    "advocate": ("with their advocate", _SAID),
    "lipreads": ("where they can see who speaks", _HEARD),
    "uses-communication-aid": ("with what they talk with", _HEARD),
    "needs-someone-with-them": ("with someone beside them", _HEARD),
}


def is_interpreted(person: Person) -> bool:
    """Whether what is said with somebody has to be said again: in their language, signed, spelled or written."""
    return bool(person.needs_interpreter) or any(n in INTERPRETERS for n in person.access_needs)


def channels_asked(person: Person) -> frozenset[Channel]:
    """The ways by which somebody asked to be reached; none when any safe one will do."""
    return frozenset(_CHANNEL_OF[need] for need in person.access_needs if need in _CHANNEL_OF)


def asks_for(
    person: Person, medium: str, *, interpreter: str = "", met: Collection[str] = ()
) -> str:
    """What a try by a medium still has to be, to be understood: "in Sylheti", "in braille", or empty for nothing.

    `interpreter` is who interpreted, `met` are needs that are met, such as by a letter made in large print.
    """
    needs = [need for need in person.access_needs if need not in met]
    interpreted = interpreter in SOMEBODY_INTERPRETED
    parts = []
    if person.needs_interpreter and not interpreted:
        spoken = languages.label(person.language) if person.language else "their language"
        parts.append(f"in {spoken}")
    as_chosen = _WAY_OF.get(medium) in needs
    chosen = [_CONTACT[need] for need in needs if need in _CONTACT and _bears(need, medium)]
    if chosen and not as_chosen:
        parts.append(" or ".join(chosen))
    written_as_chosen = as_chosen and medium in SENT
    if not interpreted and not written_as_chosen:
        parts += [
            READ_WITH if medium in SENT else words
            for need, words in INTERPRETERS.items()
            if need in needs and (medium not in SENT or need in _NOT_WRITTEN)
        ]
    parts += [
        words for need, (words, media) in _OTHERWISE.items() if need in needs and medium in media
    ]
    return " and ".join([", ".join(parts[:-1]), *parts[-1:]] if len(parts) > 2 else parts)


def _bears(need: str, medium: str) -> bool:
    """The letter that comes after the tries is not itself one of the ways to choose from."""
    return medium != LETTER or need == "contact-through-carer"


def counts_as_try(
    person: Person,
    *,
    medium: str,
    outcome: str,
    unsafe: bool,
    interpreter: str = "",
    as_asked: bool = False,
    asks_answer: bool = False,
) -> bool:
    """Whether the policy on attempts may count it; of a letter, whether it may be the one after the tries.

    `unsafe` says that a way not marked safe was used, or one that is not on record; `as_asked` that it was as
    `asks_for` says. A wrong or dead number was no try, nor one they could not have understood, nor what was sent
    without asking for an answer (`asks_answer`), such as when somebody will ring.
    """
    if unsafe or outcome == Outcome.WRONG_NUMBER:
        return False
    if outcome == Outcome.SENT and not asks_answer:
        return False
    return as_asked or not asks_for(person, medium, interpreter=interpreter)
