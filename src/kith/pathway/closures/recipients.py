"""Reading who gets the outcome letter besides the practice."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from kith.pathway.caseload.models import Case
from kith.pathway.closures.models import Closure, ClosureLetter, LetterRecipient


def in_force(case: Case) -> QuerySet[LetterRecipient]:
    """Those who get a letter of their own when the case ends, in the order they were added."""
    return LetterRecipient.objects.filter(case=case, ended_at=None).order_by("created_at")


def recipient(recipient_id: UUID) -> LetterRecipient | None:
    """One of them, if the person still agrees. The caller asks whether the case may be opened."""
    return LetterRecipient.objects.filter(pk=recipient_id, ended_at=None).first()


def further_letters(closure: Closure) -> QuerySet[ClosureLetter]:
    """The letters of a closure besides the first."""
    rows = ClosureLetter.objects.filter(closure=closure).select_related("recipient", "letter")
    return rows.order_by("created_at")
