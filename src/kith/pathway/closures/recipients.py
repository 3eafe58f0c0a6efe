"""Reading who gets the outcome letter besides the practice."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from kith.organisations.models import ProgrammeQuestion
from kith.pathway.caseload.models import Case
from kith.pathway.closures.models import Closure, ClosureLetter, LetterRecipient
from kith.pathway.referrals.actions.for_programme import key_of


def in_force(case: Case) -> QuerySet[LetterRecipient]:
    """Those who get a letter of their own when the case ends, in the order they were added."""
    return LetterRecipient.objects.filter(case=case, ended_at=None).order_by("created_at")


def recipient(recipient_id: UUID) -> LetterRecipient | None:
    """One of them, if the person still agrees. The caller asks whether the case may be opened."""
    return LetterRecipient.objects.filter(pk=recipient_id, ended_at=None).first()


def named(case: Case) -> list[tuple[str, str]]:
    """(name, organisation) of those whom the programme's answers name for the letter and who are not, nor
    were, on the list. The person has not agreed to any of them yet.
    """
    asked = ProgrammeQuestion.objects.filter(
        programme=case.programme_id, kind=ProgrammeQuestion.Kind.LETTER_TO
    )
    keys = {key_of(question) for question in asked}
    there = {str(one) for one in LetterRecipient.objects.filter(case=case)}
    lines = [
        line.strip()
        for row in case.referral.more
        if row["key"] in keys
        for line in str(row["answer"]).splitlines()
    ]
    return [
        _split(line)
        for line in lines
        if line and ", ".join(filter(None, _split(line))) not in there
    ]


def _split(line: str) -> tuple[str, str]:
    name, _, organisation = line.partition(",")
    return name.strip()[:200], organisation.strip()[:200]


def further_letters(closure: Closure) -> QuerySet[ClosureLetter]:
    """The letters of a closure besides the first."""
    rows = ClosureLetter.objects.filter(closure=closure).select_related("recipient", "letter")
    return rows.order_by("created_at")
