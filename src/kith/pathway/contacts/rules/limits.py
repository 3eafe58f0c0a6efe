"""The limits of what can have happened."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.pathway.caseload.models import Case
from kith.people.models import Person
from kith.people.rules import blocks_visits
from kith.resilience.errors import Refused

# Longer than a working day and its journey; what is typed beyond it is a slip of the finger.
MOST_MINUTES = 12 * 60
MOST_PENCE = 100_000_000  # a million pounds


def check_happened(at: datetime.datetime) -> None:
    """Raise Refused for something said to have happened in the future."""
    if at > timezone.now() + datetime.timedelta(minutes=1):
        raise Refused(
            "This has not happened yet. Enter when it happened, or plan it as an appointment.",
            field="on",
        )


def check_minutes(minutes: int | None, field: str = "minutes") -> None:
    """Raise Refused for a length nobody can have spent; None is "not noted"."""
    if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
        raise Refused(
            f"Enter minutes from 0 to {MOST_MINUTES} (12 hours), or leave it empty.",
            field=field,
        )


def check_case(case: Case | None, person: Person) -> None:
    """Raise Refused when the case is another person's."""
    if case is not None and case.person_id != person.pk:
        raise Refused("This support is another person's. Nothing was saved.")


def check_home_visit(person: Person, *, at_home: bool) -> None:
    """Raise Refused for a home visit while nobody has asked about risk (PRSB v1.1, section 17)."""
    if at_home and blocks_visits(person):
        raise Refused(
            f"Nobody has asked yet what might go wrong at {person.called}’s home. Answer the risk"
            " question first, even with “none known”. What you wrote is kept here.",
            field="place_kind",
        )


def check_money(pence: int | None, frequency: str, certainty: str) -> None:
    """Raise Refused for money that is not said whole: how much, how often, how sure."""
    if pence is None:
        if frequency or certainty:
            raise Refused("Enter the amount, or leave the money out.", field="money_pence")
        return
    if not 0 <= pence <= MOST_PENCE:
        raise Refused("Enter an amount from £0 to £1,000,000.", field="money_pence")
    if not frequency:
        raise Refused("Say whether the money is one-off or each year.", field="money_frequency")
    if not certainty:
        raise Refused("Say whether the amount is estimated or confirmed.", field="money_certainty")
