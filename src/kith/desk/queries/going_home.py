"""What is left of a day: what is to be said before one goes, what can be dated for the next, what keeps its day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from kith.desk.queries.today import Day, Due, Kind
from kith.organisations import queries as organisations
from kith.organisations.duty import Duty, NextDay, next_day


@dataclass(frozen=True)
class Waiting:
    """A promise that can wait, and until when."""

    due: Due
    until: NextDay

    @property
    def seen(self) -> str:
        """What a page carries to say that it was shown just so: another version of the case is not dated."""
        case = self.due.placed.case
        return f"{case.pk}:{case.version}"


@dataclass
class Leaving:
    """A day as it is left.

    before   what only the worker knows: what came of appointments, and an interpreter for the next day
    to_come  appointments later today
    waits    promises that can be dated for the next day at work
    keeps    what was agreed for a day with the person or somebody else: it stays on the list, and keeps its day
    days     by scheme, when the worker's people are looked after next
    """

    before: list[Due] = field(default_factory=list)
    to_come: list[Due] = field(default_factory=list)
    waits: list[Waiting] = field(default_factory=list)
    keeps: list[Due] = field(default_factory=list)
    days: dict[UUID, NextDay] = field(default_factory=dict)


def leaving(duty: Duty, day: Day) -> Leaving:
    """Sort what is due on a day by whether it can wait; two reads for each scheme besides the day's own."""
    left = Leaving(days=_next_days(duty))
    for due in _all(day):
        until = left.days[due.placed.case.scheme_id]
        if due.kind is Kind.APPOINTMENT and due.at is not None:
            (left.before if due.at < duty.now else left.to_come).append(due)
        elif due.kind is Kind.INTERPRETER and due.on <= until.on:
            left.before.append(due)
        elif _can_be_dated(due):
            left.waits.append(Waiting(due, until))
        else:
            left.keeps.append(due)
    return left


def _next_days(duty: Duty) -> dict[UUID, NextDay]:
    members = organisations.members(duty.own)
    return {member.scheme_id: next_day(member, duty.day) for member in members}


def _all(day: Day) -> Iterator[Due]:
    for due in day.dues:
        yield due
        if due.kind is not Kind.REPLY:
            yield from day.also.get(due.placed.case.pk, ())


def _can_be_dated(due: Due) -> bool:
    """What was promised by us; and somebody to whom nothing is promised yet, so that they cannot be forgotten."""
    undated = due.placed.case.next_step_on is None
    return due.kind is Kind.PROMISED or (due.kind in (Kind.NEW, Kind.QUIET) and undated)
