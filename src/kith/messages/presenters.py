"""Letters and e-mails in the words of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from kith.messages.models import Letter, WordingChange
from kith.messages.queries import MailTrouble
from kith.messages.wording import Piece
from kith.people.models import Person
from kith.ui.dates import date_and_time, medium_date

KINDS = {
    "outcome_letter": "Outcome letter",
    "person_letter": "Letter to the person",
    "word_taken_on": "Letter: taken on",
    "word_joined": "Letter: being supported already",
    "word_agreed": "Letter: agreed, with its code",
    "word_declined": "Letter: declined, with its code",
    "word_could_not_reach": "Letter: not reached",
    "word_plan": "Letter: plan agreed",
}


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter of a list."""

    id: UUID
    kind: str
    about: str
    to: str
    made_at: datetime


def kind_of(letter: Letter) -> str:
    """What sort of letter it is, in words."""
    return KINDS.get(letter.kind, letter.kind.replace("_", " ").capitalize())


def addressee(letter: Letter) -> str:
    """Whom it goes to, on one line."""
    return (
        ", ".join(part for part in (letter.to_name, letter.to_organisation) if part) or "Nobody yet"
    )


def letter_row(letter: Letter, person: Person | None) -> LetterRow:
    """A letter as a list shows it."""
    about = person.full_name if person else ""
    return LetterRow(letter.pk, kind_of(letter), about, addressee(letter), letter.created_at)


def letter_rows(letters: Iterable[Letter], people: Mapping[UUID, Person]) -> list[LetterRow]:
    """The letters of a list, with the people they are about."""
    return [
        letter_row(letter, people.get(letter.person_id) if letter.person_id else None)
        for letter in letters
    ]


def what_became(letter: Letter) -> str:
    """What became of it: to be sent, or sent how and when."""
    if letter.state == Letter.State.SENT and letter.sent_at is not None:
        how = letter.sent_how[:1].lower() + letter.sent_how[1:]
        return f"Sent on {medium_date(letter.sent_at)}: {how}"
    return letter.get_state_display()


def mail_words(trouble: MailTrouble) -> str:
    """One sentence when no mail server is named and e-mails wait; otherwise nothing."""
    if trouble.waiting_since is None:
        return ""
    some = "1 e-mail is" if trouble.waiting == 1 else f"{trouble.waiting} e-mails are"
    return (
        f"E-mail is not set up, so {some} waiting, the oldest since"
        f" {date_and_time(trouble.waiting_since)}. Nothing is lost: they go when whoever looks after"
        " this installation names a mail server (KITH_SMTP_HOST). Until then, ring."
    )


BEGINS = 120


def words_in_groups(
    pieces: Iterable[Piece], changed: Mapping[str, WordingChange]
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Every piece by its group: how it begins, and who put it into the scheme's words."""
    return [
        (group, [_word_row(piece, changed.get(piece.key)) for piece in found])
        for group, found in groupby(pieces, key=lambda piece: piece.group.value)
    ]


def _word_row(piece: Piece, last: WordingChange | None) -> dict[str, Any]:
    own = last is not None and not last.is_default
    text = " ".join((last.text if last and own else piece.default).split())
    return {
        "piece": piece,
        "changed": _changed(last) if last and own else "",
        "begins": text if len(text) <= BEGINS else f"{text[:BEGINS]}…",
    }


def history_of_words(piece: Piece, rows: Sequence[WordingChange]) -> list[dict[str, Any]]:
    """The changes of a piece, newest first, each with both texts; what it says now needs no putting back."""
    said = [row.text or piece.default for row in rows] + [piece.default]
    return [
        {
            "number": row.number,
            "heading": _changed(row),
            "before": said[place + 1],
            "after": said[place],
            "can_go_back": said[place + 1] != said[0],
        }
        for place, row in enumerate(rows)
    ]


def _changed(row: WordingChange) -> str:
    return f"{row.by_name}, {date_and_time(row.created_at)}"
