"""Letters to whoever referred, made from a referral and the person it is about."""

from __future__ import annotations

from kith.messages.documents.letterhead import Letterhead
from kith.messages.documents.outcome_letter import Addressee, LetterCode, LetterPerson
from kith.messages.documents.word_letter import WordLetter
from kith.organisations import queries as organisations
from kith.organisations.models import Practice
from kith.pathway.referrals import rules, scheme_words
from kith.pathway.referrals.models import Referral
from kith.people import queries as people
from kith.people.models import ContactPoint
from kith.people.rules import why_codes_only
from kith.ui.dates import today
from kith.vocabulary.word_back import WORDS, Kind

MISSING_PRACTICE = ("None recorded", "no code")


def word_letter(
    referral: Referral, kind: Kind, *, asks: tuple[str, ...] = (), steps: tuple[str, ...] = ()
) -> WordLetter:
    """The letter of one thing that happened: `asks` are for professionals, `steps` for the person."""
    scheme, word = organisations.scheme(referral.scheme_id), WORDS[kind]
    said, following = scheme_words.words_of(scheme.pk, kind)
    untold = referral.codes_owed.filter(told_at=None)
    return WordLetter(
        scheme=Letterhead(scheme.name, lines(scheme.address), scheme.phone, scheme.email),
        date=today(),
        addressee=addressee_of(referral),
        person=letter_person(referral),
        title=word.label,
        reference=rules.reference(referral.pk),
        words=said,
        what_next=following,
        requested_actions=asks,
        actions_for_person=steps,
        codes=tuple(LetterCode(row.code, row.get_code_display()) for row in untold),
        codes_only=why_codes_only(
            referral.person, by_policy=scheme.codes_only_by_default, scheme=scheme.name
        ),
    )


def addressee_of(referral: Referral) -> Addressee:
    """Whom the letter goes to: the practice, or without one whoever referred; empty for neither."""
    practice = referral.practice or referral.person.practice
    if practice is not None:
        name = referral.referrer_name if referral.practice else "The practice manager"
        return Addressee(name, practice.name, lines(practice.address))
    place = referral.organisation.name if referral.organisation else referral.organisation_name
    return Addressee(referral.referrer_name, place)


def letter_person(referral: Referral) -> LetterPerson:
    """The person's block of a letter, as a practice finds them."""
    person = referral.person
    practice: Practice | None = person.practice or referral.practice
    name, code = (practice.name, practice.ods_code) if practice else MISSING_PRACTICE
    homes = [
        point for point in people.contact_points(person) if point.kind == ContactPoint.Kind.ADDRESS
    ]
    address = (*lines(homes[0].value), homes[0].postcode) if homes else ()
    return LetterPerson(
        surname=person.last_name,
        forenames=person.first_name,
        date_of_birth=person.date_of_birth,
        nhs_number=person.nhs_number or None,
        address=tuple(line for line in address if line),
        practice_name=name,
        practice_code=code,
        preferred_name=person.preferred_name,
    )


def lines(text: str) -> tuple[str, ...]:
    """The lines of a text that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
