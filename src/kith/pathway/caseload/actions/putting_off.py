"""Going home: what can wait is dated for the next day at work, in one press that can be taken back."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.pathway.caseload import queries
from kith.pathway.caseload.actions.steps import set_next_step
from kith.pathway.caseload.models import Case, PutOff
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import day_of


@dataclass(frozen=True)
class Later:
    """One promise and the day for which it is dated; `text` is what is promised where nothing was."""

    case: Case
    on: datetime.date
    text: str


@action("caseload.put_off")
def put_off(
    *, by: Actor, promises: Sequence[Later], at: datetime.datetime | None = None
) -> tuple[PutOff, ...]:
    """Date each promise for its later day, as it is and without its hour; what it was is kept, to be undone.

    Raises Refused for none, or for a day that is not to come; Stale when one of them was changed meanwhile.
    """
    moment, press = at or timezone.now(), uuid.uuid4()
    if not promises:
        raise Refused("Nothing is left to be dated.")
    if any(one.on <= day_of(moment) for one in promises):
        raise Refused("Choose a day that is to come.")
    return tuple(put_off_one(by=by, later=one, press=press, at=moment) for one in promises)


@action("caseload.put_off_one")
def put_off_one(*, by: Actor, later: Later, press: UUID, at: datetime.datetime) -> PutOff:
    """One of them, so that each person's log says it. Raises Refused on an ended case, and Stale."""
    case = later.case
    row = PutOff.objects.create(
        scheme_id=case.scheme_id,
        press=press,
        case=case,
        was_step=case.next_step,
        was_on=case.next_step_on,
        was_time=case.next_step_time,
        to_date=later.on,
        put_off_at=at,
        by_id=by.membership_id(case.scheme_id),
        by_name=by.name[:200],
    )
    text = case.next_step or later.text
    set_next_step(by=by, case=case, text=text, on=later.on, expected=case.version)
    return row


@action("caseload.take_back_put_off")
def take_back_put_off(
    *, by: Actor, press: UUID, at: datetime.datetime | None = None
) -> tuple[PutOff, ...]:
    """Give back to each promise of a press the day it had; those that were changed since stay as they are.

    Returns those that were given back. Raises Refused when nothing of it can be, or it was not theirs.
    """
    back = tuple(row for row in queries.put_off_by(by, press) if _stands(row))
    if not back:
        raise Refused("There is nothing to take back: each of these has changed since.")
    for row in back:
        change(row, undone_at=at or timezone.now())
        set_next_step(
            by=by, case=row.case, text=row.was_step, on=row.was_on, time=row.was_time,
            expected=row.case.version,
        )  # fmt: skip
    return back


def _stands(row: PutOff) -> bool:
    """Whether nobody has touched the promise since: the same words, on the day it was put off to."""
    case = row.case
    same = not row.was_step or case.next_step == row.was_step
    return case.state == "open" and case.next_step_on == row.to_date and same
