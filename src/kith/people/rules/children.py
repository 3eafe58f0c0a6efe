"""Who is a child, and who may agree for them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from kith.people.models import ChildAgreement, LinkedPerson, Person
from kith.ui.dates import medium_date

ADULT_AT = 18  # Children Act 1989, section 105: a child is under 18
DECIDES_FROM = 16  # Mental Capacity Act 2005, section 2(5)
Authority = ChildAgreement.Authority


def is_child(person: Person, on: datetime.date) -> bool:
    """Whether someone is under 18 on a day."""
    return person.age_on(on) < ADULT_AT


def agreed_words(agreement: ChildAgreement) -> str:
    """Who agreed, with what authority, and when, in a sentence without its full stop."""
    day = medium_date(agreement.agreed_on)
    if agreement.authority == Authority.PARENT and agreement.parent is not None:
        who = f"{agreement.parent.name}, {agreement.parent.relationship}"
        return f"{who}, with parental responsibility, agreed on {day}"
    if agreement.authority == Authority.COMPETENT and agreement.assessed_on is not None:
        found = f"{agreement.assessed_by} on {medium_date(agreement.assessed_on)}"
        return f"Agreed themselves on {day}: Gillick competence found by {found}"
    return f"Agreed themselves on {day}: 16 or 17, and able to decide"


def must_not_be_told(linked: Iterable[LinkedPerson]) -> list[LinkedPerson]:
    """Those around someone who must not find out that we know them."""
    return [
        row
        for row in linked
        if row.may_be_told == LinkedPerson.MayBeTold.NEVER and row.ended_on is None
    ]
