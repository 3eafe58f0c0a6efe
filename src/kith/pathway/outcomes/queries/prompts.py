"""When a measure is offered without being looked for: after the first conversation, at a review, at the end."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from kith.pathway.outcomes import rules
from kith.pathway.outcomes.instruments import Instrument
from kith.pathway.outcomes.models import Moment, Score
from kith.pathway.outcomes.queries.shelf import Shelf
from kith.people.models import Person


@dataclass(frozen=True)
class Prompt:
    """A measure that it is a good moment for; `not_now` is how often it was put off at this moment."""

    measure: Instrument
    moment: Moment
    not_now: int


@dataclass(frozen=True)
class Stage:
    """Where a case is, as far as it matters here: talked with, a review due on a day, about to be finished."""

    talked: bool
    review_on: datetime.date | None = None
    finishing: bool = False


def prompts(
    person: Person, stage: Stage, kept: Shelf, rows: Iterable[Score], *, today: datetime.date
) -> list[Prompt]:
    """The measures that it is a good moment for; `rows` are the standing scores of the case."""
    scores, found = list(rows), []
    for one in kept.values():
        if not one.is_prompted or rules.why_not_asked(one.measure, person, today):
            continue
        mine = [row for row in scores if row.measure == one.measure.key]
        moment = _moment(mine, stage, today)
        if moment is None:
            continue
        put_off = [row for row in mine if row.moment == moment and row.skipped_why]
        if not _sleeps(put_off, stage, moment, today):
            found.append(Prompt(one.measure, moment, len(put_off)))
    return found


def _moment(mine: list[Score], stage: Stage, today: datetime.date) -> Moment | None:
    taken = [row for row in mine if not row.skipped_why]
    if stage.finishing:
        ended = any(row.moment == Moment.END for row in taken)
        return Moment.END if taken and not ended else None
    if not taken:
        return Moment.START if stage.talked else None
    due = stage.review_on
    if due is not None and due <= today and all(row.taken_on < due for row in taken):
        return Moment.REVIEW
    return None


def _sleeps(put_off: list[Score], stage: Stage, moment: Moment, today: datetime.date) -> bool:
    """Whether what was said last is not to be asked about again yet; each review asks anew."""
    if moment == Moment.REVIEW and stage.review_on is not None:
        put_off = [row for row in put_off if row.taken_on >= stage.review_on]
    if not put_off:
        return False
    again = max(put_off, key=lambda row: row.taken_on).ask_again_on
    return again is None or again > today
