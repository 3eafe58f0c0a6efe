"""What a person needs so that they can read, hear and take part.

Accessible Information Standard (DCB1605): identify, record, flag, share and meet the needs of
people, carers and parents. The four categories are the standard's four SNOMED CT reference
sets. The words are ours, in plain English; a scheme that must send coded needs picks the
member of the reference set named.
"""

from dataclasses import dataclass
from enum import StrEnum

from kith.vocabulary.terms import Table, Term


class Category(StrEnum):
    """One of the standard's four kinds of need."""

    SUPPORT = "support"
    CONTACT = "contact"
    FORMAT = "format"
    PROFESSIONAL = "professional"


@dataclass(frozen=True, slots=True)
class CategoryDetail:
    """The words shown for a kind of need, and the reference set its codes come from."""

    label: str
    refset: str


CATEGORIES: dict[Category, CategoryDetail] = {
    Category.SUPPORT: CategoryDetail("Support to communicate", "999002121000000109"),
    Category.CONTACT: CategoryDetail("How to get in touch", "999002131000000106"),
    Category.FORMAT: CategoryDetail("How to give information", "999002141000000102"),
    Category.PROFESSIONAL: CategoryDetail("A professional to help", "999002151000000104"),
}
INTERPRETER_LANGUAGE_REFSET = "991231000000102"

_NEEDS: dict[Category, tuple[tuple[str, str], ...]] = {
    Category.SUPPORT: (
        ("uses-hearing-aid", "Uses a hearing aid"),
        ("needs-hearing-loop", "Needs a hearing loop"),
        ("lipreads", "Lip-reads: face the person when speaking"),
        ("needs-more-time", "Needs more time to talk and to decide"),
        ("needs-someone-with-them", "Needs someone with them: a carer, friend or advocate"),
        ("uses-communication-aid", "Uses a communication aid or pictures"),
        ("needs-written-notes", "Needs what was said written down"),
        ("needs-quiet-place", "Needs a quiet place"),
        ("assistance-dog", "Has an assistance dog"),
    ),
    Category.CONTACT: (
        ("contact-by-letter", "By letter"),
        ("contact-by-email", "By email"),
        ("contact-by-text", "By text message"),
        ("contact-by-phone", "By phone"),
        ("contact-by-text-relay", "By text relay"),
        ("contact-by-bsl-relay", "By video with a BSL interpreter"),
        ("contact-through-carer", "Through a carer or someone they name"),
    ),
    Category.FORMAT: (
        ("large-print", "Large print"),
        ("easy-read", "Easy read, with pictures"),
        ("braille", "Braille"),
        ("audio", "Audio"),
        ("bsl-video", "A video in British Sign Language"),
        ("electronic", "An electronic file that a screen reader can read"),
        ("coloured-paper", "Coloured paper"),
        ("spoken", "Read out: the person does not read"),
    ),
    Category.PROFESSIONAL: (
        ("bsl-interpreter", "British Sign Language interpreter"),
        ("deafblind-interpreter", "Deafblind manual interpreter"),
        ("lipspeaker", "Lipspeaker"),
        ("notetaker", "Notetaker"),
        ("speech-to-text", "Speech-to-text reporter"),
        ("makaton-signer", "Makaton signer"),
        ("advocate", "Advocate"),
    ),
}

TABLE = Table(
    "accessible information needs",
    tuple(Term(code, text, local=True) for needs in _NEEDS.values() for code, text in needs),
)
choices = TABLE.choices
label = TABLE.label
recognise = TABLE.recognise

_CATEGORY_OF = {code: category for category, needs in _NEEDS.items() for code, _ in needs}


def category(code: str) -> Category:
    """Return the kind of a need; raise UnknownCode for a code that is not in the list."""
    return _CATEGORY_OF[TABLE.term(code).code]


def choices_in(kind: Category) -> tuple[tuple[str, str], ...]:
    """Return (code, label) pairs of one kind of need, for one group of a form."""
    return _NEEDS[kind]
