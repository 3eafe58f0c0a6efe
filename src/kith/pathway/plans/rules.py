"""What a plan may say."""

from __future__ import annotations

import datetime

from kith.pathway.caseload.models import Case
from kith.pathway.plans.models import Action, Goal, Need
from kith.resilience.errors import Refused
from kith.ui import dates
from kith.vocabulary import foundations

# Ours: long enough to lie beside the kettle until the next review, and no longer.
PAGE_LASTS = datetime.timedelta(days=60)
# Ours: of some 25,000 likely dates of birth, ten tries find one in 2,500 pages.
MOST_WRONG_DATES = 10
MOST_LETTERS = 2000


def case_of(row: Need | Goal | Action) -> Case:
    """The case in whose plan a need, a goal or an action stands."""
    goal = row.goal if isinstance(row, Action) else row
    need = goal.need if isinstance(goal, Goal) else goal
    return need.plan.case


def check_open(case: Case, at: datetime.datetime | None = None) -> None:
    """Raise Refused when the support has ended: its plan stays as it was read. That of a case which ended as two
    records became one goes on with the other.

    What is dated (`at`) before the end was part of it, and may still be written down.
    """
    in_time = at is not None and case.ended_at is not None and at <= case.ended_at
    if not case.goes_on and not in_time:
        raise Refused("This support has finished, so its plan stays as it is. Re-open it to go on.")


def check_said(text: str, field: str, missing: str) -> str:
    """The text without space around it. Raises Refused with `missing` when there is none."""
    if not text.strip():
        raise Refused(missing, field=field)
    return text.strip()


def check_ten(value: int | None, field: str) -> None:
    """Raise Refused unless it is 1 to 10 (PRSB v1.1, section 19: goal importance, action
    confidence) or was not asked."""
    if value is not None and not 1 <= value <= 10:
        raise Refused("Choose a whole number from 1 to 10, or leave it out.", field=field)


def check_not_future(day: datetime.date, field: str) -> None:
    """Raise Refused for something said to have happened on a day that has not come."""
    if day > dates.today():
        raise Refused("This day has not come yet. Enter today or an earlier day.", field=field)


def check_foundation(key: str) -> None:
    """Raise Refused for a place that is none of the foundations."""
    if key not in dict(foundations.choices()):
        raise Refused("Choose where this belongs.", field="foundation")


def check_doer(who: str, who_name: str) -> None:
    """Raise Refused without a doer, or when someone else has no name."""
    if who not in Action.Who.values:
        raise Refused("Choose who will do it.", field="who")
    if who == Action.Who.OTHER and not who_name.strip():
        raise Refused("Say who will do it.", field="who_name")
