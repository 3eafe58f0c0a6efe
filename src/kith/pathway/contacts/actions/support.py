"""What the worker did themselves: a form filled, a landlord rung, going along."""

from __future__ import annotations

import datetime

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.pathway.caseload.models import Case
from kith.pathway.contacts import rules
from kith.pathway.contacts.models import SupportGiven
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui import dates


@action("contacts.give_support")
def give_support(
    *,
    by: Actor,
    case: Case,
    kind: str,
    given_on: datetime.date | None = None,
    minutes: int | None = None,
    result: str = "",
    money_pence: int | None = None,
    money_frequency: str = "",
    money_certainty: str = "",
    at: datetime.datetime | None = None,
) -> SupportGiven:
    """Record support given on a day (default: today, or the day of `at`); money in pence.

    Raises Refused for a day to come, impossible minutes, or money that is not said whole.
    """
    day = given_on or dates.today(at)
    _check(kind, day, minutes, money_pence, money_frequency, money_certainty)
    return SupportGiven.objects.create(
        scheme_id=case.scheme_id,
        person_id=case.person_id,
        case=case,
        kind=kind,
        given_on=day,
        minutes=minutes,
        result=result.strip(),
        money_pence=money_pence,
        money_frequency=money_frequency,
        money_certainty=money_certainty,
        by_id=by.membership_id(case.scheme_id),
        by_name=by.name,
    )


@action("contacts.correct_support")
def correct_support(
    *,
    by: Actor,
    support: SupportGiven,
    kind: str,
    given_on: datetime.date,
    minutes: int | None = None,
    result: str = "",
    money_pence: int | None = None,
    money_frequency: str = "",
    money_certainty: str = "",
    expected: int | None = None,
) -> SupportGiven:
    """Put support given right, such as money now confirmed. Raises as giving does, and Stale."""
    _check(kind, given_on, minutes, money_pence, money_frequency, money_certainty)
    change(
        support,
        expected=expected,
        kind=kind,
        given_on=given_on,
        minutes=minutes,
        result=result.strip(),
        money_pence=money_pence,
        money_frequency=money_frequency,
        money_certainty=money_certainty,
    )
    return support


def _check(
    kind: str,
    day: datetime.date,
    minutes: int | None,
    pence: int | None,
    frequency: str,
    certainty: str,
) -> None:
    if kind not in SupportGiven.Kind.values:
        raise Refused("Choose what you did.", field="kind")
    if day > dates.today():
        raise Refused("This day has not come yet. Enter when you did it.", field="given_on")
    rules.check_minutes(minutes)
    rules.check_money(pence, frequency, certainty)
