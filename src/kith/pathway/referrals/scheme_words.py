"""What a scheme says to whoever referred, in its own words, and nothing of anybody's story."""

from __future__ import annotations

import datetime
from uuid import UUID

from kith.messages import queries as messages
from kith.messages.documents.letterhead import Letterhead
from kith.messages.documents.outcome_letter import Addressee, LetterCode, LetterPerson
from kith.messages.documents.word_letter import WordLetter
from kith.messages.wording import Group, Piece, declare
from kith.vocabulary.word_back import WORDS, Kind, Word

# What a row of what was said keeps (referrals.WordBack).
MOST = 200
WHERE = (
    "Read by whoever referred: on their private page, which names nobody, and in the letter to the practice."
    " Nothing about the person can be filled in here."
)


def words_of(scheme_id: UUID, kind: Kind) -> tuple[str, str]:
    """What is said of a kind, and what comes next."""
    said, following = PIECES[kind]
    found = messages.words_of(scheme_id, (said, following))
    return found[said.key], found[following.key]


def _example(kind: Kind, *, words: str = "", what_next: str = "") -> bytes:
    """The letter of a kind about a made-up person, with these words."""
    word = WORDS[kind]
    return WordLetter(
        scheme=Letterhead("Your scheme", ("1 Fictional Row", "Anytown"), "020 7946 0100", ""),
        date=datetime.date(2026, 3, 5),
        addressee=Addressee("Dr Imogen Achebe", "Example Practice", ("2 Fictional Row", "Anytown")),
        person=LetterPerson(
            surname="Okafor",
            forenames="Ada",
            date_of_birth=datetime.date(1956, 2, 29),
            nhs_number=None,
            address=("3 Fictional Row", "Anytown"),
            practice_name="Example Practice",
            practice_code="V81999",
        ),
        title=word.label,
        reference="K7M2-49QX",
        words=words or word.words,
        what_next=what_next or word.what_next,
        codes=(LetterCode("871731000000106", "Referral to social prescribing service"),)
        if kind is Kind.AGREED
        else (),
    ).pdf()


def _declare(kind: Kind, word: Word) -> tuple[Piece, Piece]:
    return (
        declare(
            Piece(
                key=f"word_back.{kind}",
                group=Group.LETTERS,
                title=f"{word.label}: what we say",
                where=WHERE,
                default=word.words,
                most=MOST,
                shown=lambda text: _example(kind, words=text),
            )
        ),
        declare(
            Piece(
                key=f"word_back.{kind}.next",
                group=Group.LETTERS,
                title=f"{word.label}: what happens next",
                where=WHERE,
                default=word.what_next,
                most=MOST,
                shown=lambda text: _example(kind, what_next=text),
            )
        ),
    )


PIECES = {kind: _declare(kind, word) for kind, word in WORDS.items()}
