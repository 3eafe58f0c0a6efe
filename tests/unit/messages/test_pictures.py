"""Every letter as a stored picture, and every e-mail as a stored text."""

from __future__ import annotations

import dataclasses
import datetime

import pytest
from django.conf import settings

from kith.messages import texts
from kith.messages.documents.codes_sheet import CodesLine, CodesSheetDocument
from kith.messages.documents.meeting import MeetingDocument, MeetingItem, MeetingStep
from kith.messages.documents.outcome_letter import LetterCode
from kith.messages.documents.person_letter import PersonLetter
from kith.messages.documents.poster import PosterDocument
from kith.messages.documents.word_letter import WordLetter
from kith.messages.wording import fill
from kith.pathway.contacts.scheme_words import LETTER_EXAMPLES, LETTER_TO_THEM
from kith.vocabulary.word_back import WORDS, Kind
from tests.pictures.compare import assert_looks_like, assert_reads_like, pdf_picture
from tests.unit.messages.documents.test_documents import LETTER, PLAN, SCHEME

TOLD = "Referral to social prescribing service was told on 2 March 2026: do not code it again."
CODES_ONLY = "Annie chose that the practice gets the codes and no letter about our support."
SHEET = CodesSheetDocument(
    scheme=SCHEME,
    date=datetime.date(2026, 3, 9),
    practice="Example Practice",
    practice_code="F84001",
    lines=(
        CodesLine(
            "DE SOUZA, Ana", "03-Feb-1951", "999 000 0018", "871731000000106",
            "Referral to social prescribing service", "05-Mar-2026",
        ),
        CodesLine(
            "OKAFOR, Ada", "29-Feb-1956", "Not known", "871711000000103",
            "Social prescribing declined", "06-Mar-2026",
        ),
    ),
)  # fmt: skip
AGREED = WordLetter(
    scheme=SCHEME,
    date=datetime.date(2026, 3, 5),
    addressee=LETTER.addressee,
    person=LETTER.person,
    title="Agreed, being supported",
    reference="4F7A-09C2",
    words=WORDS[Kind.AGREED].words,
    what_next=WORDS[Kind.AGREED].what_next,
    codes=LETTER.codes,
)


TO_THEM = PersonLetter(
    scheme=SCHEME,
    date=datetime.date(2026, 3, 5),
    name="Ada Okafor",
    called="Ada",
    address=("3 Fictional Row", "Anytown"),
    words=fill(LETTER_TO_THEM.default, LETTER_EXAMPLES),
    worker="Nadia Rahman",
)

MEETING = MeetingDocument(
    scheme=SCHEME,
    date=datetime.date(2026, 3, 9),
    title="Agenda",
    meeting="Practice huddle, Example Practice",
    when="Tuesday 10 March 2026 at 1pm",
    place="Upstairs meeting room",
    attenders=("Nadia Rahman", "Dr Imogen Achebe, GP, Example Practice"),
    items=(
        MeetingItem("A.O.", basis="They agreed on 3 March 2026"),
        MeetingItem(
            "A.D.S.",
            basis="Direct care with their practice",
            decision="A medicines review at home.",
            steps=(MeetingStep("Ring to say who comes", "Nadia Rahman", "12 March 2026"),),
        ),
    ),
    hidden=1,
)


POSTER = PosterDocument(
    scheme=SCHEME,
    name="The long table",
    about="Soup, bread and company. Come as you are, and stay as long as you like.",
    when="Thursdays, midday to 1:30pm",
    where="The hall, 4 Fictional Row, London E3",
    access="No steps. A toilet for wheelchairs. Bus 25 stops outside.",
)


def on_the_way(kind: Kind, **more: object) -> WordLetter:
    """The letter of another step."""
    word = WORDS[kind]
    said = {"title": word.label, "words": word.words, "what_next": word.what_next, "codes": ()}
    return dataclasses.replace(AGREED, **(said | more))


DOCUMENTS = {
    "letter-taken-on": on_the_way(Kind.TAKEN_ON),
    "letter-joined": on_the_way(Kind.JOINED),
    "letter-agreed": AGREED,
    "letter-agreed-codes-only": dataclasses.replace(AGREED, codes_only=CODES_ONLY),
    "letter-declined": on_the_way(
        Kind.DECLINED, codes=(LetterCode("871711000000103", "Social prescribing declined"),)
    ),
    "letter-could-not-reach": on_the_way(Kind.COULD_NOT_REACH),
    "letter-plan": on_the_way(
        Kind.PLAN,
        requested_actions=("Please review her hearing.",),
        actions_for_person=("Go to the lunch club.",),
    ),
    "outcome-letter": LETTER,
    "outcome-letter-codes-only": dataclasses.replace(LETTER, codes_only=CODES_ONLY),
    "outcome-letter-told-before": dataclasses.replace(LETTER, codes=(), codes_told=(TOLD,)),
    "outcome-letter-declined": dataclasses.replace(
        LETTER,
        codes=(LetterCode("871711000000103", "Social prescribing declined"),),
        requested_actions=(),
        actions_for_person=(),
    ),
    "letter-to-the-person": TO_THEM,
    "letter-to-the-person-large": dataclasses.replace(TO_THEM, large_print=True),
    "plan": PLAN,
    "plan-large": dataclasses.replace(PLAN, large_print=True),
    "meeting-initials": MEETING,
    "meeting-full-names": dataclasses.replace(
        MEETING,
        title="Decisions and actions",
        items=(
            dataclasses.replace(
                MEETING.items[1],
                label="Ana de Souza, born 3 February 1951",
                why="Medicines are piling up in the kitchen.",
                note="Wants to manage alone, with a better box.",
            ),
        ),
        hidden=0,
        names=True,
        held=True,
    ),
    "poster": POSTER,
    "poster-few-places": dataclasses.replace(POSTER, about="", access="", limited=True),
    "codes-sheet": SHEET,
    "codes-sheet-empty": dataclasses.replace(SHEET, lines=()),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_letter_looks_as_it_did(name: str) -> None:
    assert_looks_like(name, pdf_picture(DOCUMENTS[name].pdf()))


def test_a_letter_of_codes_only_says_so_and_tells_no_story() -> None:
    from tests.unit.messages.documents.test_documents import text_of

    text = text_of(DOCUMENTS["outcome-letter-codes-only"].pdf())
    assert "Annie chose that the practice gets the codes" in text
    assert "871731000000106" in text
    for story in ("Lonely", "voices", "Lunch Club", "hearing", "None known"):
        assert story not in text


@pytest.mark.parametrize("kind", texts.kinds())
def test_an_email_reads_as_it_did(kind: str) -> None:
    values = {
        "scheme": "Bow Social Prescribing",
        "phone": "020 7946 0100",
        "link": f"{settings.SITE_URL}/word/example",
        "reference": "4F7A-09C2",
        "listing": "The Tuesday lunch club",
    }
    text = texts.written(kind, **{name: values[name] for name in texts.wants(kind)})
    said = f"Subject: {text.subject}\n\n{text.body}".replace(
        settings.SITE_URL, "https://kith.example"
    )
    assert_reads_like(f"email-{kind}", said)
