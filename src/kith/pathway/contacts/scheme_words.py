"""The scheme's own words of a contact: the text before ringing, what is asked beside the note, its policy on tries."""

from __future__ import annotations

import datetime

from kith.messages.documents.letterhead import Letterhead
from kith.messages.documents.person_letter import PersonLetter
from kith.messages.wording import Group, Piece, declare, fill

RING_TEXT = declare(
    Piece(
        key="contacts.ring_text",
        group=Group.TEXTS,
        title="The text that says when we ring",
        where="Sent by the worker’s own phone to a number that is safe for texts. Say nothing of why.",
        default="Hello $name, this is $worker from $scheme. I will ring you $day at $time from $number. If that is"
        " not a good time, text me a better one.",
        examples={
            "name": "Ada",
            "worker": "Nadia",
            "scheme": "Anytown Social Prescribing",
            "day": "Thursday 5 March, in 2 days",
            "time": "2pm",
            "number": "07700 900123",
        },
        needed=frozenset({"day", "time", "number"}),
        # Three texts of 153 characters are one message on most phones (GSM 03.38, with its header).
        most=459,
    )
)


def _letter(words: str) -> bytes:
    """An example of the letter to a person, with these words."""
    return PersonLetter(
        scheme=Letterhead(
            "Anytown Social Prescribing", ("1 Fictional Row", "Anytown"), "020 7946 0100", ""
        ),
        date=datetime.date(2026, 3, 5),
        name="Ada Okafor",
        called="Ada",
        address=("3 Fictional Row", "Anytown"),
        words=fill(words, LETTER_EXAMPLES),
        worker="Nadia Rahman",
    ).pdf()


LETTER_EXAMPLES = {
    "worker": "Nadia Rahman",
    "scheme": "Anytown Social Prescribing",
    "number": "07700 900123",
}
LETTER_TO_THEM = declare(
    Piece(
        key="contacts.letter",
        group=Group.LETTERS,
        title="To the person: we have not reached you",
        where="A letter that a worker makes from the record and can change. Others may open it: say nothing of why.",
        default="I have tried to get in touch with you, and have not reached you yet.\n"
        "If you would like to talk, please ring me on $number, or ask somebody to ring for you. You can say when is a"
        " good time, and in which language. It is free, and you decide what happens.\n"
        "If you would rather not hear from me, that is all right: ring and say so, or leave this letter. You can come"
        " back to $scheme at any time.",
        examples=LETTER_EXAMPLES,
        needed=frozenset({"number"}),
        most=2000,
        lines=0,
        shown=_letter,
    )
)
_NOTE = "What was said, in their words. They may read it."
_ASKED = {
    "reached": ("they were reached", _NOTE),
    "no_answer": ("nobody answered", "Anything the next one to ring should know."),
    "left_message": ("a message was left", "With whom or on what, and in which words."),
    "did_not_come": ("they did not come", "What you know of why. It is no fault to put down."),
    "they_contacted_us": ("they got in touch", _NOTE),
}
NOTES = {
    name: declare(
        Piece(
            key=f"contacts.note.{name}",
            group=Group.PROMPTS,
            title=f"Beside the note, when {when}",
            where="Read by whoever writes down a contact.",
            default=default,
            most=300,
        )
    )
    for name, (when, default) in _ASKED.items()
}
TRIES = declare(
    Piece(
        key="contacts.tries",
        group=Group.POLICIES,
        title="How often we try to reach somebody",
        where="Read where a try without an answer is written down. How many there are is set under “Say who you are”.",
        default="We try $tries times: on different days, at different times of day, in more than one way, and"
        " each by a way that is safe and in their language. Then we write. Finishing is considered only after that, and"
        " never while a risk or a concern is open, nor for a child.",
        examples={"tries": "3"},
    )
)
