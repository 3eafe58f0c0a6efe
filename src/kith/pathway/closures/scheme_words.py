"""The scheme's own words of an ending: how support begins again, and what it does before it ends."""

from __future__ import annotations

import datetime

from kith.messages.documents.letterhead import Letterhead, LinkWorker
from kith.messages.documents.outcome_letter import Addressee, LetterPerson, OutcomeLetter
from kith.messages.wording import Group, Piece, declare, fill

EXAMPLES = {"name": "Ada", "until": "5 September 2026", "phone": "020 7946 0100"}


def _example(text: str) -> bytes:
    """An outcome letter about a made-up person, with these words."""
    return OutcomeLetter(
        scheme=Letterhead("Your scheme", ("1 Fictional Row", "Anytown"), "020 7946 0100", ""),
        date=datetime.date(2026, 3, 9),
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
        requested_actions=(),
        actions_for_person=("Go on with the choir (by 1 April 2026)",),
        reason_for_referral="Lost her husband in May and stopped going out.",
        what_mattered="Hearing other people talk.",
        risks="None known to Dr Imogen Achebe on 1 December 2025",
        closure_reason="Support finished as planned.",
        reopening=fill(text, EXAMPLES),
        link_worker=LinkWorker("Nadia Rahman", "Link worker", "020 7946 0100"),
    ).pdf()


REOPENING = declare(
    Piece(
        key="closures.reopening",
        group=Group.LETTERS,
        title="Finished: how support can begin again",
        where="The last words of the outcome letter to the practice.",
        default="$name can come back to us until $until without a new referral by ringing $phone. After that,"
        " please refer again.",
        examples=EXAMPLES,
        needed=frozenset({"until"}),
        shown=_example,
    )
)
